"""The cache of finished pieces of work: notes of a chunk, whole answers; found again by a key that names all inputs."""

from __future__ import annotations

import hashlib

from models.store.database import Database

LARGEST_BYTES = 256 * 1024 * 1024


class Outputs:
    """Bytes by key, kept over restarts; when they outgrow their room, the longest unused go first. Any thread."""

    def __init__(self, database: Database, *, largest_bytes: int = LARGEST_BYTES) -> None:
        self._database = database
        self._largest_bytes = largest_bytes

    def get(self, key: str) -> bytes | None:
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM output WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def put(self, key: str, value: bytes) -> None:
        """On disk when it returns; replaces what was there."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO output (key, value, used_ms) VALUES (?, ?, ?)",
                (key, value, self._database.now_ms),
            )

    def touch(self, keys: list[str]) -> None:
        """Say that these were used again, so that they stay."""
        now = self._database.now_ms
        with self._database.write() as connection:
            connection.executemany("UPDATE output SET used_ms = ? WHERE key = ?", [(now, key) for key in keys])

    def remove(self, key: str) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM output WHERE key = ?", (key,))

    def trim(self) -> int:
        """Drop the longest unused until the rest fits; returns how many went. Called at start."""
        with self._database.write() as connection:
            return connection.execute(
                "DELETE FROM output WHERE rowid IN (SELECT rowid FROM (SELECT rowid, sum(length(value)) "
                "OVER (ORDER BY used_ms DESC, rowid DESC) AS total FROM output) WHERE total > ?)",
                (self._largest_bytes,),
            ).rowcount


def key_of(*parts: str) -> str:
    """The key that names all of `parts`, none of which can run into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
