"""From the files and folders of a command line to the files in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.documents.folder import files_below
from models.errors import FolderEmpty


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files, and for a folder all files in and below it, by name; hidden ones and links are passed over there.

    A file given twice is there once. What is no folder is left to its reader.

    Raises:
        FolderEmpty: A folder holds no file.
        FileUnreadable: A folder cannot be listed.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        inside = list(_below(path)) if path.is_dir() else [path]
        if not inside:
            raise FolderEmpty(name=path.name or str(path))
        for file in inside:
            found.setdefault(_place(file), file)
    return list(found.values())


def names_of(files: Sequence[Path]) -> list[str]:
    """A short name for each that no other has: its place below the folder they share."""
    absolute = [_place(file) for file in files]
    try:
        shared = Path(os.path.commonpath([file.parent for file in absolute]))
    except ValueError:  # on several drives, or none at all
        return [file.as_posix() for file in absolute]
    return [file.relative_to(shared).as_posix() for file in absolute]


def _place(file: Path) -> Path:
    """Where the file lies, by one name; a link stays one, for its reader to judge."""
    return file.parent.resolve() / file.name


def _below(folder: Path) -> Iterator[Path]:
    for file, refusal in files_below(folder):
        if refusal:
            raise refusal
        if file.is_file():
            yield file
