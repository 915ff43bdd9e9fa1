"""A file on its way: append-only `<file>.part` with a mark beside it, one lock, and an atomic end.

Covered: a killed process (every byte it wrote is kept), a power cut (what was not yet synced is cut off), two
processes (one holds the lock), a full disk. Not covered: a disk that loses what it said it had synced; the whole
sha256 at the end finds that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

SYNC_EVERY_BYTES = 64 * 1024 * 1024
BLOCK_BYTES = 1024 * 1024

_flush = getattr(os, "fdatasync", os.fsync)  # Windows has only the second


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What the part is of, and how much of it had reached the disk. `boot` names the run of the machine."""

    size_bytes: int
    sha256: str | None
    commit: str
    synced_bytes: int = 0
    boot: str = ""

    def same_file(self, other: Mark) -> bool:
        """The hash decides; without one, the commit."""
        if self.sha256 and other.sha256:
            return (self.size_bytes, self.sha256) == (other.size_bytes, other.sha256)
        return (self.size_bytes, self.commit) == (other.size_bytes, other.commit)


class Part:
    """The part of `target`. Acquire it, open it, append, then publish; `close` in any case."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self.mark_path = target.with_name(target.name + ".part.json")
        self.lock_path = target.with_name(target.name + ".lock")
        self.length = 0
        self._file: IO[bytes] | None = None
        self._mark: Mark | None = None
        self._hash = hashlib.sha256()
        from filelock import FileLock  # with the first download; the window opens without

        self._lock = FileLock(self.lock_path)

    def acquire(self) -> bool:
        """Take the lock of this target; False while another process holds it. Raises: OSError."""
        from filelock import Timeout

        self.target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def usable_bytes(self, mark: Mark) -> int:
        """How much of what is on disk belongs to the file that `mark` describes and can be trusted.

        After a power cut that is what was noted at the last sync; while the machine has been up since, the system
        still holds everything that was written.
        """
        before = self.read_mark()
        if before is None or not before.same_file(mark) or not self.path.exists():
            return 0
        there = min(self.path.stat().st_size, mark.size_bytes)
        return there if before.boot == boot_id() else min(there, before.synced_bytes)

    def open(self, mark: Mark) -> Iterator[int]:
        """Open the part of the file that `mark` describes, yielding how much of it has been read again."""
        there = self.usable_bytes(mark)
        file = self._file = self.path.open("a+b", buffering=0)
        file.truncate(there)
        file.seek(0)
        self.length = 0
        self._hash = hashlib.sha256()
        self._mark = msgspec.structs.replace(mark, boot=boot_id())
        while block := file.read(BLOCK_BYTES):
            self._hash.update(block)
            self.length += len(block)
            yield self.length
        self.sync()

    def append(self, block: bytes) -> None:
        """Add `block` at the end. Raises: OSError; what was written before it is kept."""
        assert self._file and self._mark
        rest = memoryview(block)
        while rest:
            written = self._file.write(rest) or 0
            self._hash.update(rest[:written])
            self.length += written
            rest = rest[written:]
        if self.length - self._mark.synced_bytes >= SYNC_EVERY_BYTES:
            self.sync()

    def sync(self) -> None:
        """Bring everything to the disk and note how much that is."""
        assert self._file and self._mark
        _flush(self._file.fileno())
        self._mark = msgspec.structs.replace(self._mark, synced_bytes=self.length)
        fresh = self.mark_path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(self._mark))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.mark_path)

    def digest(self) -> str:
        """The sha256 of everything in the part."""
        return self._hash.hexdigest()

    def publish(self) -> None:
        """Give the file its name, for good: synced, atomic, and read-only where that can be."""
        assert self._file
        os.fsync(self._file.fileno())
        self._close_file()
        with contextlib.suppress(OSError):
            self.target.chmod(0o644)  # Windows does not replace a read-only file
        with contextlib.suppress(OSError):  # a share may let us write and change no modes
            self.path.chmod(0o444)
        self.path.replace(self.target)
        sync_folder(self.target.parent)
        self.mark_path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what is there of the file. The lock stays held."""
        self._close_file()
        self.path.unlink(missing_ok=True)
        self.mark_path.unlink(missing_ok=True)
        self.mark_path.with_suffix(".new").unlink(missing_ok=True)
        self.length = 0

    def close(self) -> None:
        """Sync, let go of the file and the lock; what is there stays for the next time."""
        try:
            if self._file and self._mark and self.length > self._mark.synced_bytes:
                self.sync()
        finally:
            self._close_file()
            if self._lock.is_locked and not self.path.exists():
                with contextlib.suppress(OSError):  # Windows: another process is just looking at it
                    self.lock_path.unlink(missing_ok=True)  # filelock never takes an unlinked one for the lock
            self._lock.release()

    def read_mark(self) -> Mark | None:
        """What the part on disk is of, or None when there is none or nobody knows."""
        try:
            return msgspec.json.decode(self.mark_path.read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None

    def _close_file(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def length(target: Path) -> int:
    """How much of `target` is on disk, whole or on its way."""
    for path in (Part(target).path, target):
        with contextlib.suppress(OSError):
            return path.stat().st_size
    return 0


def remove(target: Path) -> bool:
    """Remove the part of `target`, if no process is working on it. Raises: OSError."""
    if not target.parent.is_dir():
        return True
    part = Part(target)
    if not part.acquire():
        return False
    part.discard()
    part.close()
    return True


class Reading:
    """Reading a whole file for its `sha256`, which is there when the iterator of bytes read has ended."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sha256 = ""

    def __iter__(self) -> Iterator[int]:
        digest = hashlib.sha256()
        done = 0
        with self.path.open("rb", buffering=0) as file:
            while block := file.read(BLOCK_BYTES):
                digest.update(block)
                done += len(block)
                yield done
        self.sha256 = digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can: shares refuse it.

    Windows does that by itself and refuses to open folders.
    """
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def boot_id() -> str:
    """A name for the time since the machine was started, or one that never matches where there is none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return f"unknown since {time.monotonic_ns()}"
