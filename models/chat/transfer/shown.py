"""A chat as its reader sees it: the branch that is shown, and where there are others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import msgspec

from models.chat.compaction import TASK
from models.store.message import Conversation, Role, State
from models.store.whole import WholeChat, WholeMessage

SPEAKERS = {Role.USER: "You", Role.ASSISTANT: "Answer", Role.SYSTEM: "Instructions"}
_ENDS = {State.STOPPED: "stopped", State.LENGTH: "longest length reached", State.FAILED: "broken off"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the branch. `number` of `of` says which of the alternatives it is."""

    message: WholeMessage
    number: int
    of: int

    @property
    def speaker(self) -> str:
        """Who speaks: an answer's model, where it is known, or that of work on files."""
        card = self.message.card or {}
        if card.get("task") == TASK:
            return "Notes on the older messages"
        model = (self.message.receipt or card).get("model")
        return model if isinstance(model, str) and model else SPEAKERS[self.message.role]

    @property
    def aside(self) -> str:
        """When, which alternative, and how it ended: “2025-03-05 14:02 · 2 of 3 · stopped”."""
        alternative = f"{self.number} of {self.of}" if self.of > 1 else ""
        parts = (when(self.message.created_ms), alternative, _ENDS.get(self.message.state, ""))
        return " · ".join(filter(None, parts))


def lines(chat: WholeChat) -> Iterator[Line]:
    """The branch shown, from its first message on."""
    below: defaultdict[int | None, list[int]] = defaultdict(list)
    for place, message in enumerate(chat.messages):
        below[message.parent].append(place)
    branch: list[int] = []
    at = chat.leaf
    while at is not None:
        branch.append(at)
        at = chat.messages[at].parent
    for place in reversed(branch):
        message = chat.messages[place]
        alike = below[message.parent]
        yield Line(message=message, number=alike.index(place) + 1, of=len(alike))


def when(at_ms: int) -> str:
    """A time on this computer's clock, to the minute; a time of no calendar is no time."""
    try:
        return f"{datetime.fromtimestamp(at_ms / 1000):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return ""


def title_of(chat: WholeChat | Conversation) -> str:
    """Its title, or what stands for one."""
    return chat.title or "Chat"
