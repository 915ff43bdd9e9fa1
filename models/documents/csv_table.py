"""Rows as CSV text for other programs: RFC 4180, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What Excel, LibreOffice and WPS begin a formula or a command with; full-width forms count as well.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*\s?%?")


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows, each ended by CRLF. A cell that would run as a formula gets an apostrophe before it; numbers stay."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(str(cell)) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    cell = cell.replace("\0", "\ufffd")
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
