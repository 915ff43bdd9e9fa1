"""Back to an older Paddock: the copy made before the upgrade takes the place of chats that only the newer one reads.

Nothing is lost: the newer chats are kept in the folder `newer`, and the next upgrade takes in what was said in them.
Covered: being ended at any moment. Not covered: a chat that is deleted after going back is in the newer file still,
and comes with it.
"""

from __future__ import annotations

import contextlib
import filecmp
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from models.errors import ChatsOfBefore, ChatsTakenBack, StoreNewer
from models.store import word_index, writers
from models.store.backup import Before
from models.store.connection import Condition, condition, connect, is_sound, migrate, sync_folder
from models.store.database import Database
from models.store.faults import translating
from models.store.lock import OpenLock
from models.store.taking import take
from models.store.whole import WholeChat, whole

LOCK_S = 10.0
_TAKEN = "taken-in"  # a file in the folder of newer chats: they are among those in use again


def go_back(path: Path, before: Before, now_s: float) -> ChatsOfBefore:
    """Put `before` in the place of the newer chats at `path`; returns what to tell the user.

    Raises:
        StoreBusy: Another Paddock has them open.
        DiskFull, StoreUnwritable: There is no room or no permission; everything is as it was.
    """
    with translating(path):
        lock = OpenLock(path.with_name(f"{path.name}.lock"), LOCK_S)
        try:
            lock.exclude()
            ready = _copied(before.copy, path.with_name(f"{path.name}.before"), "WAL")
            with closing(connect(path)) as connection:  # its log belongs to it alone
                connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            aside = _newer(path) / datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%dT%H%M%S.%fZ")
            kept = _copied(path, path.with_name(f"{path.name}.newer"), "DELETE")
            aside.mkdir(parents=True)
            kept.replace(aside / path.name)
            sync_folder(aside)
            _drop_ended(aside, path.name)
            word_index.remove(path.with_suffix(".words"))
            ready.replace(path)
            sync_folder(path.parent)
        finally:
            lock.close()
    return ChatsOfBefore(day=before.day, chats=before.chats, kept=str(aside))


def take_back(database: Database) -> ChatsTakenBack | None:
    """Take in what was said in chats kept aside, where this version reads them; None: there is nothing to take.

    Raises:
        StoreError: They could not be read or written; they stay where they are.
    """
    chats = messages = 0
    for left in database.path.parent.glob("taking-*"):
        if not writers.is_alive(left.name.split("-")[1]):  # by a process that was ended
            shutil.rmtree(left, ignore_errors=True)
    folders = [
        folder
        for folder in sorted(_newer(database.path).glob("*"))
        if not (folder / _TAKEN).exists() and (folder / database.path.name).is_file()
    ]
    for folder in folders:
        prefix = f"taking-{writers.this_process()}-"
        with translating(database.path), TemporaryDirectory(dir=database.path.parent, prefix=prefix) as work:
            copy = Path(work) / database.path.name
            shutil.copyfile(folder / copy.name, copy)
            try:
                if condition(copy) is Condition.DAMAGED:
                    continue
            except StoreNewer:
                continue
            migrate(copy, database.now_ms)
            with closing(connect(copy)) as connection:
                taken = [each for each in take(database, _chats(connection)) if each.messages]
            (folder / _TAKEN).touch()
            chats += len(taken)
            messages += sum(each.messages for each in taken)
    return ChatsTakenBack(chats=chats, messages=messages) if chats else None


def _chats(connection: sqlite3.Connection) -> Iterator[WholeChat]:
    numbers = connection.execute("SELECT id FROM conversation WHERE deleted_ms IS NULL ORDER BY id").fetchall()
    for (number,) in numbers:
        chat = whole(connection, number)
        if chat.messages:
            yield chat


def _copied(source: Path, target: Path, journal: str) -> Path:
    """A copy with everything that was in the log, on the disk. Raises: sqlite3.DatabaseError where it is not sound."""
    target.unlink(missing_ok=True)
    with closing(connect(source)) as opened, closing(connect(target)) as copy:
        opened.backup(copy)
        copy.execute(f"PRAGMA journal_mode = {journal}").fetchone()
        if not is_sound(copy):
            raise sqlite3.DatabaseError(f"{source.name} is not sound")
    return target


def _drop_ended(aside: Path, name: str) -> None:
    """Remove what was kept on a way back that was ended before its end: the same chats, byte for byte, or none yet."""
    for other in aside.parent.iterdir():
        if other != aside and not other.is_symlink() and not (other / _TAKEN).exists():
            own = other / name
            with contextlib.suppress(OSError):  # what cannot go stays: it is no reason not to go back
                if own.is_file() and filecmp.cmp(own, aside / name, shallow=False):
                    own.unlink()
                other.rmdir()  # where it is empty: what else lies there is someone's


def _newer(path: Path) -> Path:
    return path.with_name("newer")
