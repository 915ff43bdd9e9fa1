"""The branch of a chat that is shown, read in one go, and how many alternatives each message of it has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from models.store.conversations import Conversations
from models.store.message import Message

Siblings = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Branch:
    """`messages` from the root to the leaf; `siblings` by message: (which, of how many), where there are several."""

    messages: list[Message]
    siblings: Siblings


def shown(conversations: Conversations, conversation: int) -> Branch:
    """The branch shown last. Raises: ChatMissing; StoreError."""
    everything = {message.id: message for message in conversations.messages(conversation)}
    children: dict[int | None, list[int]] = defaultdict(list)
    for message in everything.values():
        children[message.parent].append(message.id)
    branch: list[Message] = []
    at = conversations.get(conversation).leaf
    while at is not None and at in everything:
        branch.append(everything[at])
        at = everything[at].parent
    siblings = {
        message.id: (beside.index(message.id) + 1, len(beside))
        for message in branch
        if len(beside := children[message.parent]) > 1
    }
    return Branch(branch[::-1], siblings)


def beside(conversations: Conversations, message: int, step: int) -> int | None:
    """The alternative `step` places after `message`; None at the end of the row. Raises: ChatMissing; StoreError."""
    row = [each.id for each in conversations.siblings(message)]
    at = row.index(message) + step
    return row[at] if 0 <= at < len(row) else None
