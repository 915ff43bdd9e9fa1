"""The border to sqlite3: its errors become those of models.errors, by SQLite's own result codes."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import ChatMissing, DiskFull, StoreBusy, StoreDamaged, StoreError, StoreUnwritable

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_WRITING = {
    sqlite3.SQLITE_READONLY: "It can only be read.",
    sqlite3.SQLITE_CANTOPEN: "The file cannot be opened.",
    sqlite3.SQLITE_PERM: "Permission was refused.",
    sqlite3.SQLITE_AUTH: "Permission was refused.",
    sqlite3.SQLITE_IOERR: "The disk reported an error.",
    sqlite3.SQLITE_NOLFS: "Its file system cannot hold a file of this size.",
}


def translated(error: sqlite3.Error, path: Path) -> StoreError | None:
    """What `error` means to the user, or None when it is a bug of ours."""
    folder = str(path.parent)
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and _is_full(path.parent)):
        return DiskFull(folder=folder)
    if primary in _DAMAGE:
        return StoreDamaged(folder=folder)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(folder=folder)
    if primary in _WRITING:
        return StoreUnwritable(folder=folder, detail=_WRITING[primary])
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return ChatMissing()
    return None


def _is_full(folder: Path) -> bool:
    """SQLite calls it an I/O error when its shared index cannot grow."""
    try:
        return shutil.disk_usage(folder).free < 1024 * 1024
    except OSError:
        return False


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Within it, errors of sqlite3 and of the system about the database at `path` are those of models.errors."""
    try:
        yield
    except sqlite3.Error as error:
        meaning = translated(error, path)
        if meaning is None:
            raise
        raise meaning from error
    except UnicodeDecodeError as error:  # a message of SQLite's that quotes damaged text
        raise StoreDamaged(folder=str(path.parent)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=str(path.parent)) from error
        raise StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}.") from error
