"""The numbers that Word counts by itself: they are nowhere in a paragraph's text, yet contracts are cited by them.

Format: ECMA-376 part 1, 17.9 (numbering). Covered: levels with their start, format, pattern ("%1.%2") and restarts,
decimal, letters, Roman, Chinese and bullets. Other formats count in decimal. Not covered: overrides of a level's
whole definition in `num`, only of its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from models.documents.markup import Node, attribute
from models.documents.word_styles import is_on

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = "零一二三四五六七八九"
_CHINESE_FORMATS = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting",
    "ideographTraditional", "ideographDigital",
}  # fmt: skip


class _Level(NamedTuple):
    start: int
    format: str
    pattern: str
    all_decimal: bool = False  # "isLgl": the higher levels' figures are decimal here, whatever their own format


class Numbering:
    """Counts as Word does, paragraph by paragraph in the document's order."""

    def __init__(self, root: Node | None) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._seen: set[str] = set()
        for node in root if root is not None else ():
            if node.tag == "abstractNum":
                self._define(attribute(node, "abstractNumId") or "", node.iter("lvl"))
            elif node.tag == "num":
                self._name(attribute(node, "numId") or "", node)

    def label(self, number_id: str, depth: int) -> str | None:
        """What stands before the next paragraph of this list; "-" for a bullet, None when the list is unknown."""
        abstract = self._abstract.get(number_id)
        level = self._levels.get((abstract or "", depth))
        if abstract is None or level is None:
            return None
        if level.format == "bullet":
            return "-"
        counts = self._counts.setdefault(abstract, [None] * 9)
        if number_id not in self._seen:
            self._seen.add(number_id)
            for overridden in range(9):
                if (number_id, overridden) in self._starts:
                    counts[overridden] = None
        count = counts[depth]
        start = self._starts.get((number_id, depth), level.start)
        counts[depth] = start if count is None else count + 1
        counts[depth + 1 :] = [None] * (8 - depth)
        return (
            ""
            if level.format == "none"
            else _PLACE.sub(lambda at: self._figure(abstract, int(at[1]) - 1, level), level.pattern)
        )

    def _figure(self, abstract: str, depth: int, shown_at: _Level) -> str:
        level = self._levels.get((abstract, depth), _Level(1, "decimal", ""))
        count = self._counts[abstract][depth]
        return spelt(level.start if count is None else count, "decimal" if shown_at.all_decimal else level.format)

    def _define(self, abstract: str, levels: Iterable[Node]) -> None:
        for node in levels:
            depth = _integer(attribute(node, "ilvl"), 0)
            if 0 <= depth <= 8:
                start, format_, pattern = (_value(node, name) for name in ("start", "numFmt", "lvlText"))
                self._levels[abstract, depth] = _Level(
                    _integer(start, 1), format_ or "decimal", pattern or "", is_on(node.find("isLgl"))
                )

    def _name(self, number_id: str, node: Node) -> None:
        self._abstract[number_id] = _value(node, "abstractNumId") or ""
        for override in node.iter("lvlOverride"):
            if (start := _value(override, "startOverride")) is not None:
                self._starts[number_id, _integer(attribute(override, "ilvl"), 0)] = _integer(start, 1)


def spelt(count: int, format_: str) -> str:
    """A count in one of Word's formats."""
    if format_ in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 30:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if format_ == "upperLetter" else letters
    if format_ in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count).upper() if format_ == "upperRoman" else _roman(count)
    if format_ in _CHINESE_FORMATS and 0 < count < 100:
        return _chinese(count)
    return f"{count:02}" if format_ == "decimalZero" else str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (count // value)
        count %= value
    return letters


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    head = "" if not tens else "十" if tens == 1 else _CHINESE[tens] + "十"
    return head + (_CHINESE[ones] if ones else "")


def _value(node: Node, name: str) -> str | None:
    child = node.find(name)
    return None if child is None else attribute(child, "val")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise
