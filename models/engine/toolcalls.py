"""Tool calls told from the text of an answer, while it streams. Pure; no model needed.

Each format is what one family of models was trained to write:

* `TaggedCalls`: Qwen2.5, Qwen3 and Hermes put a JSON object between <tool_call> and </tool_call>; Qwen3.5 and
  Qwen3-Coder put <function=name> with <parameter=key> blocks there.
* `BareCalls`: Llama 3.1 answers with {"name": ..., "parameters": ...} and nothing else.

What turns out to be no call, or is cut off inside one, is text again: nothing is lost and nothing half is called.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from models.engine.pieces import Call, Part, Piece, from_json, overlap
from models.engine.protocol import Tool

_FUNCTION = re.compile(r"\s*<function=([^>\s]+)>(.*?)(?:</function>\s*)?\Z", re.DOTALL)
_PARAMETER = re.compile(r"<parameter=([^>\s]+)>\n?(.*?)\n?</parameter>", re.DOTALL)
# How far a bare call has to be seen before it is believed to be one.
_BARE_START = re.compile(r'\s*(?:;\s*)?\{\s*"(?:name|type)"\s*:')
_BARE_STARTS = ('{"name":', '{"type":')


class CallParser(Protocol):
    """A stage of the transcriber; see `models.engine.stopping`."""

    def push(self, piece: Piece) -> list[Part]: ...
    def finish(self) -> list[Part]: ...


class TaggedCalls:
    """Calls between <tool_call> and </tool_call>, any number of them, with text around them."""

    _OPEN, _CLOSE = "<tool_call>", "</tool_call>"

    def __init__(self, tools: Sequence[Tool]) -> None:
        self._schemas = {tool.name: tool.parameters for tool in tools}
        self._held = ""
        self._blanks = ""  # before the mark: no text before a call, but text where there turns out to be none
        self._inside = False

    def push(self, piece: Piece) -> list[Part]:
        if piece.reasoning:
            return [piece]
        self._held += piece.text
        parts: list[Part] = []
        while True:
            mark = self._CLOSE if self._inside else self._OPEN
            before, found, behind = self._held.partition(mark)
            if not found:
                break
            if self._inside:
                parts += self._closed(before)
            else:
                text = before.rstrip()
                self._blanks = before[len(text) :]
                parts += _text(text)
            self._inside, self._held = not self._inside, behind
        if not self._inside:
            parts += self._certain()
        return parts

    def finish(self) -> list[Part]:
        """A model may end its answer without the closing mark."""
        held, self._held = self._held, ""
        if self._inside:
            call = self._call(held)
            return [call] if call else [Piece(self._blanks + self._OPEN + held)]
        return _text(held)

    def _certain(self) -> list[Part]:
        """Text is held back while it may be the opening mark, or blanks before it."""
        body = self._held[: len(self._held) - overlap(self._held, self._OPEN)]
        body = body.rstrip()
        self._held = self._held[len(body) :]
        return _text(body)

    def _closed(self, body: str) -> list[Part]:
        call = self._call(body)
        return [call] if call else [Piece(f"{self._blanks}{self._OPEN}{body}{self._CLOSE}")]

    def _call(self, body: str) -> Call | None:
        if function := _FUNCTION.match(body):
            name, parameters = function[1], function[2]
            wanted = self._schemas.get(name, {}).get("properties", {})
            return Call(name, {key: _typed(value, wanted.get(key)) for key, value in _PARAMETER.findall(parameters)})
        try:
            return _from_json(from_json(body))
        except ValueError:
            return None


class BareCalls:
    """The whole answer is one JSON call, or several behind one another; otherwise it is text."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def push(self, piece: Piece) -> list[Part]:
        if piece.reasoning or self._state == "text":
            return [piece]
        self._held += piece.text
        if self._state == "start":
            if _BARE_START.match(self._held):
                self._state = "calls"
            elif not _may_begin(self._held):
                self._state = "text"
                return self.finish()
        return []

    def finish(self) -> list[Part]:
        held, self._held = self._held, ""
        calls = _all_bare(held) if self._state == "calls" else None
        return list(calls) if calls else _text(held)


def _may_begin(text: str) -> bool:
    tight = "".join(text.split())
    return any(start.startswith(tight) for start in _BARE_STARTS)


def _all_bare(text: str) -> list[Call] | None:
    """Every object of `text` as a call; None when there is anything else in it."""
    decoder = json.JSONDecoder()
    calls: list[Call] = []
    at = 0
    while at < len(text):
        if text[at].isspace() or (text[at] == ";" and calls):
            at += 1
            continue
        try:
            _, end = decoder.raw_decode(text, at)
            found, at = from_json(text[at:end]), end
        except (ValueError, RecursionError):
            return None
        call = _from_json(found)
        if call is None:
            return None
        calls.append(call)
    return calls


def _from_json(found: Any) -> Call | None:
    """{"name": ..., "arguments" or "parameters": ...}; arguments may themselves be JSON in a string."""
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        return None
    arguments = found.get("arguments", found.get("parameters", {}))
    if isinstance(arguments, str):
        try:
            arguments = from_json(arguments)
        except ValueError:
            return None
    return Call(found["name"], arguments) if isinstance(arguments, dict) else None


def _typed(value: str, schema: Any) -> Any:
    """A parameter's text as its schema wants it; text when that is what it wants, or when nothing else fits."""
    kind = schema.get("type") if isinstance(schema, Mapping) else None
    if kind == "string":
        return value
    try:
        return from_json(value)
    except ValueError:
        return value


def _text(text: str) -> list[Part]:
    return [Piece(text)] if text else []
