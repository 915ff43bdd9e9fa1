"""Copies of the database: made through SQLite's backup API, opened and checked before older ones are thinned.

Covered: a process that is killed while it copies (the next one removes what it left), several that copy at once (one
after the other), a clock that is put back (a later copy never has an earlier stamp).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from models.errors import StoreDamaged, StoreNewer
from models.store.connection import Condition, condition, connect, is_sound, sync_folder
from models.store.lock import OpenLock

EVERY_S = 30 * 60
KEPT_NEWEST = 4
KEPT_DAYS = 7
KEPT_SCHEMAS = 2  # of each of the last, the newest: what an older version goes back to after an upgrade
_TICK_S = 0.001  # between two stamps where the clock does not move, or moves back
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_USER_VERSION = slice(60, 64)  # SQLite's file format, section 1.3


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that this version reads; `made_s` is when it was made, `chats` how many there were."""

    copy: Path
    made_s: float
    chats: int

    @property
    def day(self) -> str:
        """ISO 8601, where this computer is."""
        return datetime.fromtimestamp(self.made_s).date().isoformat()


def folder(path: Path) -> Path:
    """Where the backups of the database at `path` lie."""
    return path.with_name("backups")


def all_of(path: Path) -> list[Path]:
    """The backups of the database at `path`, newest first; a copy of one that someone made there is not ours."""
    return sorted(filter(_is_ours, _lying(path)), reverse=True)


def newest_s(path: Path) -> float | None:
    """When the newest was made."""
    return next((_made(copy).timestamp() for copy in all_of(path)), None)


def before_upgrade(path: Path) -> Before | None:
    """Where a newer version wrote the database at `path`: the newest backup from before, if it is still there."""
    for copy in all_of(path):
        try:
            if condition(copy) is Condition.DAMAGED:
                continue
            with closing(connect(copy)) as connection:
                chats = connection.execute("SELECT count(*) FROM conversation WHERE deleted_ms IS NULL").fetchone()[0]
        except (StoreNewer, sqlite3.Error):
            continue
        return Before(copy=copy, made_s=_made(copy).timestamp(), chats=chats)
    return None


def make(path: Path, now_s: float) -> Path:
    """Copy, check, put in place, then thin.

    Raises:
        StoreDamaged: The copy is not sound, so the database is not; older backups are left alone.
        sqlite3.Error: It could not be written.
    """
    folder(path).mkdir(exist_ok=True)
    with _alone(path):
        newest = newest_s(path)
        stamp_s = now_s if newest is None else max(now_s, newest + _TICK_S)
        stamp = datetime.fromtimestamp(stamp_s, UTC).strftime(_STAMP)
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
            surplus.unlink(missing_ok=True)
    return made


def erase(path: Path, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run `statement` with each of `rows` in every backup; a backup that cannot be opened is left out.

    Also in copies of backups that someone made beside them: what is deleted for good is not to be found there. What
    a copying that was ended has left goes altogether.
    """
    with suppress(sqlite3.Error), _alone(path):  # busy: another process is just copying what is there now
        pass
    for copy in _lying(path):
        try:
            with closing(connect(copy)) as connection:
                connection.executemany(statement, rows)
        except sqlite3.DatabaseError:
            continue


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other process copies meanwhile; what one that was ended has left is removed. Raises: sqlite3.Error."""
    with closing(OpenLock(path.with_name(f"{path.name}.copying"))) as lock:
        lock.exclude()
        for left in folder(path).glob(f"{path.stem}-*.part*"):
            left.unlink(missing_ok=True)
        yield


def _lying(path: Path) -> list[Path]:
    return list(folder(path).glob(f"{path.stem}-*{path.suffix}"))


def _made(copy: Path) -> datetime:
    stamp = copy.stem.rpartition("-")[2]
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _is_ours(copy: Path) -> bool:
    try:
        _made(copy)
    except ValueError:
        return False
    return True


def _surplus(newest_first: list[Path]) -> list[Path]:
    """All but the newest few, the newest of each of the last days on which there was one, and of the last schemas."""
    kept = set(newest_first[:KEPT_NEWEST])
    by_day: dict[str, Path] = {}
    for copy in newest_first:
        by_day.setdefault(f"{_made(copy):%Y%m%d}", copy)
    kept |= set(list(by_day.values())[:KEPT_DAYS])
    by_schema: dict[int, Path] = {}
    for copy in newest_first:
        by_schema.setdefault(_schema(copy), copy)
    kept |= {by_schema[schema] for schema in sorted(by_schema, reverse=True)[:KEPT_SCHEMAS]}
    return [copy for copy in newest_first if copy not in kept]


def _schema(copy: Path) -> int:
    """The version that wrote it, by its header."""
    with copy.open("rb") as file:
        return int.from_bytes(file.read(100)[_USER_VERSION])
