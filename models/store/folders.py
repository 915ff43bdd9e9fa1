"""Folders of chats: a name, and instructions that all chats in it inherit."""

from __future__ import annotations

import sqlite3

import msgspec

from models.errors import ChatMissing, FolderExists
from models.store.database import Database

KEPT_AFTER_DELETE_MS = 30 * 24 * 3600 * 1000
_EXPIRED = "DELETE FROM folder WHERE deleted_ms < ?"


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """One folder; `name` is that of no other."""

    id: int
    name: str
    system_prompt: str = ""


Found = list[Folder]  # named here: within the class, `list` is a method


class Folders:
    """All folders, by name; any thread may call.

    Raises (all methods):
        ChatMissing: There is no such folder or chat any more.
        FolderExists: Another has this name.
        StoreError: It could not be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> Found:
        with self._database.read() as connection:
            found = connection.execute("SELECT id, name, system_prompt FROM folder WHERE deleted_ms IS NULL")
            folders = [Folder(id=row[0], name=row[1], system_prompt=row[2]) for row in found]
        return sorted(folders, key=lambda folder: (folder.name.casefold(), folder.id))

    def create(self, name: str, *, system_prompt: str = "") -> Folder:
        with self._database.write() as connection:
            return add(connection, name, system_prompt)

    def rename(self, folder: int, name: str) -> Folder:
        return self._change(folder, "name = ?", name, name=name)

    def set_system_prompt(self, folder: int, text: str) -> Folder:
        return self._change(folder, "system_prompt = ?", text)

    def delete(self, folder: int) -> None:
        """Its chats stand among the others again; `restore` undoes all of it for 30 days."""
        with self._database.write() as connection:
            _get(connection, folder)
            connection.execute("UPDATE folder SET deleted_ms = ? WHERE id = ?", (self._database.now_ms, folder))

    def restore(self, folder: int) -> Folder:
        """The folder with those of its chats that were not moved meanwhile."""
        with self._database.write() as connection:
            name = connection.execute("SELECT name FROM folder WHERE id = ?", (folder,)).fetchone()
            if name is None:
                raise ChatMissing
            _check_name(connection, name[0], folder)
            connection.execute("UPDATE folder SET deleted_ms = NULL WHERE id = ?", (folder,))
            return _get(connection, folder)

    def move(self, conversation: int, folder: int | None) -> None:
        """Put a chat into a folder, or out of all."""
        with self._database.write() as connection:
            if folder is not None:
                _get(connection, folder)
            put(connection, conversation, folder)

    def purge_expired(self) -> None:
        """Remove for good what was deleted more than 30 days ago."""
        before = (self._database.now_ms - KEPT_AFTER_DELETE_MS,)
        with self._database.write() as connection:
            gone = connection.execute(_EXPIRED, before).rowcount
        if gone:
            self._database.forget(_EXPIRED, [before])

    def _change(self, folder: int, assignment: str, value: str, *, name: str | None = None) -> Folder:
        with self._database.write() as connection:
            if name is not None:
                _check_name(connection, name, folder)
            connection.execute(f"UPDATE folder SET {assignment} WHERE id = ?", (value, folder))
            return _get(connection, folder)


def add(connection: sqlite3.Connection, name: str, system_prompt: str = "") -> Folder:
    """A new folder. Raises: FolderExists."""
    _check_name(connection, name, None)
    made = connection.execute("INSERT INTO folder (name, system_prompt) VALUES (?, ?)", (name, system_prompt)).lastrowid
    assert made is not None
    return Folder(id=made, name=name, system_prompt=system_prompt)


def put(connection: sqlite3.Connection, conversation: int, folder: int | None) -> None:
    """See `Folders.move`."""
    connection.execute("DELETE FROM in_folder WHERE conversation = ?", (conversation,))
    if folder is not None:
        connection.execute("INSERT INTO in_folder VALUES (?, ?)", (conversation, folder))


def named(connection: sqlite3.Connection, name: str) -> int | None:
    """The number of the folder of that name."""
    found = connection.execute("SELECT id, name FROM folder WHERE deleted_ms IS NULL ORDER BY id")
    return next((number for number, other in found if other.casefold() == name.casefold()), None)


def _get(connection: sqlite3.Connection, folder: int) -> Folder:
    query = "SELECT id, name, system_prompt FROM folder WHERE id = ? AND deleted_ms IS NULL"
    row = connection.execute(query, (folder,)).fetchone()
    if row is None:
        raise ChatMissing
    return Folder(id=row[0], name=row[1], system_prompt=row[2])


def _check_name(connection: sqlite3.Connection, name: str, folder: int | None) -> None:
    if named(connection, name) not in (None, folder):
        raise FolderExists(name=name)
