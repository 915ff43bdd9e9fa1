"""Shortens what was said: a long text is read in parts, and the notes on it are carried from part to part."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Protocol

import msgspec

from models import paths
from models.chat.fence import fenced
from models.engine.protocol import Answering, ChatMessage, Engine, SamplingParams, TextDelta
from models.errors import NothingCondensed

WORDS_A_TOKEN = 0.6  # of notes: names and numbers take more tokens than prose
_AROUND_TOKENS = 96  # fences, headings and the template around the texts of a request
_BETWEEN_TOKENS = 2
_SMALLEST_PIECE = 32
_NO_THOUGHTS = r"[^<\s][\s\S]*"  # the budget is for the notes: no “<think>” before them


class Condensing(msgspec.Struct, frozen=True, tag=True):
    """`done` of `total` tokens were read."""

    done: int
    total: int


class GivenUp(Exception):
    """Half of the notes are none."""


class Holder(Protocol):
    """Lets another thread end what the engine is doing, as `Turn` does."""

    stopped: bool

    def holds(self, answering: Answering) -> Answering: ...


def budget_for(n_ctx: int) -> int:
    """Tokens that notes on a conversation may take: an eighth of the context, and no more than two pages."""
    return max(64, min(1024, n_ctx // 8))


def condense(engine: Engine, texts: Sequence[str], *, n_ctx: int, holder: Holder) -> Generator[Condensing, None, str]:
    """Notes on `texts`, in order; returns them. Nothing of the texts is left unread.

    Raises:
        GivenUp: It was stopped.
        NothingCondensed: The model wrote no notes.
        EngineError, ModelNotLoaded: As for any answer.
    """
    budget = budget_for(n_ctx)
    instructions = _instructions().format(words=round(budget * WORDS_A_TOKEN))
    (fixed,) = engine.count([instructions])
    room = n_ctx - fixed - budget - _AROUND_TOKENS  # for the notes so far and what is read next
    pieces = list(_pieces(engine, texts, max(_SMALLEST_PIECE, (room - budget) // 2)))
    total, at, notes = sum(tokens for _, tokens in pieces), 0, ""
    while at < len(pieces):
        yield Condensing(sum(tokens for _, tokens in pieces[:at]), total)
        (noted,) = engine.count([notes])  # read again they may be more tokens than were written
        end, left = at, room - noted
        while end < len(pieces) and pieces[end][1] <= left:
            left -= pieces[end][1]
            end += 1
        if end == at:  # notes that leave no room to read on are none
            raise NothingCondensed
        read = "\n\n".join(text for text, _ in pieces[at:end])
        notes, at = _noted(engine, instructions, notes, read, budget, holder), end
    yield Condensing(total, total)
    return notes


def _noted(engine: Engine, instructions: str, notes: str, text: str, budget: int, holder: Holder) -> str:
    asked = f"Notes so far:\n{fenced(notes)}\n\nWhat was said next:\n" if notes else "What was said:\n"
    messages = [ChatMessage("system", instructions), ChatMessage("user", f"{asked}{fenced(text)}")]
    sampling = SamplingParams(temperature=0.0, max_tokens=budget, pattern=_NO_THOUGHTS)
    written: list[str] = []
    with closing(holder.holds(engine.generate(messages, sampling))) as events:
        written.extend(event.text for event in events if isinstance(event, TextDelta))
    if holder.stopped:
        raise GivenUp
    if not (said := "".join(written).strip()):
        raise NothingCondensed
    return said


def _pieces(engine: Engine, texts: Sequence[str], room: int) -> Generator[tuple[str, int], None, None]:
    """The texts with their tokens; one of more than `room` is cut at its lines."""
    for text, tokens in zip(texts, engine.count(texts), strict=True):
        if tokens <= room or len(text) < 2:
            yield text, tokens + _BETWEEN_TOKENS
            continue
        middle = _break_near(text, len(text) // 2)
        yield from _pieces(engine, [text[:middle], text[middle:]], room)


def _break_near(text: str, middle: int) -> int:
    """The end of a line in the second quarter of the text, else of a word, else its middle: never its ends."""
    for mark in ("\n", " "):
        found = text.rfind(mark, len(text) // 4 + 1, middle)
        if found > 0:
            return found + 1
    return middle


@lru_cache(maxsize=1)
def _instructions() -> str:
    return (paths.resources() / "prompts" / "condense.txt").read_text(encoding="utf-8").strip()
