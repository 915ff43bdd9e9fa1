"""One window a user: a second start hands its files to the first and ends."""

from __future__ import annotations

import errno
import uuid
from pathlib import Path
from tempfile import TemporaryFile

import msgspec
from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from desktop.handed import Handed
from models.errors import DiskFull, StoreUnwritable


class Single(QObject):
    """The lock of this user's data folder, and the folder through which a later start speaks.

    Signals:
        handed: A later start wants this, perhaps only that the window is shown (Handed).
    """

    handed = Signal(object)

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._data = data
        self._spool = data / "handed-over"
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock whose process is dead is taken over, and no other
        self._watcher: QFileSystemWatcher | None = None

    def acquire(self) -> bool:
        """This is the only window. What was left in the folder by a start that came too late is dropped.

        Raises: DiskFull, StoreUnwritable: whether there is another cannot be known.
        """
        self._writable()
        if not self._lock.tryLock(100):
            return False
        self._spool.mkdir(exist_ok=True)
        for left in self._spool.iterdir():
            left.unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._spool)])
        self._watcher.directoryChanged.connect(self._take)
        return True

    def _writable(self) -> None:
        """Qt says of a full disk only that there is no lock, as if another window had it."""
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self._data) as probe:
                probe.write(bytes(4096))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(folder=str(self._data)) from error
            raise StoreUnwritable(folder=str(self._data), detail=f"{error.strerror}.") from error

    def hand_over(self, handed: Handed) -> bool:
        """Give it to the window that is open; False when the folder cannot be written."""
        name = uuid.uuid4().hex
        part = self._spool / f".{name}"
        try:
            part.write_bytes(msgspec.json.encode(handed))
            part.rename(self._spool / f"{name}.json")
        except OSError:
            return False
        return True

    def release(self) -> None:
        self._watcher = None
        self._lock.unlock()

    def _take(self) -> None:
        for file in sorted(self._spool.glob("*.json")):
            try:
                handed = msgspec.json.decode(file.read_bytes(), type=Handed)
                file.unlink(missing_ok=True)
            except (OSError, msgspec.MsgspecError):
                continue
            self.handed.emit(handed)
