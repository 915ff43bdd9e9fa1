"""From the bytes of tokens to text: whole characters, stop strings, reasoning apart. Pure; no model needed.

Each stage takes what came, gives what is certain, and holds the rest back until more comes or `finish` says that
nothing will.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Piece:
    """Some text, and whether it stood inside <think>."""

    text: str
    reasoning: bool = False


class Characters:
    """Bytes to whole characters; what can never become one is U+FFFD."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, raw: bytes) -> str:
        return self._decoder.decode(raw)

    def finish(self) -> str:
        """The answer was cut inside a character: it is dropped, a half one says nothing."""
        self._decoder.reset()
        return ""


class StopStrings:
    """Ends the text before the first stop string, however the tokens cut it."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.stopped = False

    def push(self, text: str) -> str:
        """What may be shown; sets `stopped` when a stop string was found, and the text behind it is gone."""
        if not self._stops:
            return text
        if self.stopped:
            return ""
        text, self._held = self._held + text, ""
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            self.stopped = True
            return text[: min(found)]
        keep = max(_overlap(text, stop) for stop in self._stops)
        if keep:
            text, self._held = text[:-keep], text[-keep:]
        return text

    def finish(self) -> str:
        text, self._held = self._held, ""
        return text


class Reasoning:
    """Splits <think>...</think> off the start of an answer; further on it is ordinary text.

    `inside` says that the prompt ended with an open <think>, as some templates have it.
    """

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self, inside: bool = False) -> None:
        self._state = "inside" if inside else "start"
        self._begun = False  # something of the reasoning was seen
        self._held = ""

    def push(self, text: str) -> list[Piece]:
        if self._state == "text" or not text:
            return [Piece(text)] if text else []
        text, self._held = self._held + text, ""
        match self._state:
            case "start":
                return self._at_start(text)
            case "inside":
                return self._inside(text)
            case _:
                return self._after(text)

    def finish(self) -> list[Piece]:
        text, self._held = self._held, ""
        return [Piece(text, self._state == "inside")] if text and self._state != "after" else []

    def _at_start(self, text: str) -> list[Piece]:
        bare = text.lstrip()
        if bare.startswith(self._OPEN):
            self._state = "inside"
            return self._inside(bare.removeprefix(self._OPEN))
        if self._OPEN.startswith(bare):
            self._held = text
            return []
        self._state = "text"
        return [Piece(text)]

    def _inside(self, text: str) -> list[Piece]:
        if not self._begun:
            text = text.lstrip("\n")
            self._begun = bool(text)
        before, close, behind = text.partition(self._CLOSE)
        if close:
            self._state = "after"
            before = before.rstrip("\n")
            return [Piece(before, True)] * bool(before) + self._after(behind)
        keep = _overlap(text, self._CLOSE)
        while keep < len(text) and text[-keep - 1] == "\n":
            keep += 1  # newlines before the closing mark are not shown
        self._held = text[len(text) - keep :]
        shown = text[: len(text) - keep]
        return [Piece(shown, True)] if shown else []

    def _after(self, text: str) -> list[Piece]:
        text = text.lstrip("\n")
        if not text:
            return []
        self._state = "text"
        return [Piece(text)]


class Transcriber:
    """All stages in their order, for one answer."""

    def __init__(self, stops: Sequence[str], *, reasoning_open: bool = False) -> None:
        self._characters = Characters()
        self._stops = StopStrings(stops)
        self._reasoning = Reasoning(reasoning_open)

    @property
    def stopped(self) -> bool:
        """A stop string ended the answer."""
        return self._stops.stopped

    def push(self, raw: bytes) -> list[Piece]:
        text = self._stops.push(self._characters.push(raw))
        return self._reasoning.push(text) if text else []

    def finish(self) -> list[Piece]:
        """What was held back and is text after all."""
        rest = self._stops.push(self._characters.finish()) + ("" if self.stopped else self._stops.finish())
        return self._reasoning.push(rest) + self._reasoning.finish()


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` could be the start of `stop`."""
    for length in range(min(len(stop) - 1, len(text)), 0, -1):
        if text.endswith(stop[:length]):
            return length
    return 0
