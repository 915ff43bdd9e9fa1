"""Headings of a PDF, told by the size of their print: the lines larger than the body of the whole document.

PDF has no headings, only print. The body is the size most of the text is set in; a line well above it that is no
sentence is a heading, and the larger its print, the higher its level. Not covered: headings that are only bold, and
those of a document most of which is large print.
"""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pypdfium2 import raw

from models.documents.structure import is_item

_LARGER = 1.08  # than the body: 12 points beside 11; print of one size differs by rounding
_ALIKE = 1.06  # sizes this near are one level
_DEEPEST = 4
_LONGEST = 120  # characters of a line
_MOST_LINES = 3
_LEADING = 1.7  # of the size, from line to line within one heading; print of one and a half lines is 1.6 at most
_MOST_SHARE = 0.3  # of the text in large print: beyond that it is no document with headings
_WORDS = re.compile(r"[^\W\d_].*[^\W\d_]|[\u4e00-\u9fff]", re.DOTALL)
_ENDS_A_SENTENCE = re.compile(r"[.。!！;；,，、:：]$")
_MARKED = re.compile(r"(?m)^#{1,4} (?=\S)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


class Print(NamedTuple):
    """Text of one size on one line: points, how wide it is, where it begins, and the text where that was asked for."""

    size: float
    width: float
    left: float
    bottom: float
    text: str = ""


def prints_of(text_page: Any, items: Iterable[Any]) -> list[Print]:
    """The print of a page's text objects; the text only of what is larger than most of the page, or of a short one."""
    found = [(_print(item), item) for item in items]
    body = _body(one for one, _ in found)
    sparse = len(found) < 40  # a title page has no body of its own
    return [
        one._replace(text=_text(text_page, item)) if sparse or one.size > body * _LARGER else one for one, item in found
    ]


def marked(pages: Sequence[str], prints: Sequence[Sequence[Print]]) -> list[str]:
    """The pages with Markdown's marks before their headings, one of several lines on one line."""
    levels = _Levels([one for page in prints for one in page])
    return [_page(text, levels.lines(own)) for text, own in zip(pages, prints, strict=True)]


def unmarked(passage: str) -> str:
    """As it stands on the page."""
    return _MARKED.sub("", passage)


class _Large(NamedTuple):
    """A large line: its heading's level, its size and where it stands, in points."""

    level: int
    size: float
    bottom: float

    def goes_on_in(self, below: _Large) -> bool:
        """Whether the next line is the same heading's: as large, and no further down than its lines are apart."""
        return self.level == below.level and 0 < self.bottom - below.bottom <= _LEADING * self.size


class _Levels:
    """Which sizes are headings', the largest first."""

    def __init__(self, prints: Sequence[Print]) -> None:
        self._body = _body(prints)
        large = defaultdict[float, float](float)
        for one in prints:
            if self._body and one.size > self._body * _LARGER:
                large[one.size] += one.width / one.size
        share = sum(large.values()) / max(1.0, sum(one.width / one.size for one in prints if one.size))
        self._sizes = self._apart(sorted(large, reverse=True)) if share < _MOST_SHARE else []

    def _apart(self, sizes: Sequence[float]) -> list[float]:
        """One size for those that are nearly the same."""
        kept: list[float] = []
        for size in sizes:
            if not kept or kept[-1] > size * _ALIKE:
                kept.append(size)
        return kept

    def lines(self, prints: Sequence[Print]) -> dict[str, _Large]:
        """The large lines of a page, by their text without white space."""
        if not self._sizes:
            return {}
        rows: defaultdict[tuple[int, float], list[Print]] = defaultdict(list)
        for one in prints:
            if one.text.strip() and one.size > self._body * _LARGER:
                rows[round(one.bottom), one.size].append(one)
        found: dict[str, _Large] = {}
        for (bottom, size), row in rows.items():
            level = min(_DEEPEST, 1 + sum(larger > size * _ALIKE for larger in self._sizes))
            for text in _runs(sorted(row, key=lambda one: one.left)):
                found[_bare(text)] = _Large(level, size, bottom)
        return found


def _page(text: str, large: dict[str, _Large]) -> str:
    if not large:
        return text
    made: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        level, count = _heading_at(lines, at, large)
        own, at = lines[at : at + count], at + count
        if not level:
            made += own
            continue
        if made and made[-1].strip():
            made.append("")
        made.append(f"{'#' * level} {_joined(own)}")
        if at < len(lines) and lines[at].strip():
            made.append("")
    return "\n".join(made)


def _heading_at(lines: Sequence[str], at: int, large: dict[str, _Large]) -> tuple[int, int]:
    """The level of a heading that begins with this line, 0 where none does; and how many lines belong together."""
    first = last = large.get(_bare(lines[at]))
    count = 1
    while last and at + count < len(lines):
        below = large.get(_bare(lines[at + count]))
        if not below or not last.goes_on_in(below):
            break
        last, count = below, count + 1
    whole = _joined(lines[at : at + count])
    fits = count <= _MOST_LINES and len(whole) <= _LONGEST and _WORDS.search(whole)
    if not first or not fits or _ENDS_A_SENTENCE.search(whole) or is_item(whole):
        return 0, count
    return first.level, count


def _joined(lines: Sequence[str]) -> str:
    made = lines[0].strip()
    for line in lines[1:]:
        apart = "" if _WIDE.match(made[-1:]) and _WIDE.match(line.strip()) else " "
        made += apart + line.strip()
    return made


def _runs(row: Sequence[Print]) -> list[str]:
    """What stands on one line, parted where columns are."""
    runs: list[str] = []
    end = float("-inf")
    for one in row:
        if one.left - end > 2 * one.size:
            runs.append("")
        runs[-1] += one.text
        end = one.left + one.width
    return runs


def _bare(text: str) -> str:
    return "".join(text.split())


def _body(prints: Iterable[Print]) -> float:
    """The size most of the text is set in; its length is told by its width."""
    lengths = defaultdict[float, float](float)
    for one in prints:
        if one.size:
            lengths[one.size] += one.width / one.size
    return max(lengths, key=lengths.__getitem__, default=0.0)


def _print(item: Any) -> Print:
    """Sizes to half a point, as they stand on the page: the text's matrix may scale them."""
    left, bottom, right, _ = item.get_bounds()
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(item.raw, size)
    raw.FPDFPageObj_GetMatrix(item.raw, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    return Print(round(2 * size.value * scale) / 2, max(0.0, right - left), left, matrix.f if matrix.f else bottom)


def _text(text_page: Any, item: Any) -> str:
    length = raw.FPDFTextObj_GetText(item.raw, text_page.raw, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(item.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "ignore")
