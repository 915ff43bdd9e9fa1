"""The tables in the text of a document: its readers write every row of one as a line between bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.documents.document import Document, Table
from models.documents.flow import cells_of

_ROW = re.compile(r"^\s*\|.*\|\s*$")
_DIVIDER = re.compile(r"^\s*\|(?:\s*:?-+:?\s*\|)+\s*$")


class Placed(NamedTuple):
    """A table and the characters [start, end) of the document's text that say it."""

    table: Table
    start: int
    end: int


def tables_of(document: Document) -> Iterator[Placed]:
    """Every table, in order. Rows of one table are made equally long."""
    for page in document.pages:
        rows: list[list[str]] = []
        at = start = end = 0
        for line in [*page.text.split("\n"), ""]:
            if _ROW.match(line):
                start = start if rows else at
                end = at + len(line)
                if not _DIVIDER.match(line):
                    rows.append(cells_of(line.strip()))
            elif rows:
                yield _placed(rows, page.number, page.start + start, page.start + end)
                rows = []
            at += len(line) + 1


def _placed(rows: Sequence[Sequence[str]], page: int, start: int, end: int) -> Placed:
    return Placed(Table(page=page, how="cells", rows=even(rows)), start, end)


def even(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of one length; short ones end in empty cells."""
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)
