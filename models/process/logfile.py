"""The log of a child: its standard output and error, bounded, readable by its user alone."""

from __future__ import annotations

import contextlib
import datetime
import os
from pathlib import Path
from typing import IO

TAIL_BYTES = 8 * 1024
LIMIT_BYTES = 1024 * 1024


def fresh(path: Path) -> IO[bytes]:
    """An empty log, to be given to a new child; where none can be written, the null device."""
    # Opened for appending, so that the child goes on writing at the end after `trim`.
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_BINARY", 0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, flags, 0o600)
    except OSError:
        descriptor = os.open(os.devnull, os.O_RDWR)
    return os.fdopen(descriptor, "r+b", buffering=0)


def tail(path: Path) -> str:
    """The last 8 KiB; empty when there is no log."""
    with contextlib.suppress(OSError), path.open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - TAIL_BYTES))
        return log.read().decode("utf-8", "replace")
    return ""


def last_death(path: Path) -> Path:
    """Where the tail of the last child of this log that died is kept."""
    return path.with_suffix(f".death{path.suffix}")


def keep_death(path: Path, how: str) -> None:
    """Keep the tail of a child that died, since the next child starts the log anew."""
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    with contextlib.suppress(OSError):
        last_death(path).write_text(f"{now}  {how}\n{tail(path)}", encoding="utf-8")


def trim(descriptor: int) -> None:
    """Cut the open log down to its tail once it is over 1 MiB. For the child itself, now and then."""
    with contextlib.suppress(OSError):
        size = os.fstat(descriptor).st_size
        if size <= LIMIT_BYTES:
            return
        os.lseek(descriptor, size - TAIL_BYTES, os.SEEK_SET)
        kept = os.read(descriptor, TAIL_BYTES)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)  # Windows keeps the place where it was, which would leave a hole
        os.write(descriptor, b"[older lines dropped]\n" + kept)
