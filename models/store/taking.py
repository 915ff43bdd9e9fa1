"""Whole chats put among those that are here, so that what is here already is not there twice.

A chat is one that is here when it began in the same millisecond and holds the same first message. Then only those of
its messages are added that are not in it yet, so a later export of the same chats brings what was said since.
Deleted chats count as gone. A chat that was renamed, pinned, moved or gone on with here stays so; a folder is the one
of that name here.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from models.store import folders, rows
from models.store.database import Database
from models.store.whole import WholeChat, WholeMessage, whole

TOGETHER = 2000  # messages in one transaction: others may write in between, and the disk is waited for seldom

Key = bytes


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one chat: made (`grew` False), gone on with (`grew` True), or with `messages` 0 here already."""

    conversation: int
    messages: int
    grew: bool = False


def take(database: Database, chats: Iterable[WholeChat]) -> Iterator[Taken]:
    """Add each chat, in the order of `chats`; what was yielded is on the disk.

    Raises:
        StoreError: The chats of this step could not be written; those before it are kept.
    """
    begun = _begun(database)
    group: list[WholeChat] = []
    waiting = 0
    for chat in chats:
        group.append(chat)
        waiting += len(chat.messages) + 1
        if waiting >= TOGETHER:
            yield from _together(database, group, begun)
            group, waiting = [], 0
    yield from _together(database, group, begun)


def _begun(database: Database) -> dict[int, list[int]]:
    """The chats that are here, by when they began."""
    begun: dict[int, list[int]] = {}
    with database.read() as connection:
        for number, created_ms in connection.execute(
            "SELECT id, created_ms FROM conversation WHERE deleted_ms IS NULL ORDER BY id"
        ):
            begun.setdefault(created_ms, []).append(number)
    return begun


def _together(database: Database, chats: Sequence[WholeChat], begun: dict[int, list[int]]) -> list[Taken]:
    if not chats:
        return []
    with database.write() as connection:
        return [_one(connection, chat, begun) for chat in chats]


def _one(connection: sqlite3.Connection, chat: WholeChat, begun: dict[int, list[int]]) -> Taken:
    keys = keys_of(chat.messages)
    candidates = begun.get(chat.created_ms, [])
    for number in candidates:
        here = whole(connection, number)
        numbers = _numbers(connection, number)
        known = dict(zip(keys_of(here.messages), numbers, strict=True))
        same = keys[0] in known if keys else not here.messages and here.title == chat.title
        if same:
            candidates.remove(number)  # a file may hold two alike: each is its own
            added = _add_messages(connection, number, chat.messages, keys, known)
            if added:
                _show(connection, number, chat, known[keys[chat.leaf]] if chat.leaf is not None else None)
            return Taken(conversation=number, messages=added, grew=True)
    number = _add_chat(connection, chat)
    new: dict[Key, int] = {}
    _add_messages(connection, number, chat.messages, keys, new)
    if chat.leaf is not None:
        connection.execute("UPDATE conversation SET leaf = ? WHERE id = ?", (new[keys[chat.leaf]], number))
    return Taken(conversation=number, messages=len(keys))


def keys_of(messages: Sequence[WholeMessage]) -> list[Key]:
    """A name for each message by what it says, when, and under which other; of equal siblings each has its own."""
    keys: list[Key] = []
    seen: Counter[Key] = Counter()
    for message in messages:
        above = b"" if message.parent is None else keys[message.parent]
        said = msgspec.json.encode((message.role, message.created_ms, message.text, message.reasoning))
        key = hashlib.sha256(above + said).digest()
        seen[key] += 1
        keys.append(key if seen[key] == 1 else hashlib.sha256(key + b"%d" % seen[key]).digest())
    return keys


def _numbers(connection: sqlite3.Connection, conversation: int) -> list[int]:
    found = connection.execute("SELECT id FROM message WHERE conversation = ? ORDER BY id", (conversation,))
    return [number for (number,) in found]


def _add_chat(connection: sqlite3.Connection, chat: WholeChat) -> int:
    made = connection.execute(
        "INSERT INTO conversation (title, created_ms, updated_ms, pinned, system_prompt, draft) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (chat.title, chat.created_ms, chat.updated_ms, chat.pinned, chat.system_prompt, chat.draft),
    ).lastrowid
    assert made is not None
    if chat.controls:
        rows.set_controls(connection, made, chat.controls, chat.updated_ms)
    if chat.folder is not None:
        here = folders.named(connection, chat.folder.name)
        if here is None:
            here = folders.add(connection, chat.folder.name, chat.folder.system_prompt).id
        folders.put(connection, made, here)
    return made


def _add_messages(
    connection: sqlite3.Connection, conversation: int, messages: Sequence[WholeMessage], keys: Sequence[Key],
    known: dict[Key, int],
) -> int:  # fmt: skip
    """Add those not in `known` and put their numbers there; returns how many."""
    added = 0
    for message, key in zip(messages, keys, strict=True):
        if key in known:
            continue
        made = connection.execute(
            "INSERT INTO message (conversation, parent, role, text, reasoning, state, created_ms, error, receipt, "
            "card) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (conversation, None if message.parent is None else known[keys[message.parent]], message.role,
             message.text, message.reasoning, message.state, message.created_ms, rows.encoded(message.error),
             rows.encoded(message.receipt), rows.encoded(message.card)),
        ).lastrowid  # fmt: skip
        assert made is not None
        connection.executemany(
            "INSERT INTO attachment (message, name, sha256, text) VALUES (?, ?, ?, ?)",
            [(made, each.name, each.sha256, each.text) for each in message.attachments],
        )
        known[key] = made
        added += 1
    return added


def _show(connection: sqlite3.Connection, conversation: int, chat: WholeChat, leaf: int | None) -> None:
    """After new messages came into a chat that was here: show the branch the file shows when it is the newer one."""
    connection.execute(
        "UPDATE conversation SET leaf = coalesce(?, leaf), updated_ms = ? WHERE id = ? AND updated_ms < ?",
        (leaf, chat.updated_ms, conversation, chat.updated_ms),
    )
