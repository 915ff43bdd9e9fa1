"""What a command says and where: results on stdout, progress and sentences on stderr."""

from __future__ import annotations

import sys
import time
from typing import Any

import msgspec

BAR = 24  # characters
PLAIN_EVERY_S = 5.0  # without a terminal a line of progress is for a log


class Console:
    """The two streams of one command. `json` silences stdout until `document`."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json
        self._bar_shown = False
        self._plain_what, self._plain_at_s = "", 0.0

    def write(self, text: str) -> None:
        """Some of the result, as it comes."""
        if not self.json:
            self.clear()
            sys.stdout.write(text)
            sys.stdout.flush()

    def line(self, text: str = "") -> None:
        """A line of the result."""
        self.write(f"{text}\n")

    def document(self, value: Any) -> None:
        """The one JSON document of a command with `--json`."""
        self.clear()
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
        sys.stdout.flush()

    def say(self, sentence: str) -> None:
        """A sentence for the person in front, on stderr."""
        self.clear()
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()

    def progress(self, what: str, fraction: float, detail: str = "") -> None:
        """How far `what` is: a bar on a terminal, now and then a plain line elsewhere."""
        if sys.stderr.isatty():
            done = round(fraction * BAR)
            sys.stderr.write(f"\r\x1b[2K{what} {'━' * done}{'─' * (BAR - done)} {fraction:4.0%} {detail}")
            self._bar_shown = True
        elif what != self._plain_what or time.monotonic() - self._plain_at_s >= PLAIN_EVERY_S:
            self._plain_what, self._plain_at_s = what, time.monotonic()
            sys.stderr.write(f"{what} {fraction:.0%} {detail}".rstrip() + "\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the bar away before something else is written."""
        if self._bar_shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._bar_shown = False


def duration(seconds: float) -> str:
    """`1:05`, or `2:00:10` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size(count: float) -> str:
    """Bytes in decimal units, as the Hub and file managers show them."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit != "MB" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
