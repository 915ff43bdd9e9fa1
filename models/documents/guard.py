"""What stands between a file of unknown origin and the readers. Runs in the reader's process.

In this order: `lstat` (only ordinary files, no links), open once without following links or waiting for a pipe,
`fstat`, size cap, private copy while hashing, then the magic bytes decide what it is, never the suffix. Nothing after
`admit` opens the user's path again, so a file that changes meanwhile is read as it was.

Covered: folders, devices, pipes, links, empty files, files too large, wrong suffixes, swaps between check and open.
Not covered: a file that its owner rewrites during the copy (the copy is then what was read, and what was hashed).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.documents.kinds import SIZE_LIMITS, Kind, kind_of
from models.errors import (
    DiskFull,
    FileEmpty,
    FileIsFolder,
    FileIsLink,
    FileMissing,
    FileNotRegular,
    FileTooLarge,
    FileUnreadable,
    StoreError,
    StoreUnwritable,
)

_BLOCK_BYTES = 1024 * 1024
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Admitted:
    """A private copy of the user's file, gone when it is closed. `copy` stands at its start."""

    name: str
    kind: Kind
    copy: IO[bytes]
    size_bytes: int
    sha256: str


def admit(path: Path, folder: Path, progress: Callable[[int, int], None] | None = None) -> Admitted:
    """Check the file at `path` and copy it into `folder`, unnamed. Raises: FileRefused; DiskFull, StoreUnwritable."""
    source = _open(path)
    with os.fdopen(source, "rb") as original:
        size = os.fstat(source).st_size
        if size == 0:
            raise FileEmpty(name=path.name)
        head = original.read(_HEAD_BYTES)
        kind = kind_of(path.name, head, original)
        limit = SIZE_LIMITS[kind.family]
        if size > limit:
            raise FileTooLarge(name=path.name, size=megabytes(size), limit=megabytes(limit))
        original.seek(0)
        copy = _private_file(folder)
        try:
            digest = _copy(original, copy, path.name, limit, folder, lambda done: progress and progress(done, size))
        except BaseException:
            with contextlib.suppress(OSError):  # what is still to be written finds no room either
                copy.close()
            raise
        size = copy.tell()
        copy.seek(0)
        return Admitted(path.name, kind, copy, size, digest)


def megabytes(size: int) -> str:
    """A size for a sentence: "412 MB"."""
    return f"{size / 1_000_000:,.0f} MB"


def _open(path: Path) -> int:
    """An open descriptor of an ordinary file, or the sentence that says why not."""
    try:
        found = path.lstat()
        _refuse_irregular(path, found.st_mode)
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        if sys.platform != "win32":
            flags |= os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise FileIsLink(name=path.name, target=_target(path)) from error
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise FileMissing(name=path.name) from error
        raise FileUnreadable(name=path.name, detail=f"{error.strerror}.") from error
    try:
        _refuse_irregular(path, os.fstat(descriptor).st_mode)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _refuse_irregular(path: Path, mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise FileIsLink(name=path.name, target=_target(path))
    if stat.S_ISDIR(mode):
        raise FileIsFolder(name=path.name or str(path))
    if not stat.S_ISREG(mode):
        raise FileNotRegular(name=path.name)


def _target(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return "?"


def _private_file(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(folder=folder)
    return StoreUnwritable(folder=folder, detail=f"{error.strerror}.")


def _copy(
    source: IO[bytes], copy: IO[bytes], name: str, limit: int, folder: Path, progress: Callable[[int], object]
) -> str:
    """Copy to the end of `source`; returns the sha256 of what was copied."""
    digest = hashlib.sha256()
    done = 0
    while True:
        try:
            block = source.read(_BLOCK_BYTES)
        except OSError as error:
            raise FileUnreadable(name=name, detail=f"{error.strerror}.") from error
        if not block:
            return digest.hexdigest()
        done += len(block)
        if done > limit:  # it grew after the check
            raise FileTooLarge(name=name, size=megabytes(done), limit=megabytes(limit))
        digest.update(block)
        try:
            copy.write(block)
            copy.flush()  # else a full disk shows only after this, as a reader that stopped
        except OSError as error:
            raise _unwritable(folder, error) from error
        progress(done)
