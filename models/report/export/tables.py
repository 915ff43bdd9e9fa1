"""A report for other programs: one row for each answer, or everything as JSON."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from models.documents.csv_table import csv_text
from models.report.events import Report
from models.report.findings import weight
from models.report.record import Entry, FileRecord, State, Verdict
from models.report.words import Words, words


def as_csv(report: Report) -> str:
    """One row for each answer of each file, and one for each field of which a file says nothing."""
    say = words(report.language)
    head = [say(name) for name in ("file_head", "field", "value_head", "state", "reason", "page_head", "quote_head")]
    weighed = any(field.main for field in report.fields)
    return csv_text([[*head, say("weight_head")] if weighed else head, *_rows(report, say, weighed=weighed)])


def as_json(report: Report) -> str:
    """Everything, with the counts beside the records they are of."""
    return msgspec.json.format(msgspec.json.encode(plain(report)), indent=2).decode() + "\n"


def plain(report: Report) -> dict[str, object]:
    """The report as plain values."""
    value = msgspec.to_builtins(report)
    for tally, made in zip(report.tallies, value["tallies"], strict=True):
        made["files"], made["read"] = tally.files, tally.read
        for count, own in zip(tally.counts, made["counts"], strict=True):
            own["count"], own["most"], own["percent"] = count.least, count.most, tally.percent(count)
            if tally.main_unclear is not None:
                own["main_count"], own["main_percent"] = len(count.main), tally.main_percent(count)
    return {**value, "complete": report.complete}


def _rows(report: Report, say: Words, *, weighed: bool) -> Iterator[list[object]]:
    for record in report.files:
        for field, tally in zip(report.fields, report.tallies, strict=True):
            shown = [*record.of(field.name), *record.of(field.name, Verdict.REVIEW)]
            for entry in shown:
                own = [weight(record, tally, entry.value, say) if entry.verdict is Verdict.COUNTED else ""]
                yield [record.name, field.title, *_cells(entry, say), *(own if weighed else ())]
            if not shown:
                missing = [state_words(record, field.name, say), record.unread, "", ""]
                yield [record.name, field.title, "", *missing, *([""] if weighed else ())]


def _cells(entry: Entry, say: Words) -> list[object]:
    evidence = entry.evidence[0] if entry.evidence else None
    return [
        entry.value,
        say("counted" if entry.verdict is Verdict.COUNTED else "review"),
        say(f"reason_{entry.reason}"),
        evidence.citations[0].page if evidence else "",
        evidence.quote if evidence else "",
    ]


def state_words(record: FileRecord, field: str, say: Words) -> str:
    """Where a file without an answer is counted."""
    return say({State.UNREAD: "unread", State.REVIEW: "review"}.get(record.state(field), "not_found"))
