"""A damaged database becomes a sound one: set aside, read page by page, completed from the newest good backup.

Nothing is deleted: the damaged file stays in the folder `damaged`. A repair that is cut short begins again from that
copy, which the damage mark names.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from models.errors import ChatsRepaired
from models.store import backup, salvage
from models.store.connection import connect, damage_mark, is_sound, migrate, sync_folder

# The kinds of the columns of each table, as `salvage` finds them: n null (the key), i integer, f number, t text,
# b bytes; a capital may be null.
_SHAPES = {
    "conversation": "ntiiiIttI",
    "message": "niIttttiTTTT",
    "attachment": "nittt",
    "piece": "nitt",
    "output": "tbi",
    "output_use": "ntt",
    "job": "nttttttfIiiT",
    "controls": "nti",
    "folder": "nttI",
    "in_folder": "ni",
}
_KINDS: dict[str, tuple[type, ...]] = {"i": (int,), "f": (int, float), "t": (str,), "b": (bytes,), "n": ()}

# What a row points at may be lost; each row is then hung where it can be found again.
_MENDING = (
    "DELETE FROM message WHERE id <= 0 OR conversation <= 0",
    "INSERT INTO conversation (id, title, created_ms, updated_ms) SELECT conversation, '', min(created_ms), "
    "max(created_ms) FROM message WHERE conversation NOT IN (SELECT id FROM conversation) GROUP BY conversation",
    "UPDATE message AS m SET parent = (SELECT max(p.id) FROM message p WHERE p.conversation = m.conversation AND "
    "p.id < m.id) WHERE parent IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message p WHERE p.id = m.parent AND "
    "p.conversation = m.conversation AND p.id < m.id)",
    "UPDATE conversation AS c SET leaf = (SELECT max(id) FROM message WHERE conversation = c.id) WHERE NOT EXISTS "
    "(SELECT 1 FROM message WHERE id = c.leaf AND conversation = c.id)",
    "DELETE FROM attachment WHERE message NOT IN (SELECT id FROM message)",
    "DELETE FROM piece WHERE message NOT IN (SELECT id FROM message)",
    "DELETE FROM controls WHERE conversation NOT IN (SELECT id FROM conversation)",
    "DELETE FROM in_folder WHERE conversation NOT IN (SELECT id FROM conversation) OR folder NOT IN (SELECT id FROM "
    "folder)",
    "DELETE FROM output_use WHERE key NOT IN (SELECT key FROM output)",
    "UPDATE job SET conversation = NULL WHERE conversation NOT IN (SELECT id FROM conversation)",
)


def repair(path: Path, now_s: float) -> ChatsRepaired:
    """Replace the damaged file at `path`; returns what to tell the user. The caller holds the open lock alone.

    Raises:
        OSError, sqlite3.Error: There is no room or no permission; everything is as it was.
    """
    for left in path.parent.glob("repair-*"):  # by a repair that was ended
        shutil.rmtree(left, ignore_errors=True)
    aside = _set_aside(path, now_s)
    with TemporaryDirectory(dir=path.parent, prefix="repair-") as folder:
        made = Path(folder) / path.name
        migrate(made, int(now_s * 1000))
        with closing(connect(made)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN")
            _insert(connection, _recognised(salvage.rows_of(aside / path.name, aside / f"{path.name}-wal")))
            salvaged = _count(connection, "message")
            _complete(connection, path, Path(folder))
            for statement in _MENDING:
                connection.execute(statement)
            messages, chats = _count(connection, "message"), _count(connection, "conversation")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for leftover in (f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(leftover).unlink(missing_ok=True)
        made.replace(path)
    sync_folder(path.parent)
    damage_mark(path).unlink()
    return ChatsRepaired(messages=messages, chats=chats, from_backup=messages - salvaged, kept=str(aside))


def _set_aside(path: Path, now_s: float) -> Path:
    """Copy the file and its log into a folder of their own, once; the damage mark names it from then on."""
    mark = damage_mark(path)
    if mark.exists() and (named := mark.read_text("utf-8")) and (path.parent / named / path.name).is_file():
        return path.parent / named
    aside = path.with_name("damaged") / datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside.mkdir(parents=True)
    for original in (path, path.with_name(f"{path.name}-wal")):
        if original.exists():
            with original.open("rb") as source, (aside / original.name).open("wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
    sync_folder(aside)
    with mark.open("w", encoding="utf-8") as note:
        note.write(aside.relative_to(path.parent).as_posix())
        note.flush()
        os.fsync(note.fileno())
    sync_folder(path.parent)
    return aside


def _recognised(found: Iterable[salvage.Row]) -> Iterator[tuple[str, list[object]]]:
    """The table and the columns of each row whose shape is that of one of ours."""
    for rowid, values in found:
        for table, shape in _SHAPES.items():
            if len(values) == len(shape) and all(map(_fits, values, shape)):
                row: list[object] = list(values)
                if shape[0] == "n":
                    row[0] = rowid
                yield table, row
                break


def _fits(value: salvage.Value, kind: str) -> bool:
    if value is None:
        return kind == "n" or kind.isupper()
    return isinstance(value, _KINDS[kind.lower()])


def _insert(connection: sqlite3.Connection, rows: Iterable[tuple[str, list[object]]]) -> None:
    for table, row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)


def _complete(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    """Add the rows that only the newest sound backup still has."""
    for copy in backup.all_of(path):
        source = folder / "backup.sqlite3"
        try:
            shutil.copyfile(copy, source)
            with closing(connect(source)) as candidate:
                if not is_sound(candidate):
                    continue
            migrate(source, 0)
            with closing(connect(source)) as candidate:
                for table in _SHAPES:
                    rows = candidate.execute(f"SELECT * FROM {table}")
                    _insert(connection, ((table, list(row)) for row in rows))
        except sqlite3.DatabaseError:
            continue
        return


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
