"""Files of one JSON object a line, only ever appended to, by several processes at once."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def append(path: Path, line: bytes, *, sync: bool = False) -> None:
    """Add `line` in one piece; what a full disk or a crash left of an earlier one stays a line of its own.

    Raises:
        OSError: It is not there, or not whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        torn = file.read(1) not in (b"", b"\n")
        whole = b"\n" * torn + line + b"\n"
        if file.write(whole) != len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if sync:
            os.fsync(file.fileno())
