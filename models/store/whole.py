"""A chat in one piece: all of its tree, read to be carried to another computer or kept as a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from models.store import rows
from models.store.message import Attachment, Message, Role, State, instructions

Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]  # what every JSON reader keeps exactly
Place = Annotated[int, msgspec.Meta(ge=0)]


class WholeMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message with the texts attached to it. `parent` is the place of another in the list, always an earlier one."""

    parent: Place | None = None
    role: Role
    text: str
    reasoning: str = ""
    state: State = State.DONE
    created_ms: Milliseconds
    error: tuple[str, dict[str, Any]] | None = None
    receipt: dict[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()
    card: dict[str, Any] | None = None


class WholeFolder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The folder a chat is in; it is told from others by its name."""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    system_prompt: str = ""


class WholeChat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A chat with every branch, in the order of writing. `leaf` is the place of the message shown last."""

    title: str
    created_ms: Milliseconds
    updated_ms: Milliseconds
    pinned: bool = False
    system_prompt: str = ""
    draft: str = ""
    leaf: Place | None = None
    controls: dict[str, Any] | None = None
    folder: WholeFolder | None = None
    messages: tuple[WholeMessage, ...] = ()

    @property
    def instructions(self) -> str:
        """As of `models.store.message.Conversation`."""
        return instructions(self.folder.system_prompt if self.folder else "", self.system_prompt)


def whole(connection: sqlite3.Connection, conversation: int) -> WholeChat:
    """The chat of that number; an answer still being written is what there is of it, as STOPPED.

    Raises:
        ChatMissing: There is no such chat.
    """
    chat = rows.chat(connection, conversation)
    query = f"SELECT {rows.MESSAGE} FROM message m WHERE m.conversation = ? ORDER BY m.id"
    found = rows.messages(connection, connection.execute(query, (conversation,)))
    attached: dict[int, list[Attachment]] = {}
    for message, name, sha256, text in connection.execute(
        "SELECT a.message, a.name, a.sha256, a.text FROM attachment a JOIN message m ON m.id = a.message "
        "WHERE m.conversation = ? ORDER BY a.id",
        (conversation,),
    ):
        attached.setdefault(message, []).append(Attachment(name=name, sha256=sha256, text=text))
    places = {message.id: place for place, message in enumerate(found)}
    return WholeChat(
        title=chat.title, created_ms=chat.created_ms, updated_ms=chat.updated_ms, pinned=chat.pinned,
        system_prompt=chat.system_prompt, draft=chat.draft, leaf=places.get(chat.leaf or 0),
        controls=chat.controls, folder=_folder(connection, chat.folder),
        messages=tuple(_message(each, places, attached.get(each.id, ())) for each in found),
    )  # fmt: skip


def _message(message: Message, places: dict[int, int], attached: Sequence[Attachment]) -> WholeMessage:
    return WholeMessage(
        parent=None if message.parent is None else places.get(message.parent), role=message.role, text=message.text,
        reasoning=message.reasoning, state=State.STOPPED if message.state is State.STREAMING else message.state,
        created_ms=message.created_ms, error=message.error, receipt=message.receipt, attachments=tuple(attached),
        card=settled(message.card),
    )  # fmt: skip


def _folder(connection: sqlite3.Connection, number: int | None) -> WholeFolder | None:
    row = connection.execute("SELECT name, system_prompt FROM folder WHERE id = ?", (number,)).fetchone()
    return WholeFolder(name=row[0], system_prompt=row[1]) if row else None


def settled(card: dict[str, Any] | None) -> dict[str, Any] | None:
    """The card as it is where nobody works on it any more: a running one is paused."""
    return card | {"state": "paused"} if card is not None and card.get("state") == "running" else card
