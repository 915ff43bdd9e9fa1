"""One SQLite file for chats, jobs and cached outputs: opened safely, written by one, read by many, backed up."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import ChatsRepaired, StoreCanGoBack, StoreDamaged, StoreError, StoreNewer, StoreUnwritable
from models.store import backup, repair
from models.store.connection import Condition, condition, connect, damage_mark, migrate
from models.store.faults import translating
from models.store.indexing import Indexing
from models.store.lock import OpenLock


class Database:
    """The open database at `path`, made when it is not there. Any thread may read and write; so may other processes.

    A write is on the disk when `write` is left (WAL with synchronous FULL). Reads never wait for a write. `repaired`
    says what opening had to save from a damaged file, or is None. `words` is the index of what was said. `closed` is
    set by `close`, for threads that try again later. `now` is the clock, in seconds.

    Raises:
        StoreNewer: It was written by a newer version; it is left untouched. StoreCanGoBack: and there is a backup
            from before, see `going_back`.
        StoreUnwritable: Its folder cannot be written.
        DiskFull: There is no room to open it.
        StoreBusy: It must be changed, and another process has it open.
    """

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self.repaired: ChatsRepaired | None = None
        self.closed = threading.Event()
        self._now = now
        self._writing, self._reading = threading.RLock(), threading.RLock()
        self._copying = threading.Lock()
        self._together = 0  # the thread whose writes are one, by its number
        self._backup: threading.Thread | None = None
        self.words = Indexing(self)
        with self._noticing_damage():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = OpenLock(path.with_name(f"{path.name}.lock"))
            try:
                self._make_ready()
                self._writer, self._reader = connect(path), connect(path)
                self._backed_up_s = backup.newest_s(path) or self._made_s()
            except BaseException:
                self._lock.close()
                raise

    @property
    def now_ms(self) -> int:
        return int(self._now() * 1000)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on the disk when the block is left, undone when it raises. Nested only in `together`."""
        if self._together == threading.get_ident():
            yield self._writer
            return
        with self._writing, self._noticing_damage():
            self._refuse_when_closed()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
            self._back_up_when_due()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with, in one consistent view of everything committed so far."""
        if self._together == threading.get_ident():
            yield self._writer
            return
        with self._reading, self._noticing_damage():
            self._refuse_when_closed()
            self._reader.execute("BEGIN")
            try:
                yield self._reader
            finally:
                if self._reader.in_transaction:
                    self._reader.execute("ROLLBACK")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Many writes of this thread as one: all of them on the disk when the block is left, or none; it reads its own.

        A commit waits for the disk, 5 ms each where that is slow. Other threads' writes wait for the end of the block.
        """
        if self._together == threading.get_ident():
            yield
            return
        with self.write():
            self._together = threading.get_ident()
            try:
                yield
            finally:
                self._together = 0

    def back_up(self) -> Path:
        """Write a checked copy now. Raises: StoreError."""
        with self._copying, self._noticing_damage():
            made = backup.make(self.path, self._now())
        self._backed_up_s = self._now()
        return made

    def forget(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """After rows were purged by `statement`: wipe them from the log of changes and from the backups too."""
        with self._writing, self._noticing_damage():
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        with self._copying, self._noticing_damage():  # a copy that began before the purge is finished by now
            backup.erase(self.path, statement, rows)

    def close(self) -> None:
        """Waits for a running backup; closing twice is fine."""
        self.closed.set()
        if self._backup:
            self._backup.join()
        self.words.close()
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()
            self._lock.close()

    def _refuse_when_closed(self) -> None:
        """A thread may still be at work when the program ends: that is no bug, to be reported as one."""
        if self.closed.is_set():
            raise StoreUnwritable(folder=str(self.path.parent), detail="Paddock is closing.")

    def _make_ready(self) -> None:
        self._lock.share()
        if self._condition() is Condition.READY:
            return
        self._lock.exclude()
        found = self._condition()  # another process may have been quicker
        if found is Condition.DAMAGED:
            self.repaired = repair.repair(self.path, self._now())
        elif found is Condition.OLD:
            if self.path.exists() and self.path.stat().st_size:
                backup.make(self.path, self._now())
            migrate(self.path, self.now_ms)
        self._lock.share()

    def _condition(self) -> Condition:
        try:
            return condition(self.path)
        except StoreNewer as error:
            before = backup.before_upgrade(self.path)
            if before is None:
                raise
            raise StoreCanGoBack(**error.values, chats=before.chats, day=before.day) from None

    @contextmanager
    def _noticing_damage(self) -> Iterator[None]:
        """A damaged page is met long after the start: mark the file, so that the next start repairs it."""
        try:
            with translating(self.path):
                yield
        except StoreDamaged:
            with suppress(OSError):
                damage_mark(self.path).touch()
            raise

    def _made_s(self) -> float:
        with self.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'made_ms'").fetchone()
        return int(row[0]) / 1000 if row else self._now()

    def _back_up_when_due(self) -> None:
        """After half an hour of change, on a thread: copying a large file must not delay the message it follows."""
        if 0 <= self._now() - self._backed_up_s < backup.EVERY_S:  # before it: the clock was put back
            return
        self._backed_up_s = self._now()
        self._backup = threading.Thread(target=self._back_up_quietly, name="backup")
        self._backup.start()

    def _back_up_quietly(self) -> None:
        # One that fails (a full disk) costs nothing that is saved; the next is tried in half an hour.
        with suppress(StoreError):
            self.back_up()
