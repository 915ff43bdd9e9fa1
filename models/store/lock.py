"""Who has the database open: a lock between processes, on every system, held by SQLite on a small file of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class OpenLock:
    """Every open database holds it shared; changing the file's shape or putting it aside needs it alone.

    SQLite releases it with the process, however that ends. One thread at a time.

    Raises:
        sqlite3.Error: SQLITE_BUSY when another process is in the way for longer than `timeout_s`.
    """

    def __init__(self, path: Path, timeout_s: float = 10.0) -> None:
        self._connection = sqlite3.connect(path, timeout=timeout_s, isolation_level=None, check_same_thread=False)

    def share(self) -> None:
        """Hold it with others, instead of whatever was held before."""
        self.release()
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def exclude(self) -> None:
        """Hold it alone, instead of whatever was held before; what was seen before must be looked at again."""
        self.release()
        self._connection.execute("BEGIN EXCLUSIVE")

    def release(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()
