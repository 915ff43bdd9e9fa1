"""What an answer is cut into on its way out: text, reasoning, calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import msgspec


@dataclass(slots=True)
class Piece:
    """Some text, and whether it is the model's reasoning."""

    text: str
    reasoning: bool = False


@dataclass(slots=True)
class Call:
    """A tool call that is complete."""

    name: str
    arguments: dict[str, Any]


Part = Piece | Call


def from_json(text: str) -> Any:
    """What `text` says in JSON.

    Raises: ValueError; also where it cannot be sent to who asked for it: numbers beyond 64 bits, halves of characters,
    lists in lists without end.
    """
    try:
        found = json.loads(text)
        msgspec.msgpack.encode(found)
    except (OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return found


def overlap(text: str, mark: str) -> int:
    """How many characters at the end of `text` could be the start of `mark`."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:length]):
            return length
    return 0
