"""Figures that stand above their line on a PDF page: marks of footnotes, and powers.

PDFium gives them as if they stood on the line, so that a note on "5.2" million makes 5.21 million of it. A mark whose
note stands at the foot of the page becomes `[^1]`, as in all other formats, and the note begins with `[^1]:`; any other
raised figure is written as a power, `10^6`. Not covered: marks that are letters or signs, turned text.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from pypdfium2 import raw

_SMALLER = 0.8  # of the size before it; a mark is 0.58 (LibreOffice) to 0.7 (TeX) of it
_HIGHER = 0.12  # of the size before it; a mark is raised by 0.3, digits of another font by nothing
_LONGEST = 3  # digits of a mark
_BREAK = "\r\n"
_FIGURES = re.compile(r"\d+")
_NOTE = re.compile(r"^[ \t]*(\d{1,3})(?=[ \t]+\S|[^\s\d.,)）、:：%-])", re.MULTILINE)
_OPENED, _MARKED, _POWER = (re.compile(pattern) for pattern in (r"(?m)^\[\^(\d+)\]:", r"\[\^(\d+)\]", r"\^(\d+)"))


class Edits(NamedTuple):
    """What to write before which character of a page's text, and which to leave out; places are PDFium's own."""

    insertions: Mapping[int, str]
    dropped: Set[int]

    def applied(self, text: str, start: int = 0) -> str:
        """`text`, which begins at `start`, with what falls into it."""
        if not self.insertions:
            return text
        end = start + len(text)
        pieces: list[str] = []
        at = start
        for place in sorted({*self.insertions, *self.dropped}):
            if start <= place < end:
                pieces += (text[at - start : place - start], self.insertions.get(place, ""))
                at = place + (place in self.dropped)
        return "".join((*pieces, text[at - start :], self.insertions.get(end, "")))


class _Place(NamedTuple):
    """A character's size and the height of its line in points."""

    size: float
    line: float


class _Raised(NamedTuple):
    """[start, end) of a raised figure, where the character before it stands, and whether its line goes on behind it."""

    start: int
    end: int
    before: _Place
    goes_on: bool


def edits(text_page: Any, text: str) -> Edits:
    """What makes `text`, in which each character has PDFium's place, say which figures are raised."""
    found = list(_raised(text_page, text))
    insertions: dict[int, str] = {}
    notes = _notes(text_page, text, found) if found else {}
    for each in found:
        if text[each.start : each.end] in notes:
            insertions[each.start], insertions[each.end] = "[^", "]" + insertions.get(each.end, "")
        else:
            insertions[each.start] = "^"
    for start, end in notes.values():
        insertions[start], insertions[end] = "[^", "]:"
    return Edits(insertions, {each.end + n for each in found if each.goes_on for n in range(len(_BREAK))})


def lowered(text: str) -> str:
    """The text as PDFium has it, without what `edits` wrote."""
    return _POWER.sub(r"\1", _MARKED.sub(r"\1", _OPENED.sub(r"\1", text)))


def _raised(text_page: Any, text: str) -> Iterator[_Raised]:
    x, y = ctypes.c_double(), ctypes.c_double()
    for match in _FIGURES.finditer(text):
        start, end = match.span()
        if start and not text[start - 1].isspace():
            first = start - 1
        elif end - start > 1:
            first = start
            start += 1
        else:
            continue
        raw.FPDFText_GetCharOrigin(text_page.raw, first, x, y)
        line = y.value
        raw.FPDFText_GetCharOrigin(text_page.raw, end - 1, x, y)
        if y.value <= line:  # nearly all; the rest takes three times as long
            continue
        before = _place(text_page, first)
        last = end
        while last > start and _is_raised(_place(text_page, last - 1), before):
            last -= 1
        if 0 < end - last <= _LONGEST:
            yield _Raised(last, end, before, _goes_on(text_page, text, end, before))


def _goes_on(text_page: Any, text: str, end: int, before: _Place) -> bool:
    """PDFium takes the way back down to the line for the way to the next one."""
    after = end + len(_BREAK)
    if not text.startswith(_BREAK, end) or after >= len(text):
        return False
    return abs(_place(text_page, after).line - before.line) < _HIGHER * before.size


def _notes(text_page: Any, text: str, marks: list[_Raised]) -> dict[str, tuple[int, int]]:
    """Where the number of each mark's note stands: at the beginning of a smaller line below all marks.

    None, unless all marks that follow each other have one: small print may begin with any number.
    """
    wanted = {text[each.start : each.end] for each in marks}
    line, size = min(each.before.line for each in marks), max(each.before.size for each in marks)
    found: dict[str, tuple[int, int]] = {}
    for match in _NOTE.finditer(text, marks[-1].end):
        start, end = match.span(1)
        rest = re.compile(r"\S").search(text, end)
        if match.group(1) in wanted and rest:
            place = _place(text_page, rest.start())
            if place.size < 0.95 * size and place.line < line:
                found[match.group(1)] = start, end
    numbers = sorted(map(int, found))
    run = list(range(numbers[0] - 1, numbers[-1] + 2)) if numbers else []
    whole = bool(run) and numbers == run[1:-1] and wanted.isdisjoint({str(run[0]), str(run[-1])})
    return found if whole else {}


def _is_raised(own: _Place, before: _Place) -> bool:
    return 0 < own.size < _SMALLER * before.size and own.line > before.line + _HIGHER * before.size


def _place(text_page: Any, index: int) -> _Place:
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetMatrix(text_page.raw, index, matrix)
    raw.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return _Place(raw.FPDFText_GetFontSize(text_page.raw, index) * scale, y.value)
