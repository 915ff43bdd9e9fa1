"""A line longer than anybody reads is shown to a limit: shaping one of a million characters stops the window."""

from __future__ import annotations

LONGEST_LINE = 8_000
_ELLIPSIS = " …"


class LineCap:
    """Passes text on as it comes, and of each line its first 8 000 characters and an ellipsis."""

    def __init__(self) -> None:
        self._column = 0

    def pass_on(self, text: str) -> str:
        """What is shown of `text`, which follows what came before."""
        if self._column + len(text) <= LONGEST_LINE and "\n" not in text:
            self._column += len(text)
            return text
        return "\n".join(self._line(number, line) for number, line in enumerate(text.split("\n")))

    def _line(self, number: int, line: str) -> str:
        if number:
            self._column = 0
        room = LONGEST_LINE - self._column
        self._column += len(line)
        if len(line) <= room:
            return line
        return line[:room] + _ELLIPSIS if room >= 0 else ""


def capped(text: str) -> str:
    """All of `text`, its lines to the limit."""
    return LineCap().pass_on(text)
