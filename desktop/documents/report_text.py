"""A report as the text of a card: every figure is followed by marks that open the passages it counts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from models.report.events import Report
from models.report.findings import weight
from models.report.record import Entry, FileRecord, Verdict
from models.report.schema import Field
from models.report.tally import Tally
from models.report.words import Words, words
from models.summary.events import Note, Status
from models.summary.report import plain


def text_and_notes(report: Report) -> tuple[str, tuple[Note, ...]]:
    """Markdown whose mark [n] stands for note n; a citation's file is the number of its record."""
    say = words(report.language)
    notes: list[Note] = []
    lines = [*(f"- {plain(finding)}" for finding in report.findings), ""]
    lines += [plain(sentence) for sentence in report.prose]
    for field, tally in zip(report.fields, report.tallies, strict=True):
        lines += ["", f"### {plain(field.title)}", ""]
        lines += _counts(report, field, tally, say, notes) if tally.counts else _values(report, field, say, notes)
    lines += ["", f"> {say('check_says')}"]
    return "\n".join(lines).strip() + "\n", tuple(notes)


def _counts(report: Report, field: Field, tally: Tally, say: Words, notes: list[Note]) -> Iterator[str]:
    weighed = tally.main_unclear is not None
    heads = (say("label_head"), say("counted"), say("share"), say("review"), *((say("main"),) if weighed else ()))
    yield f"| {' | '.join(heads)} |"
    yield "|:---|---:|---:|---:|" + ("---:|" if weighed else "")
    ranked = tally.ranked()
    for count in ranked:
        review = count.most - count.least or ""
        main = f" {len(count.main)} |" if weighed else ""
        yield f"| {plain(count.label)} | {count.least} | {tally.percent(count):g} % | {review} |{main}"
    end = " | |" if weighed else " |"
    if tally.main_unclear:
        yield f"| {say('main_unclear')} | | | | {len(tally.main_unclear)} |"
    for name, files in (("none_stated", tally.none), ("review", tally.review), ("unread", tally.unread)):
        yield f"| {say(name)} | {len(files)} | |{end}"
    yield f"| **{say('total')}** | **{tally.files}** | |{end}"
    for count in ranked:
        behind = [
            (name, entry)
            for verdict, names in ((Verdict.COUNTED, count.files), (Verdict.REVIEW, count.review))
            for name in names
            for entry in report.record(name).of(field.name, verdict)
            if entry.value == count.label
        ]
        if behind:
            yield from ("", f"**{plain(count.label)}**{say('aside', words=count.least)}", "")
        for name, entry in behind:
            own = weight(report.record(name), tally, count.label, say)
            yield f"- {plain(name)}{say('aside', words=own) if own else ''}{_marks(report, name, entry, say, notes)}"
    for name, files in (("none_stated", tally.none), ("unread", tally.unread)):
        if files:
            yield from ("", f"**{say(name)}**{say('aside', words=len(files))}", "")
            yield from (f"- {plain(file)}{_why(report.record(file), say)}" for file in files)


def _values(report: Report, field: Field, say: Words, notes: list[Note]) -> Iterator[str]:
    yield f"| {say('file_head')} | {say('value_head')} |"
    yield "|:---|:---|"
    for record in report.files:
        entries = [*record.of(field.name), *record.of(field.name, Verdict.REVIEW)]
        said = "; ".join(f"{plain(entry.value)}{_marks(report, record.name, entry, say, notes)}" for entry in entries)
        missing = say("unread") if record.unread else say("not_found")
        yield f"| {plain(record.name)} | {said or missing} |"


def _marks(report: Report, name: str, entry: Entry, say: Words, notes: list[Note]) -> str:
    """Marks for the passages behind an answer, added to `notes`, and what is to be known of its check."""
    file = next(number for number, record in enumerate(report.files) if record.name == name)
    marks = ""
    for one in entry.evidence:
        citations = tuple(msgspec.structs.replace(place, file=file) for place in one.citations)
        status = Status.VERIFIED if entry.verdict is Verdict.COUNTED else Status.VALUE_MISSING
        claim = f"{name}: {entry.value}"
        notes.append(Note(claim=claim, quote=one.quote, citations=citations, status=status, chunk=file))
        marks += f"[{len(notes)}]"
    noted = "" if entry.reason == "checked" else say("aside", words=say(f"reason_{entry.reason}"))
    return f" {marks}{noted}" if marks else noted


def _why(record: FileRecord, say: Words) -> str:
    return say("because", why=plain(record.unread)) if record.unread else ""
