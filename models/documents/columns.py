"""Two columns whose lines stand row by row in the file, put back one after the other.

PDFium gives text in the order of the file. Most programs write one column after the other; some write row by row, and
then a sentence of the left column goes on in the right one. A page is put in order only when it is clearly prose: a
gutter no line crosses, many rows with both sides, and both sides long and nearly full. A table has short cells.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any

from pypdfium2 import raw

from models.documents.raised import Edits

_FEWEST_ROWS = 5  # with print on both sides; fewer may be a heading with its number
_NARROWEST_PT = 8.0
_FILLED = 0.7  # of the column's width, on average
_LONG = 20.0  # characters of a side on average; a Chinese one counts twice

Box = tuple[float, float, float, float]  # left, bottom, right, top in points, as PDFium has it


@dataclass(slots=True)
class _Line:
    """One line of the file's order: its text left and right of the gutter, and whether print stands in the gutter."""

    left: str = ""
    right: str = ""
    crosses: bool = False
    widths: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def add(self, text: str, on_right: bool) -> None:
        if on_right:
            self.right += text
        else:
            self.left += text

    @property
    def mixed(self) -> bool:
        return bool(self.left.strip() and self.right.strip()) and not self.crosses


def in_order(text_page: Any, hidden: Callable[[int], bool], edits: Edits) -> str | None:
    """The visible text of a page with its columns one after the other; None when the page's own order is right.

    `edits` are made on the way.
    """
    gutter = _gutter(_boxes(text_page))
    if gutter is None:
        return None
    lines = list(_lines(text_page, gutter, hidden, edits))
    if not _is_prose([line for line in lines if line.mixed]):
        return None
    return "\n".join(_unwoven(lines))


def character(text_page: Any, index: int) -> str:
    """Exactly one character for each index, so that offsets in the text are PDFium's own; NUL for what is none."""
    code = raw.FPDFText_GetUnicode(text_page.raw, index)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\0"


def _boxes(text_page: Any) -> list[Box]:
    count = raw.FPDFText_CountRects(text_page.raw, 0, -1)
    return [text_page.get_rect(index) for index in range(count)]


def _gutter(boxes: Sequence[Box]) -> tuple[float, float] | None:
    """The empty band between two columns that the file's order keeps jumping over on one height."""
    if len(boxes) < 2 * _FEWEST_ROWS:
        return None
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    width = int(right - left) + 1
    covered = [0] * (width + 1)
    for box in boxes:
        covered[int(box[0] - left)] += 1
        covered[min(width, int(box[2] - left) + 1)] -= 1
    for at in range(1, width):
        covered[at] += covered[at - 1]
    middle = range(width // 5, width - width // 5)
    few = len(boxes) // 20  # headings may run over both columns
    bands: list[list[int]] = []
    for at in middle:
        if covered[at] > few:
            continue
        if bands and at == bands[-1][1]:
            bands[-1][1] = at + 1
        else:
            bands.append([at, at + 1])
    start, end = max(bands, key=lambda band: band[1] - band[0], default=[0, 0])
    gutter = left + start, left + end
    if end - start < _NARROWEST_PT or _jumps(boxes, gutter) < _FEWEST_ROWS:
        return None
    return gutter


def _jumps(boxes: Sequence[Box], gutter: tuple[float, float]) -> int:
    """How often the text goes on to the right of the gutter on the height where it stopped to the left of it."""
    return sum(
        before[2] <= gutter[0] + 1 and after[0] >= gutter[1] - 1 and after[1] < before[3] and before[1] < after[3]
        for before, after in pairwise(boxes)
    )


def _lines(text_page: Any, gutter: tuple[float, float], hidden: Callable[[int], bool], edits: Edits) -> Iterator[_Line]:
    middle, line, on_right = sum(gutter) / 2, _Line(), False
    edges: list[list[float]] = [[], []]
    sides = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        own = character(text_page, index)
        if index in edits.insertions:
            line.add(edits.insertions[index], on_right)
        if index in edits.dropped:
            continue
        if own in "\r\n":
            if own == "\n":
                yield _measured(line, edges)
                line, on_right, edges = _Line(), False, [[], []]
            continue
        if own == "\0" or hidden(index):
            continue
        if not own.isspace():
            raw.FPDFText_GetCharBox(text_page.raw, index, *sides)  # left, right, bottom, top
            left, right = sides[0].value, sides[1].value
            if right > left:
                on_right = (left + right) / 2 > middle
                line.crosses |= left < middle < right
                edges[on_right] += (left, right)
        line.add(own, on_right)
    yield _measured(line, edges)


def _measured(line: _Line, edges: list[list[float]]) -> _Line:
    line.widths = [max(side) - min(side) if side else 0.0 for side in edges]
    return line


def _is_prose(rows: Sequence[_Line]) -> bool:
    if len(rows) < _FEWEST_ROWS:
        return False
    for side, texts in ((0, [row.left for row in rows]), (1, [row.right for row in rows])):
        widths = [row.widths[side] for row in rows]
        if sum(widths) < _FILLED * max(widths) * len(rows) or sum(map(_length, texts)) < _LONG * len(rows):
            return False
    return True


def _length(text: str) -> int:
    return sum(2 if own > "\u2e7f" else 1 for own in text.strip())


def _unwoven(lines: Sequence[_Line]) -> Iterator[str]:
    """Runs of lines that leave the gutter free: their left sides, then their right sides."""
    rest = list(lines)
    while rest:
        run = list(takewhile(lambda line: not line.crosses, rest))
        yield from (line.left.strip() for line in run if line.left.strip())
        yield from (line.right.strip() for line in run if line.right.strip())
        if len(run) < len(rest):
            yield rest[len(run)].left + rest[len(run)].right
        del rest[: len(run) + 1]
