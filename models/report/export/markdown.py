"""A report as Markdown: the findings, a table for each field, and under it the files behind every figure."""

from __future__ import annotations

from collections.abc import Iterator

from models import demo
from models.report.events import Report
from models.report.findings import doubts, span, weight
from models.report.prose import short
from models.report.record import Entry, FileRecord, Verdict
from models.report.schema import Field
from models.report.tally import Count, Tally
from models.report.words import Words, words
from models.summary.report import plain, quotable


def as_markdown(report: Report) -> str:
    """The whole report; complete without anything beside it."""
    say = words(report.language)
    lines = [f"# {plain(report.title)}", "", *(f"- {plain(finding)}" for finding in report.findings)]
    if report.prose:
        lines += ["", *(f"{plain(sentence)}" for sentence in report.prose)]
    for field, tally in zip(report.fields, report.tallies, strict=True):
        lines += ["", f"## {plain(field.title)}", ""]
        lines += _labels(report, field, tally, say) if tally.counts else _values(report, field, say)
    model = plain(demo.called(report.model, report.language))
    lines += ["", f"{say('check_says')} {say('model_line', model=model)}", ""]
    return "\n".join(lines)


def _labels(report: Report, field: Field, tally: Tally, say: Words) -> Iterator[str]:
    weighed = tally.main_unclear is not None
    yield _row(say("label_head"), say("counted"), say("share"), say("review"), *([say("main")] if weighed else ()))
    yield "|---|---:|---:|---:|" + ("---:|" if weighed else "")
    for count in tally.ranked():
        share, more = f"{short(tally.percent(count))} %", count.most - count.least or ""
        yield _row(plain(count.label), count.least, share, more, *([len(count.main)] if weighed else ()))
    empty = [""] * (3 if weighed else 2)
    if tally.main_unclear:
        yield _row(say("main_unclear"), *empty, len(tally.main_unclear))
    yield _row(say("none_stated"), len(tally.none), *empty)
    yield _row(say("review"), len(tally.review), *empty)
    yield _row(say("unread"), len(tally.unread), *empty)
    yield _row(f"**{say('total')}**", tally.files, *empty)
    for count in tally.ranked():
        if count.least or count.review:
            yield from _behind(report, tally, count, say)
    if tally.none:
        yield from ("", f"### {say('none_stated')} ({len(tally.none)})", "", ", ".join(map(plain, tally.none)))
    if tally.review:
        yield from ("", f"### {say('review')} ({len(tally.review)})", "")
        yield from (f"- {plain(name)}: {plain(doubts(report.record(name), field.name, say))}" for name in tally.review)
    if tally.unread:
        yield from ("", f"### {say('unread')} ({len(tally.unread)})", "")
        yield from (f"- {plain(name)}: {plain(report.record(name).unread)}" for name in tally.unread)


def _behind(report: Report, tally: Tally, count: Count, say: Words) -> Iterator[str]:
    yield from ("", f"### {plain(count.label)} ({span(count, say)})", "")
    for verdict, names in ((Verdict.COUNTED, count.files), (Verdict.REVIEW, count.review)):
        for name in names:
            record = report.record(name)
            entry = next(one for one in record.of(tally.field, verdict) if one.value == count.label)
            weighed = weight(record, tally, count.label, say)
            yield f"- {plain(name)}{f' ({weighed})' if weighed else ''}{_evidence(entry, say)}"


def _values(report: Report, field: Field, say: Words) -> Iterator[str]:
    yield _row(say("file_head"), say("value_head"), say("quote_head"))
    yield "|---|---|---|"
    for record in report.files:
        entries = [*record.of(field.name), *record.of(field.name, Verdict.REVIEW)]
        for entry in entries:
            yield _row(plain(record.name), plain(entry.value), _evidence(entry, say).removeprefix(", "))
        if not entries:
            yield _row(plain(record.name), _missing(record, say), "")


def _missing(record: FileRecord, say: Words) -> str:
    return f"{say('unread')}: {plain(record.unread)}" if record.unread else say("not_found")


def _evidence(entry: Entry, say: Words) -> str:
    """Where it stands, what stands there, and what is to be known of the check."""
    quoted = [f"{say('page', page=one.citations[0].page)} “{plain(quotable(one.quote))}”" for one in entry.evidence]
    noted = [] if entry.reason == "checked" else [f"({say(f'reason_{entry.reason}')})"]
    parts = " ".join([*quoted, *noted])
    return f", {parts}" if parts else ""


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
