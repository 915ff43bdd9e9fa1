"""What an answer is cut into on its way out: text, reasoning, calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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


def overlap(text: str, mark: str) -> int:
    """How many characters at the end of `text` could be the start of `mark`."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:length]):
            return length
    return 0
