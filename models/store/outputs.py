"""The cache of finished pieces of work: notes of a chunk, whole answers; found again by a key that names all inputs.

Each piece is noted down with the documents it is about, so that a document can be forgotten with all that was said of
it. A piece that two versions of a document share goes with the first that is forgotten: it can be worked out again.
"""

from __future__ import annotations

import hashlib

from models.store.database import Database

LARGEST_BYTES = 256 * 1024 * 1024
_DAY_MS = 24 * 3600 * 1000
_DROP = "DELETE FROM output WHERE key = ?"
_EXPIRE = "DELETE FROM output WHERE used_ms < ?"


class Outputs:
    """Bytes by key, kept over restarts; when they outgrow their room, the longest unused go first. Any thread.

    `documents` are the sha256 of those that what is put and found here is about, or other marks to forget it by; see
    `of`.
    """

    def __init__(
        self, database: Database, *, largest_bytes: int = LARGEST_BYTES, documents: tuple[str, ...] = ()
    ) -> None:
        self._database = database
        self._largest_bytes = largest_bytes
        self._documents = documents

    def of(self, *documents: str) -> Outputs:
        """The same pieces; those used through it are noted down as about these documents too."""
        together = tuple(dict.fromkeys((*self._documents, *documents)))
        return Outputs(self._database, largest_bytes=self._largest_bytes, documents=together)

    def get(self, key: str) -> bytes | None:
        with self._database.read() as connection:
            row = connection.execute("SELECT value, used_ms FROM output WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            noted = {own for (own,) in connection.execute("SELECT document FROM output_use WHERE key = ?", (key,))}
        if not noted.issuperset(self._documents) or self._database.now_ms - row[1] > _DAY_MS:
            self.touch([key])
        return bytes(row[0])

    def put(self, key: str, value: bytes) -> None:
        """On disk when it returns; replaces what was there."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO output (key, value, used_ms) VALUES (?1, ?2, ?3) "
                "ON CONFLICT (key) DO UPDATE SET value = ?2, used_ms = ?3",
                (key, value, self._database.now_ms),
            )
            connection.executemany(_NOTE, [(document, key) for document in self._documents])

    def touch(self, keys: list[str]) -> None:
        """Say that these were used again, so that they stay."""
        now = self._database.now_ms
        with self._database.write() as connection:
            connection.executemany("UPDATE output SET used_ms = ? WHERE key = ?", [(now, key) for key in keys])
            noted = [(document, key) for key in keys for document in self._documents]
            connection.executemany(_NOTE, noted)

    def remove(self, key: str) -> None:
        with self._database.write() as connection:
            connection.execute(_DROP, (key,))

    def forget(self, document: str) -> int:
        """Remove for good what is about a document, from the backups too; returns how many pieces that were.

        Not covered: pieces kept by a version that did not note documents down, until they expire.
        """
        with self._database.write() as connection:
            found = connection.execute("SELECT key FROM output_use WHERE document = ?", (document,)).fetchall()
            connection.executemany(_DROP, found)
        if found:
            self._database.forget(_DROP, found)
        return len(found)

    def expire(self, days: int) -> int:
        """Remove for good what was not used for so many days; returns how many pieces that were."""
        before = max(0, self._database.now_ms - days * _DAY_MS)  # no number is too large for SQLite then
        with self._database.write() as connection:
            gone = connection.execute(_EXPIRE, (before,)).rowcount
        if gone:
            self._database.forget(_EXPIRE, [(before,)])
        return gone

    def trim(self) -> int:
        """Drop the longest unused until the rest fits; returns how many went. Called at start."""
        with self._database.write() as connection:
            return connection.execute(
                "DELETE FROM output WHERE rowid IN (SELECT rowid FROM (SELECT rowid, sum(length(value)) "
                "OVER (ORDER BY used_ms DESC, rowid DESC) AS total FROM output) WHERE total > ?)",
                (self._largest_bytes,),
            ).rowcount


# A piece that was dropped meanwhile is about nothing.
_NOTE = "INSERT OR IGNORE INTO output_use (document, key) SELECT ?1, key FROM output WHERE key = ?2"


def of_chat(conversation: int) -> str:
    """What marks pieces as about a chat, in the place of a document."""
    return f"chat:{conversation}"


def key_of(*parts: str) -> str:
    """The key that names all of `parts`, none of which can run into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
