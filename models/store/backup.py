"""Copies of the database: made through SQLite's backup API, opened and checked before older ones are thinned."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from models.errors import StoreDamaged
from models.store.connection import connect, is_sound, sync_folder

EVERY_S = 30 * 60
KEPT_NEWEST = 4
KEPT_DAYS = 7


def folder(path: Path) -> Path:
    """Where the backups of the database at `path` lie."""
    return path.with_name("backups")


def all_of(path: Path) -> list[Path]:
    """The backups of the database at `path`, newest first."""
    return sorted(folder(path).glob(f"{path.stem}-*{path.suffix}"), reverse=True)


def newest_s(path: Path) -> float | None:
    """When the newest was made."""
    return next((_made(copy).timestamp() for copy in all_of(path)), None)


def make(path: Path, now_s: float) -> Path:
    """Copy, check, put in place, then thin.

    Raises:
        StoreDamaged: The copy is not sound, so the database is not; older backups are left alone.
        sqlite3.Error: It could not be written.
    """
    folder(path).mkdir(exist_ok=True)
    stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    made = folder(path) / f"{path.stem}-{stamp}{path.suffix}"
    part = made.with_suffix(".part")
    try:
        with closing(connect(path)) as source, closing(connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            sound = is_sound(copy)
        if not sound:
            raise StoreDamaged(folder=str(path.parent))
        part.replace(made)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(made.parent)
    for surplus in _surplus(all_of(path)):
        surplus.unlink()
    return made


def erase(path: Path, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run `statement` with each of `rows` in every backup; a backup that cannot be opened is left out."""
    for copy in all_of(path):
        try:
            with closing(connect(copy)) as connection:
                connection.executemany(statement, rows)
        except sqlite3.DatabaseError:
            continue


def _made(copy: Path) -> datetime:
    stamp = copy.stem.rpartition("-")[2]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)


def _surplus(newest_first: list[Path]) -> list[Path]:
    """All but the newest few and the newest of each of the last days on which there was one."""
    kept = set(newest_first[:KEPT_NEWEST])
    by_day: dict[str, Path] = {}
    for copy in newest_first:
        by_day.setdefault(f"{_made(copy):%Y%m%d}", copy)
    kept |= set(list(by_day.values())[:KEPT_DAYS])
    return [copy for copy in newest_first if copy not in kept]
