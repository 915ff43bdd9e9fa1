"""What lies in a folder: every file in and below it, however deep, and what of it could not be listed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from models.errors import FileUnreadable


def files_below(folder: Path) -> Iterator[tuple[Path, FileUnreadable | None]]:
    """Everything but folders, by name; hidden ones and links are passed over, so that no loop is walked.

    A folder that cannot be listed comes with its refusal: what is in it would else be missing in silence.
    """
    waiting = [(os.fspath(folder), True)]  # no recursion: folders may be deeper than Python's stack
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield Path(path), None
            continue
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda entry: entry.name, reverse=True)
            kept = [each for each in found if not each.name.startswith(".") and not each.is_symlink()]
            waiting += [(each.path, each.is_dir()) for each in kept]
        except OSError as error:
            yield Path(path), FileUnreadable(name=Path(path).name, detail=f"{error.strerror}.")
