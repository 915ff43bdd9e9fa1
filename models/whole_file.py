"""A file that the user named, written whole or not at all: a full disk takes nothing that was there before."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from models.errors import DiskFull, OutputUnwritable, StoreUnwritable


def must_take(path: Path) -> None:
    """Refuse before long work what `put` would refuse after it, as far as that can be known by then.

    Raises: OutputUnwritable.
    """
    try:
        if path.is_dir():
            raise OutputUnwritable(detail=f"“{path}” is a folder. Name a file in it.")
        if not path.parent.is_dir():
            raise OutputUnwritable(detail=f"there is no folder “{path.parent}”. Make it first, or name another.")
        if _is_written_to(path):
            takes = not path.exists() or os.access(path, os.W_OK)
        else:
            takes = _takes_files(path.parent) or os.access(path, os.W_OK)
    except OSError as error:
        raise OutputUnwritable(detail=f"“{path}”: {error.strerror}.") from error
    if not takes:
        raise OutputUnwritable(detail=f"nothing may be written to “{path.parent}”. Name another folder.")


def put(path: Path, data: bytes) -> None:
    """Write `data` to `path`, in place of what is there only when all of it is on the disk.

    A device, a pipe or a link is written to as it is. So is a file in a folder that takes no new ones.

    Raises:
        DiskFull, StoreUnwritable: What was there is still there.
    """
    try:
        if _is_written_to(path):
            path.write_bytes(data)
        else:
            _replace(path, data)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=str(path.parent)) from error
        raise StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}.") from error


def _is_written_to(path: Path) -> bool:
    """A device, a pipe or a link: written to as it is."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def _takes_files(folder: Path) -> bool:
    """Tried, because permissions do not tell it: a whole disk may be read-only."""
    part = _part(folder)
    try:
        part.touch(exist_ok=False)
    except PermissionError:
        return False
    part.unlink()
    return True


def _part(folder: Path) -> Path:
    return folder / f".paddock-{secrets.token_hex(6)}.part"


def _replace(path: Path, data: bytes) -> None:
    part = _part(path.parent)
    try:
        file = part.open("xb")
    except PermissionError:
        path.write_bytes(data)
        return
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
