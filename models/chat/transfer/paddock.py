"""Our own file of chats: JSON that holds everything, and nothing of this computer.

    {"format": "paddock-chats", "version": 1, "chats": [WholeChat, …]}

The chats stand in the order in which they were begun; the same chats make the same bytes, whoever exports them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from models.chat.transfer.source import MOST_MESSAGES
from models.errors import FileBomb, FileDamaged, rebuild
from models.store.message import State
from models.store.whole import WholeChat, WholeMessage, settled

FORMAT, VERSION = "paddock-chats", 1


class ChatFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    format: Literal["paddock-chats"] = "paddock-chats"
    version: Literal[1] = 1
    chats: tuple[WholeChat, ...]


def as_json(chats: Iterable[WholeChat]) -> bytes:
    """The file's bytes."""
    document = ChatFile(chats=tuple(chats))
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def is_ours(document: Any) -> bool:
    """Does it say that it is one?"""
    return isinstance(document, dict) and document.get("format") == FORMAT


def chats_in(document: Any, name: str) -> tuple[WholeChat, ...]:
    """The chats of the file `name`. Raises: FileDamaged, with the place; FileBomb."""
    try:
        chats = msgspec.convert(document, ChatFile).chats
    except (msgspec.ValidationError, RecursionError) as error:
        raise FileDamaged(name=name, detail=f"{error}.") from error
    if sum(len(chat.messages) for chat in chats) > MOST_MESSAGES:
        raise FileBomb(name=name, detail=f"more than {MOST_MESSAGES:,} messages")
    for number, chat in enumerate(chats):
        _check_tree(chat, f"$.chats[{number}]", name)
    return tuple(msgspec.structs.replace(chat, messages=tuple(map(_sound, chat.messages))) for chat in chats)


def _check_tree(chat: WholeChat, at: str, name: str) -> None:
    for place, message in enumerate(chat.messages):
        if message.parent is not None and message.parent >= place:
            detail = f"the message at {at}.messages[{place}] follows {message.parent}, which comes after it."
            raise FileDamaged(name=name, detail=detail)
    if chat.leaf is not None and chat.leaf >= len(chat.messages):
        raise FileDamaged(name=name, detail=f"{at}.leaf is {chat.leaf}, and there is no such message.")


def _sound(message: WholeMessage) -> WholeMessage:
    """The message, not at work, and without an error that this version could not say."""
    message = msgspec.structs.replace(message, card=settled(message.card))
    if message.state is State.STREAMING:
        message = msgspec.structs.replace(message, state=State.STOPPED)
    if message.error is None:
        return message
    try:
        rebuild(*message.error)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return msgspec.structs.replace(message, error=None)
    return message
