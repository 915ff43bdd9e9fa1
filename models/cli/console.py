"""What a command says and where: results on stdout, progress and sentences on stderr."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Any, TextIO

import msgspec

from models.cli import bar
from models.cli.streams import harmless
from models.errors import OutputUnwritable

DIM = "\x1b[2m", "\x1b[0m"
PLAIN_EVERY_S = 5.0  # without a terminal a line of progress is for a log


class Console:
    """The two streams of one command. `json` silences stdout until `document`."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json
        self._bar_shown = False
        self._plain_what, self._plain_at_s = "", 0.0

    def write(self, text: str) -> None:
        """Some of the result, as it comes. Raises: OutputUnwritable."""
        if not self.json:
            self.result(text)

    def dim(self, text: str) -> None:
        """Some of what leads to the result, fainter. Raises: OutputUnwritable."""
        if not self.json:
            self.result(text, *(DIM if sys.stdout.isatty() else ("", "")))

    def result(self, text: str, before: str = "", after: str = "") -> None:
        """Write to stdout: exactly for a file, without what would steer it for a terminal. Raises: OutputUnwritable."""
        self.clear()
        try:
            sys.stdout.write(f"{before}{harmless(text) if sys.stdout.isatty() else text}{after}")
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _give_up(sys.stdout)
            raise OutputUnwritable(detail=f"{error.strerror}.") from error

    def line(self, text: str = "") -> None:
        """A line of the result."""
        self.write(f"{text}\n")

    def document(self, value: Any) -> None:
        """The one JSON document of a command with `--json`. Raises: OutputUnwritable."""
        try:
            encoded = msgspec.json.encode(value)
        except UnicodeEncodeError:  # the name of a file, with bytes that are no text
            encoded = json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace")
        self.result(msgspec.json.format(encoded, indent=2).decode() + "\n")

    def say(self, sentence: str) -> None:
        """A sentence for the person in front, on stderr."""
        self.clear()
        self._aside(f"{harmless(sentence)}\n")

    def progress(self, what: str, fraction: float, detail: str = "") -> None:
        """How far `what` is: a bar on a terminal, now and then a plain line elsewhere."""
        what = harmless(what.replace("\n", " "))
        if bar.drawn():
            self._aside(f"\r\x1b[2K{bar.line(what, fraction, detail, bar.columns())}")
            self._bar_shown = True
        elif what != self._plain_what or time.monotonic() - self._plain_at_s >= PLAIN_EVERY_S:
            self._plain_what, self._plain_at_s = what, time.monotonic()
            self._aside(f"{what} {fraction:.0%} {detail}".rstrip() + "\n")

    def clear(self) -> None:
        """Take the bar away before something else is written."""
        if self._bar_shown:
            self._aside("\r\x1b[2K")
            self._bar_shown = False

    def _aside(self, text: str) -> None:
        """Write to stderr; that nobody can read it is no reason to stop the work."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()


def _give_up(stream: TextIO) -> None:
    """Close a stream whose rest cannot be written, so that the end of the program does not try it again."""
    with contextlib.suppress(OSError):
        stream.close()


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
