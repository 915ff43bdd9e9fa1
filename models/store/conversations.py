"""Chats as trees of messages, with everything the sidebar and the transcript ask of them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from models.errors import ChatMissing
from models.store import rows, writers
from models.store.answer import StreamingAnswer
from models.store.database import Database
from models.store.message import Attachment, Conversation, Message, Role, State
from models.store.outputs import Outputs, of_chat

Chats = list[Conversation]  # named here: within the class, `list` is a method
Messages = list[Message]
Attached = list[Attachment]

KEPT_AFTER_DELETE_MS = 30 * 24 * 3600 * 1000

# The last message of the branch that goes through one: always on to the newest child.
_NEWEST_LEAF = """
    WITH RECURSIVE down (id) AS (
        SELECT ?1 UNION ALL
        SELECT (SELECT max(m.id) FROM message m WHERE m.parent = down.id) FROM down WHERE down.id IS NOT NULL
    ) SELECT max(id) FROM down
"""
_PURGE = "DELETE FROM conversation WHERE id = ?"
_BRANCH = f"""
    WITH RECURSIVE up (id, parent) AS (
        SELECT id, parent FROM message WHERE id = ?1 UNION ALL
        SELECT m.id, m.parent FROM message m JOIN up ON m.id = up.parent
    ) SELECT {rows.MESSAGE} FROM up JOIN message m ON m.id = up.id ORDER BY m.id
