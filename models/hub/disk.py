"""Whether a file of some size can be put into a folder at all, asked before the first byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil

from models.hub.faults import FAT_LIMIT_BYTES, Fault, no_space, of_disk
from models.hub.reasons import Reason

RESERVE_BYTES = 1024**3

_FAT = {"vfat", "fat", "fat32", "msdos"}


def check(folder: Path, size_bytes: int, there_bytes: int = 0, more_bytes: int = 0) -> None:
    """Raises: Fault when a file of `size_bytes`, of which some are there, and a reserve do not fit into `folder`.

    `more_bytes` are to come after it.
    """
    if size_bytes > FAT_LIMIT_BYTES and filesystem(folder) in _FAT:
        raise Fault(Reason.FILE_TOO_BIG)
    needed_bytes = size_bytes - there_bytes + more_bytes
    with of_disk(folder, needed_bytes):
        free_bytes = shutil.disk_usage(folder).free
    if needed_bytes > 0 and free_bytes < needed_bytes + RESERVE_BYTES:
        raise no_space(folder, needed_bytes + RESERVE_BYTES, free_bytes)


def filesystem(folder: Path) -> str:
    """The kind of file system `folder` lies on, in small letters; empty where the system does not say."""
    folder = folder.resolve()
    mounts = [part for part in psutil.disk_partitions(all=True) if folder.is_relative_to(part.mountpoint)]
    return max(mounts, key=lambda part: len(part.mountpoint)).fstype.lower() if mounts else ""
