"""Keeps the index of words in step with the chats.

The database itself notes down which messages the index does not know as they are now (`unindexed`, see schema), so
nothing that writes a message has to think of it, and no crash can make the two differ for good.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from models.errors import StoreDamaged
from models.store import word_index
from models.store.faults import translating
from models.store.word_index import WordIndex

if TYPE_CHECKING:
    from models.store.database import Database

TOGETHER = 200  # messages in one step: a chat waits for the disk no longer than some 30 ms because of it


class Indexing:
    """The index of `database`, opened when it is first asked for. Any thread may call.

    Raises (all methods):
        StoreError: The index, or the chats, could not be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.RLock()
        self._index: WordIndex | None = None
        self._path = database.path.with_suffix(".words")

    def find(self, words: Sequence[str], before: int, limit: int) -> list[int]:
        """See `WordIndex.find`."""
        with self._open() as index:
            return index.find(words, before, limit)

    def catch_up(self) -> bool:
        """Take in some messages it does not know, the newest first; returns whether there may be more.

        While the database is being closed it does nothing.
        """
        with self._lock:
            return not self._database.closed.is_set() and self._catch_up()

    def _catch_up(self) -> bool:
        with self._open() as index, self._database.write() as connection:
            found = connection.execute(
                "SELECT u.message, m.text FROM unindexed u LEFT JOIN message m ON m.id = u.message "
                "ORDER BY u.message DESC LIMIT ?",
                (TOGETHER,),
            ).fetchall()
            if found:
                said = [(number, text) for number, text in found if text is not None]
                index.put(said, [number for number, text in found if text is None])
                connection.executemany("DELETE FROM unindexed WHERE message = ?", [(each[0],) for each in found])
        return len(found) == TOGETHER

    def forget(self) -> None:
        """After messages were purged: leave nothing of their words."""
        with self._open() as index:
            with self._database.write() as connection:
                gone = connection.execute("SELECT message FROM unindexed EXCEPT SELECT id FROM message").fetchall()
                index.put((), [number for (number,) in gone])
                connection.executemany("DELETE FROM unindexed WHERE message = ?", gone)
            index.wipe()

    def close(self) -> None:
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index = None

    @contextlib.contextmanager
    def _open(self) -> Iterator[WordIndex]:
        """The index; one that turns out to be damaged is taken away, so that the next is a new one."""
        with self._lock:
            try:
                with translating(self._path):
                    if self._index is None:
                        self._index = self._opened()
                    yield self._index
            except StoreDamaged:
                self.close()
                with contextlib.suppress(OSError):
                    word_index.remove(self._path)
                raise

    def _opened(self) -> WordIndex:
        with self._database.read() as connection:
            made = connection.execute("SELECT value FROM meta WHERE key = 'made_ms'").fetchone()
        index = WordIndex(self._path, made[0] if made else "")
        try:
            if index.fresh:
                with self._database.write() as connection:
                    connection.execute("INSERT INTO unindexed SELECT id FROM message EXCEPT SELECT * FROM unindexed")
                index.confirm()
        except BaseException:
            index.close()
            raise
        return index
