"""Between rows and values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from models.errors import ChatMissing
from models.store.message import Conversation, Message, Role, State

_FOLDER = (
    "(SELECT d.{} FROM in_folder i JOIN folder d ON d.id = i.folder WHERE i.conversation = c.id AND "
    "d.deleted_ms IS NULL)"
)
# Of `conversation c`.
CONVERSATION = (
    "c.id, c.title, c.created_ms, c.updated_ms, c.pinned, c.leaf, c.system_prompt, c.draft, "
    "(SELECT k.value FROM controls k WHERE k.conversation = c.id), "
    f"{_FOLDER.format('id')}, {_FOLDER.format('system_prompt')}, c.deleted_ms"
)

# An answer in progress is its text so far and the pieces that came since; a finished one has no pieces.
_PIECES = "(SELECT group_concat({0}, '') FROM (SELECT {0} FROM piece WHERE message = m.id ORDER BY id))"
TEXT = f"m.text || coalesce({_PIECES.format('text')}, '')"
REASONING = f"m.reasoning || coalesce({_PIECES.format('reasoning')}, '')"
MESSAGE = (
    f"m.id, m.conversation, m.parent, m.role, CASE m.state WHEN 'streaming' THEN {TEXT} ELSE m.text END, "
    f"CASE m.state WHEN 'streaming' THEN {REASONING} ELSE m.reasoning END, "
    "m.state, m.created_ms, m.error, m.receipt, m.card"
)


Word = TypeVar("Word", Role, State)


def conversation(row: tuple[Any, ...]) -> Conversation:
    """From the columns of `CONVERSATION`."""
    controls = _decoded(row[8])
    return Conversation(
        id=row[0], title=row[1], created_ms=row[2], updated_ms=row[3], pinned=bool(row[4]), leaf=row[5],
        system_prompt=row[6], draft=row[7],
        controls=controls if isinstance(controls, dict) else None, folder=row[9], inherited=row[10] or "",
        deleted_ms=row[11],
    )  # fmt: skip


def chat(connection: sqlite3.Connection, number: int | None) -> Conversation:
    """The chat of that number. Raises: ChatMissing."""
    row = connection.execute(f"SELECT {CONVERSATION} FROM conversation c WHERE c.id = ?", (number,)).fetchone()
    if row is None:
        raise ChatMissing
    return conversation(row)


def set_controls(connection: sqlite3.Connection, conversation: int, value: dict[str, Any] | None, now_ms: int) -> None:
    """What a chat sets otherwise than the settings; None: nothing. Raises: ChatMissing."""
    chat(connection, conversation)
    if value:
        connection.execute("INSERT OR REPLACE INTO controls VALUES (?, ?, ?)", (conversation, encoded(value), now_ms))
    else:
        connection.execute("DELETE FROM controls WHERE conversation = ?", (conversation,))


def messages(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> list[Message]:
    """From the columns of `MESSAGE`, with the names of what is attached."""
    found = list(rows)
    names: dict[int, list[str]] = {}
    if found:
        attached = connection.execute(
            "SELECT a.message, a.name FROM attachment a JOIN message m ON m.id = a.message "
            "WHERE m.conversation = ? ORDER BY a.id",
            (found[0][1],),
        )
        for message, name in attached:
            names.setdefault(message, []).append(name)
    return [_message(row, tuple(names.get(row[0], ()))) for row in found]


def message(connection: sqlite3.Connection, number: int | None) -> Message:
    """The message of that number. Raises: ChatMissing."""
    found = messages(connection, connection.execute(f"SELECT {MESSAGE} FROM message m WHERE m.id = ?", (number,)))
    if not found:
        raise ChatMissing
    return found[0]


def copy(connection: sqlite3.Connection, number: int, parent: int | None) -> int | None:
    """The finished message again under `parent`, with what is attached; the copy's number."""
    made = connection.execute(
        "INSERT INTO message (conversation, parent, role, text, reasoning, state, created_ms, error, receipt, card) "
        "SELECT conversation, ?, role, text, reasoning, state, created_ms, error, receipt, card FROM message "
        "WHERE id = ?",
        (parent, number),
    ).lastrowid
    connection.execute(
        "INSERT INTO attachment (message, name, sha256, text) "
        "SELECT ?, name, sha256, text FROM attachment WHERE message = ? ORDER BY id",
        (made, number),
    )
    return made


def encoded(value: object) -> str | None:
    """JSON for a column; what JSON has no word for (a path) goes in as its text."""
    return None if value is None else msgspec.json.encode(value, enc_hook=str).decode()


def _message(row: tuple[Any, ...], attachments: tuple[str, ...]) -> Message:
    error, receipt, card = map(_decoded, row[8:11])
    return Message(
        id=row[0], conversation=row[1], parent=row[2], role=_word(Role, row[3], Role.USER), text=row[4],
        reasoning=row[5], state=_word(State, row[6], State.DONE), created_ms=row[7],
        error=(error[0], error[1]) if isinstance(error, list) and len(error) == 2 else None,
        receipt=receipt if isinstance(receipt, dict) else None, attachments=attachments,
        card=card if isinstance(card, dict) else None,
    )  # fmt: skip


# A flipped bit inside a value is found by no check of SQLite's. It may cost a receipt, but never a chat.


def _decoded(text: str | None) -> Any:
    try:
        return None if text is None else msgspec.json.decode(text)
    except msgspec.DecodeError:
        return None


def _word(kind: type[Word], value: str, otherwise: Word) -> Word:
    return kind(value) if value in kind._value2member_map_ else otherwise
