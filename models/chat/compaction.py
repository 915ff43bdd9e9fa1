"""Older turns of a chat, replaced for the model by notes on them; nothing is taken out of the tree.

The notes are a message of their own, a system message with a card, that stands where the chat was when they were
made. The last `keeps` messages before it go to the model as they are, everything earlier as the notes. The card can
be taken out of force and put back at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from models.store.message import Message, Role

TASK = "compaction"


class Compaction(msgspec.Struct, frozen=True, kw_only=True):
    """The card. `keeps`: messages right before it that are not in its notes, which replace `messages` others.

    Counted, not numbered: an imported chat has other numbers. `tokens` are those of the messages replaced,
    `into_tokens` those of the notes.
    """

    keeps: int
    messages: int = 0
    tokens: int = 0
    into_tokens: int = 0
    model: str = ""
    active: bool = True
    task: str = TASK
    state: str = "done"
    text: str = ""
    notes: tuple[()] = ()

    def card(self) -> dict[str, Any]:
        """As it is kept with the message."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class Spoken(NamedTuple):
    """What of a branch goes to the model: `notes` on its beginning, and the messages after that."""

    notes: str
    messages: list[Message]


def compaction_of(message: Message) -> Compaction | None:
    """The card of a message, when it is one of these."""
    if message.role is not Role.SYSTEM or not message.card or message.card.get("task") != TASK:
        return None
    try:
        return msgspec.convert(message.card, Compaction)
    except msgspec.ValidationError:  # an imported file may say anything
        return None


def spoken(branch: Sequence[Message]) -> Spoken:
    """The branch, oldest first, as the last compaction in force leaves it."""
    notes, first, cards = "", 0, set()
    for place, message in enumerate(branch):
        found = compaction_of(message)
        if found is None:
            continue
        cards.add(message.id)
        if found.active:
            notes, first = message.text, max(0, _start(branch, place, found.keeps))
    return Spoken(notes, [message for message in branch[first:] if message.id not in cards])


def _start(branch: Sequence[Message], place: int, keeps: int) -> int:
    """Where the last `keeps` messages before `place` begin; cards do not count."""
    while keeps > 0 and place > 0:
        place -= 1
        keeps -= compaction_of(branch[place]) is None
    return place
