"""A connection to the database file as every part of the store wants it, and the condition the file is in."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from enum import Enum, auto
from pathlib import Path

from models.errors import StoreNewer
from models.store.schema import MIGRATIONS, PAGE_BYTES, VERSION

BUSY_MS = 5000
APPLICATION_ID = int.from_bytes(b"Pddk")
CHECKED_AT_START_BYTES = 8 * 1024 * 1024  # some 25 ms; a larger file is checked with each backup, in the background
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


class Condition(Enum):
    """What has to be done with a file before it can be used."""

    OLD = auto()  # or not there yet
    READY = auto()
    DAMAGED = auto()


def connect(path: Path) -> sqlite3.Connection:
    """Open `path` for this store: durable at every commit, wiping what it deletes, trusting nothing in the file.

    Transactions are begun and ended by hand; a text that is no UTF-8 any more is read as far as it goes.
    """
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    try:
        connection.text_factory = _lenient
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def condition(path: Path) -> Condition:
    """Look at the file without changing its content.

    Raises:
        StoreNewer: A newer version wrote it.
        sqlite3.Error: It cannot be read for a reason other than damage.
    """
    if damage_mark(path).exists():
        return Condition.DAMAGED
    if not path.exists():
        return Condition.OLD
    if path.stat().st_size == 0:  # begun and not yet filled, or emptied by a file system after a power cut
        emptied = any(path.with_name("backups").glob(f"{path.stem}-*{path.suffix}"))
        return Condition.DAMAGED if emptied else Condition.OLD
    try:
        with closing(connect(path)) as connection:
            return _condition(connection, path)
    except UnicodeDecodeError:  # SQLite's message quotes the damaged schema
        return Condition.DAMAGED
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return Condition.DAMAGED
        raise


def _condition(connection: sqlite3.Connection, path: Path) -> Condition:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version == 0 and tables == 0:
        return Condition.OLD
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return Condition.DAMAGED
    written = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    if written is None or written[0] != str(version):  # said twice, so that a flipped bit is not taken for an update
        return Condition.DAMAGED
    if version > VERSION:
        raise StoreNewer(found=version, known=VERSION)
    if version == VERSION and _schema(connection) != _expected_schema():
        return Condition.DAMAGED  # a flipped bit in a column's name: to SQLite it is as good as any other
    if path.stat().st_size <= CHECKED_AT_START_BYTES and not is_sound(connection):
        return Condition.DAMAGED
    return Condition.OLD if version < VERSION else Condition.READY


def is_sound(connection: sqlite3.Connection) -> bool:
    """SQLite's own check of every page, row and index."""
    return [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]


def is_damage(error: sqlite3.Error) -> bool:
    """The file itself is broken, as opposed to its disk being full, busy or read-only."""
    code = getattr(error, "sqlite_errorcode", 0)
    # A schema that makes no sense any more is reported as an ordinary error: "no such table", "malformed".
    return code & 0xFF in _DAMAGE or code == sqlite3.SQLITE_ERROR


def damage_mark(path: Path) -> Path:
    """A file beside the database that says: repair at the next start."""
    return path.with_name(f"{path.name}.damaged")


def migrate(path: Path, now_ms: int) -> None:
    """Bring the file to the newest version, in one transaction: it is the old one or the new one, never between.

    The caller holds the open lock alone.
    """
    with closing(connect(path)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        _step_up(connection, version)
        if version == 0:
            connection.execute("INSERT INTO meta (key, value) VALUES ('made_ms', ?)", (str(now_ms),))
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('version', ?)", (str(VERSION),))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    sync_folder(path.parent)


def _step_up(connection: sqlite3.Connection, version: int) -> None:
    for step in MIGRATIONS[version:]:
        for statement in _statements(step):
            connection.execute(statement)


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def _expected_schema() -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _step_up(connection, 0)
        return _schema(connection)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):  # a trigger holds semicolons of its own
            yield statement
            statement = ""


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
