"""A name for a chat from its first words."""

from __future__ import annotations

import re
import unicodedata

WIDTH = 40  # columns of the sidebar; a Chinese character takes two


def first_words(text: str) -> str:
    """The first line that says something, cut at a word within `WIDTH` columns; "" when there is none."""
    lines = (re.sub(r"[\s#>*`_~|-]+", " ", line).strip() for line in text.splitlines())
    line = next(filter(None, lines), "")
    end = _fitting(line)
    if end == len(line):
        return line
    cut = line[:end]
    space = cut.rfind(" ")
    if not line[end].isspace() and space > end // 2:
        cut = cut[:space]
    return f"{cut.rstrip(' ,;:.，；：。、')}…"


def _fitting(line: str) -> int:
    """How many characters of `line` fit."""
    columns = 0
    for index, character in enumerate(line):
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns > WIDTH:
            return index
    return len(line)
