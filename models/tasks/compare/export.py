"""A comparison as files: every change as a row or a value; its text as a summary's."""

from __future__ import annotations

import msgspec

from models.documents.csv_table import csv_text
from models.summary.events import Summary
from models.summary.export import FORMS
from models.tasks.compare.changes import Comparison

_HEAD = ("change", "old_page", "old", "new_page", "new", "gone", "come", "meaning")


def exported(form: str, summary: Summary, comparison: Comparison) -> bytes:
    """`form` is one of a summary's; csv and json hold all changes."""
    match form:
        case "csv":
            rows = [_HEAD, *(_row(comparison, number) for number in range(len(comparison.changes)))]
            return csv_text(rows).encode("utf-8-sig")
        case "json":
            whole = {"comparison": comparison, "summary": summary}
            return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
        case _:
            return FORMS[form]([summary])


def _row(comparison: Comparison, number: int) -> tuple[object, ...]:
    change = comparison.changes[number]
    old, new = change.old, change.new
    return (
        change.kind, old.page if old else "", old.text if old else "", new.page if new else "", new.text if new else "",
        "; ".join(change.gone), "; ".join(change.come), "differs" if change.meaning else "",
    )  # fmt: skip
