"""A file that the user named, written whole or not at all: a full disk takes nothing that was there before."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from models.errors import DiskFull, StoreUnwritable


def put(path: Path, data: bytes) -> None:
    """Write `data` to `path`, in place of what is there only when all of it is on the disk.

    A device, a pipe or a link is written to as it is. So is a file in a folder that takes no new ones.

    Raises:
        DiskFull, StoreUnwritable: What was there is still there.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_bytes(data)
        else:
            _replace(path, data)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=str(path.parent)) from error
        raise StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}.") from error


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".paddock-{secrets.token_hex(6)}.part")
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