"""


class Conversations:
    """All chats. A message is committed to disk when the call that made it returns; any thread may call.

    Answers that a dead process was writing are closed as FAILED on construction, with their text kept. `purged` is
    told each chat that is removed for good, so that others can remove what they keep of it.

    Raises (all methods):
        ChatMissing: No such chat or message, or it was removed meanwhile.
        StoreError: It could not be read or written; nothing was changed.
    """

    def __init__(self, database: Database, purged: Callable[[int], None] = lambda _conversation: None) -> None:
        self._database = database
        self._outputs = Outputs(database)
        self._purged = purged
        writers.close_abandoned(database)

    # --- chats ---

    def create(self, title: str = "", *, system_prompt: str = "", folder: int | None = None) -> Conversation:
        now = self._database.now_ms
        with self._database.write() as connection:
            made = connection.execute(
                "INSERT INTO conversation (title, created_ms, updated_ms, system_prompt) VALUES (?, ?, ?, ?)",
                (title, now, now, system_prompt),
            ).lastrowid
            if folder is not None:
                connection.execute("INSERT INTO in_folder VALUES (?, ?)", (made, folder))
            return rows.chat(connection, made)

    def list(self) -> Chats:
        """Pinned ones first, then by last change, newest first; without the deleted."""
        return self._where("deleted_ms IS NULL ORDER BY pinned DESC, updated_ms DESC, id DESC")

    def deleted(self) -> Chats:
        """“Recently deleted”, last deleted first."""
        return self._where("deleted_ms IS NOT NULL ORDER BY deleted_ms DESC, id DESC")

    def showing(self, document: str) -> Chats:
        """The chats with a card about the document of this sha256, or with its text; deleted ones too."""
        with self._database.read() as connection:
            return [rows.chat(connection, each) for each in _shown(connection, document)]

    def get(self, conversation: int) -> Conversation:
        with self._database.read() as connection:
            return rows.chat(connection, conversation)

    def rename(self, conversation: int, title: str) -> Conversation:
        return self._change(conversation, "title = ?", title)

    def retitle(self, conversation: int, before: str, title: str) -> bool:
        """Another title in the place of `before`; False when it was changed meanwhile."""
        with self._database.write() as connection:
            query = "UPDATE conversation SET title = ? WHERE id = ? AND title = ?"
            return connection.execute(query, (title, conversation, before)).rowcount > 0

    def pin(self, conversation: int, pinned: bool = True) -> Conversation:
        return self._change(conversation, "pinned = ?", pinned)

    def set_system_prompt(self, conversation: int, text: str) -> Conversation:
        return self._change(conversation, "system_prompt = ?", text)

    def set_controls(self, conversation: int, value: dict[str, Any] | None) -> Conversation:
        """Replace what the chat sets otherwise than the settings do."""
        with self._database.write() as connection:
            rows.set_controls(connection, conversation, value, self._database.now_ms)
            return rows.chat(connection, conversation)

    def set_draft(self, conversation: int, text: str) -> None:
        self._change(conversation, "draft = ?", text)

    def delete(self, conversation: int) -> None:
        """Out of sight, and kept for 30 days; `restore` undoes it."""
        self._change(conversation, "deleted_ms = ?", self._database.now_ms)

    def restore(self, conversation: int) -> Conversation:
        return self._change(conversation, "deleted_ms = ?", None)

    def purge(self, conversation: int) -> None:
        """Remove it for good: its bytes are overwritten in the file, the log of changes and the backups.

        With it go the answers remembered of it, and what the model answered about the documents of its cards, unless
        another chat shows them.
        Not covered: files set aside as damaged, and what a file system or a disk keeps of older blocks by itself.
        """
        self._purge([conversation])

    def purge_expired(self) -> int:
        """Purge what was deleted more than 30 days ago; returns how many chats that were."""
        return self._purge_where(f"deleted_ms < {self._database.now_ms - KEPT_AFTER_DELETE_MS}")

    def purge_deleted(self) -> int:
        """Empty “Recently deleted”; returns how many chats that were."""
        return self._purge_where("deleted_ms IS NOT NULL")

    # --- messages ---

    def together(self) -> contextlib.AbstractContextManager[None]:
        """Everything this thread stores inside, jobs too, is on the disk at its end, or nothing of it."""
        return self._database.together()

    def append(
        self,
        conversation: int,
        role: Role,
        text: str,
        *,
        parent: int | None,
        attachments: Sequence[Attachment] = (),
        card: dict[str, Any] | None = None,
        receipt: dict[str, Any] | None = None,
        title: str = "",
        from_draft: bool = False,
    ) -> Message:
        """Add a finished message under `parent` (None: at the root) and show its branch from now on.

        `title` names a chat that has no title yet. `from_draft` empties the draft in the same step, so that a sent
        text is never there twice or not at all.
        """
        with self._database.write() as connection:
            _check_parent(connection, conversation, parent)
            made = connection.execute(
                "INSERT INTO message (conversation, parent, role, text, state, created_ms, card, receipt) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (conversation, parent, role, text, State.DONE, self._database.now_ms, rows.encoded(card),
                 rows.encoded(receipt)),
            ).lastrowid  # fmt: skip
            connection.executemany(
                "INSERT INTO attachment (message, name, sha256, text) VALUES (?, ?, ?, ?)",
                [(made, each.name, each.sha256, each.text) for each in attachments],
            )
            self._show(connection, conversation, made)
            if title:
                connection.execute(
                    "UPDATE conversation SET title = ? WHERE id = ? AND title = ''", (title, conversation)
                )
            if from_draft:
                connection.execute("UPDATE conversation SET draft = '' WHERE id = ?", (conversation,))
            return rows.message(connection, made)

    def set_card(self, message: int, card: dict[str, Any], text: str) -> Message:
        """Replace what a card shows (a summary that went on) and its text for the model."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE message SET card = ?, text = ? WHERE id = ?", (rows.encoded(card), text, message)
            )
            return rows.message(connection, message)

    def replant(self, conversation: int, messages: Sequence[int]) -> Message:
        """Copy messages of the chat, in this order, to a branch of their own from the root, and show it; the last copy.

        The originals stay where they are.
        """
        parent: int | None = None
        with self._database.write() as connection:
            for number in messages:
                _check_parent(connection, conversation, number)
                parent = rows.copy(connection, number, parent)
            self._show(connection, conversation, parent)
            return rows.message(connection, parent)

    def withdraw_empty(self, parent: int) -> None:
        """Take away the failed answers to `parent` of which nothing came and under which nothing stands."""
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM message WHERE parent = ? AND role = ? AND state = ? AND text = '' AND reasoning = '' "
                "AND NOT EXISTS (SELECT 1 FROM message child WHERE child.parent = message.id)",
                (parent, Role.ASSISTANT, State.FAILED),
            )
            connection.execute(
                "UPDATE conversation SET leaf = ?1 WHERE id = (SELECT conversation FROM message WHERE id = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM message WHERE id = conversation.leaf)",
                (parent,),
            )

    def begin_answer(self, conversation: int, parent: int | None) -> StreamingAnswer:
        """A new, empty answer under `parent`, on disk while it grows."""
        with self._database.write() as connection:
            _check_parent(connection, conversation, parent)
            made = connection.execute(
                "INSERT INTO message (conversation, parent, role, text, state, created_ms, writer) "
                "VALUES (?, ?, ?, '', ?, ?, ?)",
                (conversation, parent, Role.ASSISTANT, State.STREAMING, self._database.now_ms, writers.this_process()),
            ).lastrowid
            self._show(connection, conversation, made)
            message = rows.message(connection, made)
        return StreamingAnswer(self._database, message)

    def reopen_answer(self, message: int) -> StreamingAnswer:
        """The answer `message` again, to be written on where it ended."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE message SET state = ?, writer = ?, error = NULL WHERE id = ? AND role = ? AND state <> ?",
                (State.STREAMING, writers.this_process(), message, Role.ASSISTANT, State.STREAMING),
            )
            if not connection.execute("SELECT changes()").fetchone()[0]:
                raise ChatMissing
            reopened = rows.message(connection, message)
            self._show(connection, reopened.conversation, message)
        return StreamingAnswer(self._database, reopened)

    def message(self, message: int) -> Message:
        with self._database.read() as connection:
            return rows.message(connection, message)

    def messages(self, conversation: int) -> Messages:
        """The whole tree, in the order of writing."""
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT {rows.MESSAGE} FROM message m WHERE m.conversation = ? ORDER BY m.id", (conversation,)
            )
            return rows.messages(connection, found)

    def branch(self, conversation: int, leaf: int | None = None) -> Messages:
        """The messages from the root to `leaf` (None: the one shown last)."""
        with self._database.read() as connection:
            end = rows.chat(connection, conversation).leaf if leaf is None else leaf
            return rows.messages(connection, connection.execute(_BRANCH, (end,)))

    def siblings(self, message: int) -> Messages:
        """The message and its alternatives under the same parent, in the order of writing: “2 of 3”."""
        with self._database.read() as connection:
            own = rows.message(connection, message)
            found = connection.execute(
                f"SELECT {rows.MESSAGE} FROM message m WHERE m.conversation = ? AND m.parent IS ? ORDER BY m.id",
                (own.conversation, own.parent),
            )
            return rows.messages(connection, found)

    def choose(self, message: int) -> Conversation:
        """Show the branch through `message`, down to its newest end, and remember it."""
        with self._database.write() as connection:
            own = rows.message(connection, message)
            leaf = connection.execute(_NEWEST_LEAF, (message,)).fetchone()[0]
            connection.execute("UPDATE conversation SET leaf = ? WHERE id = ?", (leaf, own.conversation))
            return rows.chat(connection, own.conversation)

    def attachments(self, messages: Sequence[Message]) -> dict[int, Attached]:
        """The attached texts of those of `messages` (of one chat) that have some."""
        found: dict[int, Attached] = {}
        wanted = [message.id for message in messages if message.attachments]
        with self._database.read() as connection:
            for message in wanted:
                texts = connection.execute(
                    "SELECT name, sha256, text FROM attachment WHERE message = ? ORDER BY id", (message,)
                )
                found[message] = [Attachment(name=name, sha256=sha256, text=text) for name, sha256, text in texts]
        return found

    # --- inside ---

    def _where(self, condition: str) -> Chats:
        with self._database.read() as connection:
            found = connection.execute(f"SELECT {rows.CONVERSATION} FROM conversation c WHERE {condition}")
            return [rows.conversation(row) for row in found]

    def _purge_where(self, condition: str) -> int:
        with self._database.read() as connection:
            found = connection.execute(f"SELECT id FROM conversation WHERE {condition}").fetchall()
        self._purge([number for (number,) in found])
        return len(found)

    def _purge(self, conversations: Sequence[int]) -> None:
        if not conversations:
            return
        gone = [(conversation,) for conversation in conversations]
        with self._database.write() as connection:
            documents = {each for (number,) in gone for each in _documents(connection, number)}
            connection.executemany(_PURGE, gone)
            documents = {each for each in documents if not _shown(connection, each)}
        self._database.words.forget()
        self._database.forget(_PURGE, gone)
        for about in (*sorted(documents), *map(of_chat, conversations)):
            self._outputs.forget(about)
        for conversation in conversations:
            self._purged(conversation)

    def _change(self, conversation: int, assignment: str, value: object) -> Conversation:
        with self._database.write() as connection:
            connection.execute(f"UPDATE conversation SET {assignment} WHERE id = ?", (value, conversation))
            return rows.chat(connection, conversation)

    def _show(self, connection: sqlite3.Connection, conversation: int, leaf: int | None) -> None:
        connection.execute(
            "UPDATE conversation SET leaf = ?, updated_ms = ? WHERE id = ?",
            (leaf, self._database.now_ms, conversation),
        )


def _check_parent(connection: sqlite3.Connection, conversation: int, parent: int | None) -> None:
    query = "SELECT 1 FROM message WHERE id = ? AND conversation = ?"
    if parent is not None and connection.execute(query, (parent, conversation)).fetchone() is None:
        raise ChatMissing


def _documents(connection: sqlite3.Connection, conversation: int) -> list[str]:
    """The sha256 of every document that a card of the chat is about."""
    query = (
        "SELECT DISTINCT tree.value FROM message m, json_tree(CASE WHEN json_valid(m.card) THEN m.card ELSE '{}' END) "
        "tree WHERE m.conversation = ? AND tree.key = 'sha256' AND tree.type = 'text' AND tree.value <> ''"
    )
    return [row[0] for row in connection.execute(query, (conversation,))]


def _shown(connection: sqlite3.Connection, document: str) -> list[int]:
    """The chats with a card that names this sha256, or with the document attached."""
    query = (
        "SELECT conversation FROM message WHERE card IS NOT NULL AND instr(card, ?1) UNION SELECT m.conversation FROM "
        "attachment a JOIN message m ON m.id = a.message WHERE a.sha256 = ?1"
    )
    return [row[0] for row in connection.execute(query, (document,))]
