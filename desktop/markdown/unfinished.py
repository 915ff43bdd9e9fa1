"""What of a text that still grows may be shown: markers on their way are held back, so that nothing flashes."""

from __future__ import annotations

import re

from desktop.markdown.maths import open_block

_LOOSE_MARKER = re.compile(r"(?<!\\)(?P<held>\*{1,3}|_{1,3}|~{1,2}|`{1,2})\Z")
_FENCE_BEGUN = re.compile(r"(?:^|\n)(?P<held> {0,3}(?:`{1,3}|~{1,3})[\w+-]*)\Z")
# A first line with bars, and the line under it as far as it may make a table of it.
_TABLE_HEAD = re.compile(r"(?:\A|(?:\A|\n)(?!\|)[^\n]*\n)(?=\|)(?P<held>[^\n]*(?:\n\|?[ :|-]*)?)\Z")


def shown_part(text: str) -> str:
    """`text` without an unfinished marker, fence line, table head or display formula at its very end."""
    if (formula := open_block(text)) is not None:
        text = text[:formula]
    for pattern in (_FENCE_BEGUN, _TABLE_HEAD, _LOOSE_MARKER):
        held = pattern.search(text)
        if held is not None:
            return text[: held.start("held")]
    return text


class Fence:
    """An open code fence: its marker, and what a line must be to close it."""

    _OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})([^`\n]*)$")

    def __init__(self, marker: str, info: str) -> None:
        self._close = re.compile(rf" {{0,3}}{re.escape(marker[0])}{{{len(marker)},}}[ \t]*$")
        self._may_close = re.compile(rf" {{0,3}}{re.escape(marker[0])}*[ \t]*$")
        self.language = info.strip().split(" ")[0].lower()

    @classmethod
    def opened_by(cls, line: str) -> Fence | None:
        """The fence that `line` opens at the top level, if it opens one without indentation."""
        opening = cls._OPENING.match(line)
        return cls(opening[2], opening[3]) if opening and not opening[1] else None

    def is_closed_by(self, line: str) -> bool:
        return self._close.match(line) is not None

    def may_be_closing(self, line: str) -> bool:
        """A last line that could become the closing one is not shown yet."""
        return bool(line) and self._may_close.match(line) is not None
