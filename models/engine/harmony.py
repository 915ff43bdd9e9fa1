"""gpt-oss's answers: messages on channels, told apart while they stream.

    <|channel|>analysis<|message|>...<|end|><|start|>assistant<|channel|>final<|message|>...

The prompt ends with <|start|>assistant, so an answer begins inside a header. The channel `analysis` is reasoning,
`final` the answer, `commentary` an answer too unless its header says to=functions.NAME: then it is a call's
arguments. The format is OpenAI's (github.com/openai/harmony).
"""

from __future__ import annotations

import re

from models.engine.pieces import Call, Part, Piece, from_json, overlap

MARKS = ("<|start|>", "<|channel|>", "<|message|>", "<|constrain|>", "<|end|>")
FINAL = "<|channel|>final<|message|>"

_RECIPIENT = re.compile(r"to=functions\.([^\s<]+)")
_CHANNEL = re.compile(r"<\|channel\|>\s*(\w+)")


class Channels:
    """A stage of the transcriber, for the texts of tokens with `MARKS` spelled out.

    `in_message` says that the prompt ended inside a message on `final`: an answer is written on.
    """

    _MESSAGE, _ENDS = "<|message|>", ("<|end|>", "<|start|>")

    def __init__(self, in_message: bool = False) -> None:
        self._held = ""
        self._in_header = not in_message
        self._began = in_message  # a header was seen
        self._reasoning = False
        self._recipient: str | None = None

    def push(self, text: str) -> list[Part]:
        self._held += text
        parts: list[Part] = []
        while True:
            before = self._held
            parts += self._read_header() if self._in_header else self._read_message()
            if self._held == before:
                return parts

    def finish(self) -> list[Part]:
        """An answer without any header was not in this format: it is text."""
        held, self._held = self._held, ""
        if self._in_header:
            return [Piece(held)] if held and not self._began else []
        return self._message(held)

    def _read_header(self) -> list[Part]:
        header, found, behind = self._held.partition(self._MESSAGE)
        if found:
            channel, recipient = _CHANNEL.search(header), _RECIPIENT.search(header)
            self._reasoning = channel is not None and channel[1] == "analysis"
            self._recipient = recipient[1] if recipient else None
            self._in_header, self._began, self._held = False, True, behind
        return []

    def _read_message(self) -> list[Part]:
        ends = [at for mark in self._ENDS if (at := self._held.find(mark)) >= 0]
        if ends:
            body, rest = self._held[: min(ends)], self._held[min(ends) :]
            self._in_header, self._held = True, rest.removeprefix(self._ENDS[0])
            return self._message(body)
        if self._recipient:
            return []
        at = len(self._held) - max(overlap(self._held, mark) for mark in self._ENDS)
        body, self._held = self._held[:at], self._held[at:]
        return self._message(body)

    def _message(self, body: str) -> list[Part]:
        if self._recipient is not None:
            try:
                arguments = from_json(body)
            except ValueError:
                arguments = None
            if isinstance(arguments, dict):
                return [Call(self._recipient, arguments)]
        return [Piece(body, self._reasoning)] if body else []
