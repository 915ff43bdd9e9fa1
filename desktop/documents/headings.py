"""The text of a document as it is read by people: its headings without the marks that models read them by."""

from __future__ import annotations

import re
from dataclasses import dataclass

# In these no line is a heading by our marks: one that begins with "#" is what the author wrote.
_AS_WRITTEN = frozenset({"text", "code", "csv", "json", "subtitles"})
_HEADING = re.compile(r"(?:^|(?<=\f))(#{1,6}) +(?=\S)([^\n\f]*)", re.MULTILINE)  # pages are joined by form feeds


@dataclass(frozen=True, slots=True)
class Heading:
    """Characters [start, end) of the text shown; `level` is 1 for the highest, up to 6."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A text without marks. `cuts` are the spans [start, end) of the text of before that are not in it."""

    text: str
    headings: tuple[Heading, ...] = ()
    cuts: tuple[tuple[int, int], ...] = ()

    def place(self, position: int) -> int:
        """Where the character at `position` of the text of before stands; one that is gone: what followed it."""
        return position - sum(min(end, position) - start for start, end in self.cuts if start < position)


def shown(text: str, kind: str) -> Shown:
    """What is shown of `text`, which was read from a file of this kind (Document.kind)."""
    if kind in _AS_WRITTEN:
        return Shown(text)
    parts, headings, cuts = [], [], []
    taken = length = 0
    for match in _HEADING.finditer(text):
        before = text[taken : match.start()]
        parts += [before, match.group(2)]
        length += len(before)
        headings.append(Heading(length, length + len(match.group(2)), len(match.group(1))))
        length += len(match.group(2))
        cuts.append((match.start(), match.start(2)))
        taken = match.end()
    return Shown("".join((*parts, text[taken:])), tuple(headings), tuple(cuts))
