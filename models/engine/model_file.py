"""Whether a model's file is still the one that was loaded: its weights are read from there while it answers."""

from __future__ import annotations

from pathlib import Path

Identity = tuple[int, int, int, int]


def identity(path: Path) -> Identity:
    """What tells that a file is still the same: device, inode, size, time of change. Raises: OSError."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def changed(path: Path, before: Identity) -> bool:
    """A file that is gone from its place, or cannot be reached, has not been written into: it stays mapped."""
    try:
        return identity(path) != before
    except OSError:
        return False
