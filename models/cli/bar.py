"""One line of progress that fits its terminal: one that is wider wraps, and cannot be taken back any more."""

from __future__ import annotations

import os
import sys
import unicodedata

BAR = 24  # characters
_LEAST_BAR = 4
_USUAL = 80  # columns, where the terminal does not say


def drawn() -> bool:
    """Whether stderr is a terminal that can take a line back."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Of the terminal on stderr, as it is now."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


def line(what: str, fraction: float, detail: str, room: int) -> str:
    """`what` with a bar, a percentage and `detail` in less than `room` columns, so that the cursor stays in the line.

    Where all of it does not fit, the bar gets short, then it goes, then the end of `what`.
    """
    rest = f" {fraction:4.0%} {detail}".rstrip()
    free = room - 1 - width(what) - 1 - width(rest)
    if free < _LEAST_BAR:
        return _cut(_cut(what, max(1, room - 1 - width(rest))) + rest, room - 1)
    bar = min(BAR, free)
    done = round(min(1.0, max(0.0, fraction)) * bar)
    return f"{what} {'━' * done}{'─' * (bar - done)}{rest}"


def width(text: str) -> int:
    """In columns: a Chinese character takes two, an accent of its own none."""
    return sum(map(_width, text))


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _cut(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    kept, free = "", room - 1
    for letter in text:
        free -= _width(letter)
        if free < 0:
            break
        kept += letter
    return f"{kept}…"
