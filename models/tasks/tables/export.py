"""Tables as files that other programs read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from models.documents.csv_table import csv_text
from models.documents.document import Table
from models.summary.events import Summary
from models.tasks.tables.job import Tables


def as_csv(table: Table) -> bytes:
    """One table, with the mark by which Excel knows UTF-8; no cell of it runs as a formula."""
    return csv_text(table.rows).encode("utf-8-sig")


def csv_files(tables: Sequence[Table], path: Path) -> Iterator[tuple[Path, bytes]]:
    """Where each table goes and what is in it: an only one to `path`, several beside it, numbered."""
    for number, table in enumerate(tables, start=1):
        yield (path if len(tables) == 1 else path.with_stem(f"{path.stem}-{number}")), as_csv(table)


def as_json(found: Sequence[tuple[Summary, Tables]]) -> bytes:
    """Of each file all rows and every check."""
    whole = [{"tables": tables, "summary": summary} for summary, tables in found]
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
