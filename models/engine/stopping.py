"""From the bytes of tokens to text: whole characters, stop strings, reasoning and calls apart. Pure; no model needed.

Each stage takes what came, gives what is certain, and holds the rest back until more comes or `finish` says that
nothing will.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from models.engine.dialect import PLAIN, Dialect
from models.engine.pieces import Part, Piece, overlap
from models.engine.protocol import Tool


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
        keep = max(overlap(text, stop) for stop in self._stops)
        if keep:
            text, self._held = text[:-keep], text[-keep:]
        return text

    def finish(self) -> str:
        text, self._held = self._held, ""
        return text


class Reasoning:
    """Splits <think>...</think> off the start of an answer; further on it is ordinary text.

    `inside` says that the prompt ended with an open <think>, as some templates have it. `marks` are another model's
    words for the same thing.
    """

    def __init__(self, inside: bool = False, marks: tuple[str, str] = ("<think>", "</think>")) -> None:
        self._open, self._close = marks
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
        if bare.startswith(self._open):
            self._state = "inside"
            return self._inside(bare.removeprefix(self._open))
        if self._open.startswith(bare):
            self._held = text
            return []
        self._state = "text"
        return [Piece(text)]

    def _inside(self, text: str) -> list[Piece]:
        if not self._begun:
            text = text.lstrip("\n")
            self._begun = bool(text)
        before, close, behind = text.partition(self._close)
        if close:
            self._state = "after"
            before = before.rstrip("\n")
            return [Piece(before, True)] * bool(before) + self._after(behind)
        keep = overlap(text, self._close)
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
    """All stages in their order, for one answer in the model's `dialect`; without `tools` nothing is a call.

    `opened` says that the prompt has opened the reasoning, or a message; see `Dialect.opens`.
    """

    def __init__(
        self,
        stops: Sequence[str],
        *,
        opened: bool = False,
        dialect: Dialect = PLAIN,
        tools: Sequence[Tool] = (),
    ) -> None:
        self._characters = Characters()
        self._stops = StopStrings(stops)
        self._channels = dialect.channels(opened) if dialect.channels else None
        self._reasoning = Reasoning(opened, dialect.thinking)
        self._calls = dialect.calls(tools) if tools and dialect.calls else None

    @property
    def stopped(self) -> bool:
        """A stop string ended the answer."""
        return self._stops.stopped

    def push(self, raw: bytes) -> list[Part]:
        text = self._stops.push(self._characters.push(raw))
        return self._told(text) if text else []

    def finish(self) -> list[Part]:
        """What was held back and is text after all."""
        rest = self._stops.push(self._characters.finish()) + ("" if self.stopped else self._stops.finish())
        if self._channels:
            return [*self._channels.push(rest), *self._channels.finish()]
        parts = [*self._told(rest), *self._with_calls(self._reasoning.finish())]
        return [*parts, *self._calls.finish()] if self._calls else parts

    def _told(self, text: str) -> list[Part]:
        if self._channels:
            return self._channels.push(text)
        return self._with_calls(self._reasoning.push(text))

    def _with_calls(self, pieces: Sequence[Piece]) -> list[Part]:
        if self._calls is None:
            return list(pieces)
        return [part for piece in pieces for part in self._calls.push(piece)]
