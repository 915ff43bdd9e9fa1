"""What no path can name."""

from __future__ import annotations

import os
from pathlib import Path


def nest(folder: Path) -> None:
    """Folders in `folder`, one in the other, deeper than the 4096 bytes a path may have on Linux."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(18):
        os.mkdir("n" * 240, dir_fd=here)
        inner = os.open("n" * 240, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
