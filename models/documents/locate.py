"""Finds a passage in a text in spite of line ends, hyphens, quotation marks and character widths.

Both are folded the same way: NFKC, quotation marks and dashes unified, case and all white space removed, line-end
hyphens and the bars between the cells of a row removed. A map leads every folded character back to where it stands in
the text.
"""

from __future__ import annotations

import unicodedata
from array import array

_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´＇", "'"),
        **dict.fromkeys("“”„‟″«»「」『』《》〈〉＂", '"'),
        **dict.fromkeys("‐‑‒–—―−－", "-"),
        **dict.fromkeys("，、､", ","),
        **dict.fromkeys("。｡．", "."),
        "：": ":", "；": ";", "！": "!", "？": "?", "（": "(", "）": ")", "…": ".",
    }
)  # fmt: skip
_DROPPED = frozenset("|\x02\0\ufffe\u00ad\u200b\u200c\u200d\u2060\ufeff")


def fold(text: str) -> tuple[str, array[int]]:
    """The folded text, and for each of its characters the offset in `text` of what it came from."""
    folded: list[str] = []
    origins: array[int] = array("L")
    for offset, character in enumerate(text):
        if character in _DROPPED:
            continue
        for plain in _folded(character):
            if not plain.isspace():
                folded.append(plain)
                origins.append(offset)
    return "".join(folded), origins


def _folded(character: str) -> str:
    if character < "\x80":
        return character.lower().replace("`", "'")
    unified = character.translate(_UNIFIED)
    return unicodedata.normalize("NFKC", unified).casefold().translate(_UNIFIED)


class Located:
    """A text made searchable once, for many passages."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._origins = fold(text)
        self._unhyphenated: tuple[str, array[int]] | None = None

    def all(self, passage: str) -> list[tuple[int, int]]:
        """Every [start, end) of the text that says `passage`, in order; none when the passage is empty."""
        wanted, _ = fold(passage)
        return _occurrences(self._folded, self._origins, wanted) if wanted else []

    def parts(self, passage: str) -> list[tuple[int, int]]:
        """The place of `passage`; or, where it runs over the page's edge or its hyphens differ, of what is here of it.

        Pages are joined by form feeds: a part of the passage between two of them stands on this page whole.
        """
        for piece in (passage, *sorted(passage.split("\f"), key=len, reverse=True)):
            if found := self.all(piece) or self._without_hyphens(piece):
                return found[:1]
        return []

    def _without_hyphens(self, passage: str) -> list[tuple[int, int]]:
        """Cleaning removes a hyphen at a line's end; the page itself still has it."""
        if self._unhyphenated is None:
            kept = [index for index, character in enumerate(self._folded) if character != "-"]
            folded = "".join(self._folded[index] for index in kept)
            self._unhyphenated = folded, array("L", (self._origins[index] for index in kept))
        wanted = fold(passage)[0].replace("-", "")
        return _occurrences(*self._unhyphenated, wanted) if wanted else []


def _occurrences(folded: str, origins: array[int], wanted: str) -> list[tuple[int, int]]:
    found = []
    at = folded.find(wanted)
    while at >= 0:
        found.append((origins[at], origins[at + len(wanted) - 1] + 1))
        at = folded.find(wanted, at + 1)
    return found
