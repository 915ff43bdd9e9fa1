"""Adds up the columns of a table above every row that calls itself a total.

A subtotal (小计) counts the rows since the last one, a total all rows that are no totals themselves. Only cells that
are a number and nothing else count, and years in the first row head their columns; a column whose total is no sum (a
price, an average) differs, and is shown so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

_PART = re.compile(r"\W*(?:小计|小計|sub-?\s?totals?|zwischensumme|sous-total)(?![a-z])", re.IGNORECASE)
_WHOLE = re.compile(
    r"\W*(?:合计|合計|总计|總計|共计|总额|總額|(?:grand |overall )?totals?|sum|summe|gesamt)(?![a-z]).{0,12}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<minus>[-−(])?\s*[¥￥$€£]?\s*(?P<minus2>[-−])?"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?:%|元|万元|亿元|[¥￥$€£])?\)?"
)
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*年?\s*")


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What cell (row, column) of a table states, both from 0, and what the cells above it add up to."""

    table: int
    row: int
    column: int
    stated: str
    summed: str
    agrees: bool


def totals(table: int, rows: Sequence[Sequence[str]]) -> Iterator[Total]:
    """The checks of one table, which is number `table` of its document."""
    details: list[int] = []
    since: list[int] = []
    for number, row in enumerate(rows):
        if number == 0 and _heads(row):
            continue
        kind = _kind(row) if number else None
        if kind is None:
            details.append(number)
            since.append(number)
            continue
        for column, cell in enumerate(row):
            stated = amount(cell)
            addends = [rows[n][column] for n in (since if kind == "part" else details)]
            parts = [value for value in map(amount, addends) if value is not None]
            if stated is None or len(parts) < 2:
                continue
            summed = sum(parts, Decimal(0))
            slack = Decimal(len(parts)).scaleb(min(int(p.as_tuple().exponent) for p in [*parts, stated])) / 2
            rounded = any(int(p.as_tuple().exponent) < 0 for p in parts)
            agrees = abs(summed - stated) <= (slack if rounded else 0)
            yield Total(table=table, row=number, column=column, stated=cell, summed=f"{summed:,f}", agrees=agrees)
        since = []


def amount(cell: str) -> Decimal | None:
    """The number that the cell is, brackets being a minus; None for anything else."""
    match = _NUMBER.fullmatch(cell.strip())
    if match is None:
        return None
    value = Decimal(re.sub(r"[,\s]", "", match["digits"]))
    return -value if match["minus"] or match["minus2"] else value


def _heads(row: Sequence[str]) -> bool:
    """Whether a first row names columns: words or years, no other number."""
    return all(amount(cell) is None or _YEAR.fullmatch(cell) for cell in row)


def _kind(row: Sequence[str]) -> str | None:
    """ "part" for a subtotal, "whole" for a total, by the first cell with words in it."""
    label = next((cell for cell in row if cell.strip() and amount(cell) is None), "")
    if _PART.match(label):
        return "part"
    return "whole" if _WHOLE.match(label) else None
