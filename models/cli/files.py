"""From the files and folders of a command line to the files in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.documents.folder import files_below
from models.errors import FileRefused, FolderEmpty


def files_in(paths: Sequence[Path]) -> tuple[list[Path], dict[Path, FileRefused]]:
    """The files, and for a folder all files in and below it, by name; hidden ones and links are passed over there.

    A file given twice is there once. What is no folder is left to its reader. With them the folders that hold no file
    or cannot be listed, and why: one of them keeps nobody from the rest.
    """
    found: dict[Path, Path] = {}
    refused: dict[Path, FileRefused] = {}
    for path in paths:
        if not stat.S_ISDIR(_mode(path)):
            found.setdefault(_place(path), path)
            continue
        nothing = True
        for file, refusal in _below(path):
            nothing = False
            if refusal:
                refused.setdefault(_place(file), refusal)
            else:
                found.setdefault(_place(file), file)
        if nothing:
            refused.setdefault(_place(path), FolderEmpty(name=path.name or str(path)))
    return list(found.values()), refused


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file; what may not be looked at is none."""
    return stat.S_ISREG(_mode(path))


def named(text: str) -> Path:
    """The path that a person typed; a “~name” of nobody here is a name like any other."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def names_of(files: Sequence[Path]) -> list[str]:
    """A short name for each that no other has: its place below the folder they share; other bytes are spelt out."""
    return [os.fsencode(name).decode("utf-8", "backslashreplace") for name in _short(files)]


def _short(files: Sequence[Path]) -> list[str]:
    absolute = [_place(file) for file in files]
    try:
        shared = Path(os.path.commonpath([file.parent for file in absolute]))
    except ValueError:  # on several drives, or none at all
        return [file.as_posix() for file in absolute]
    return [file.relative_to(shared).as_posix() for file in absolute]


def _place(file: Path) -> Path:
    """Where the file lies, by one name; a link stays one, for its reader to judge."""
    return Path(os.path.realpath(file.parent)) / file.name


def _below(folder: Path) -> Iterator[tuple[Path, FileRefused | None]]:
    """Everything that may be a file: no pipes and the like, but what may not be looked at, for its reader to refuse."""
    for file, refusal in files_below(folder):
        if refusal or stat.S_ISREG(_mode(file) or stat.S_IFREG):
            yield file, refusal


def _mode(path: Path) -> int:
    """What it is; 0 where that may not be looked at."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # the latter of a name with a zero in it
        return 0
