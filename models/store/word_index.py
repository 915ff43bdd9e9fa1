"""The index of what was said: an FTS5 table in a file of its own beside the chats.

It holds nothing that is not in the chats: a lost, damaged or foreign file is made anew. So it needs no backup, no
repair, and no check at the start.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from models.store.connection import connect, is_damage
from models.store.terms import terms, wanted

MOST_TERMS = 32  # of one search; a long text that was pasted is looked at as a whole in what these find
_VERSION = 1  # of the terms; another one makes the index anew
_SCHEMA = """
    DROP TABLE IF EXISTS made;
    DROP TABLE IF EXISTS said;
    CREATE TABLE made (version INTEGER NOT NULL, of TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE said USING fts5 (terms, tokenize = 'ascii', detail = 'none', columnsize = 0, prefix = '1 2');
"""


class WordIndex:
    """Message numbers by the words in them. `of` names the chats it belongs to. Any thread may call.

    `fresh` says that it knows nothing yet, until `confirm` is called.

    Raises (all methods):
        sqlite3.Error: It cannot be used now; after damage the next `WordIndex` is a fresh one.
    """

    def __init__(self, path: Path, of: str) -> None:
        self.path = path
        self.fresh = False
        self._of = of
        self._lock = threading.RLock()
        try:
            self._connection = self._opened()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if isinstance(error, sqlite3.DatabaseError) and not is_damage(error):
                raise
            remove(path)
            self._connection = self._opened()

    def confirm(self) -> None:
        """What it does not know is written down elsewhere from now on."""
        with self._writing() as connection:
            connection.execute("DELETE FROM made")
            connection.execute("INSERT INTO made VALUES (?, ?)", (_VERSION, self._of))
        self.fresh = False

    def put(self, said: Iterable[tuple[int, str]], gone: Sequence[int] = ()) -> None:
        """Let each message be found by its text of now, and those `gone` not any more; on the disk afterwards."""
        rows = [(number, " ".join(dict.fromkeys(terms(text)))) for number, text in said]
        with self._writing() as connection:
            dropped = [*((number,) for number, _ in rows), *((number,) for number in gone)]
            connection.executemany("DELETE FROM said WHERE rowid = ?", dropped)
            connection.executemany("INSERT INTO said (rowid, terms) VALUES (?, ?)", [row for row in rows if row[1]])

    def find(self, words: Sequence[str], before: int, limit: int) -> list[int]:
        """Messages below the number `before` in which all `words` may stand, newest first: each is to be looked at."""
        looked_for = dict.fromkeys(each for word in words for each in wanted(word))
        query = " AND ".join(f'"{term}"{"*" * begins}' for term, begins in islice(looked_for, MOST_TERMS))
        with self._lock:
            found = self._connection.execute(
                "SELECT rowid FROM said WHERE said MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
                (query, before, limit),
            )
            return [number for (number,) in found]

    def wipe(self) -> None:
        """After `put` with messages that are gone: leave nothing of their words in the file."""
        with self._writing() as connection:
            connection.execute("INSERT INTO said (said) VALUES ('optimize')")
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _opened(self) -> sqlite3.Connection:
        connection = connect(self.path)
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            if not self._is_made(connection):
                self._make(connection)
            return connection
        except BaseException:
            connection.close()
            raise

    def _is_made(self, connection: sqlite3.Connection) -> bool:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'made'").fetchone()
        return bool(known) and connection.execute("SELECT version, of FROM made").fetchone() == (_VERSION, self._of)

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        self.fresh = not self._is_made(connection)  # another process may have been quicker
        if self.fresh:
            for statement in _SCHEMA.strip().splitlines():
                connection.execute(statement)
        connection.execute("COMMIT")


def remove(path: Path) -> None:
    """Take the index away; it can be made again."""
    for leftover in ("", "-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
