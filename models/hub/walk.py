"""Looking through a folder for model files, bounded: a few levels, a limited number of entries, no way out."""

from __future__ import annotations

import os
import re
import stat
from collections import deque
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TypeVar

Anywhere = TypeVar("Anywhere", bound=PurePath)  # on a disk, or in a repository

MOST_ENTRIES = 20_000
MOST_LEVELS = 5
MOST_PARTS = 1000

_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})", re.ASCII)


def files(root: Path, suffix: str = ".gguf") -> Iterator[Path]:
    """Ordinary files ending in `suffix` below `root`, sorted within a folder; those near the top come first.

    A link is followed to a file inside `root` only (the Hub's cache is made of such), never to a folder. What cannot
    be read is passed over.
    """
    seen = 0
    try:
        inside = os.path.realpath(root)
    except ValueError:  # a zero byte in its name
        return
    waiting: deque[tuple[Path, int]] = deque([(root, 0)])
    while waiting:
        folder, level = waiting.popleft()
        try:
            with os.scandir(folder) as entries:
                here = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in here:
            seen += 1
            if seen > MOST_ENTRIES:
                return
            if entry.is_dir(follow_symlinks=False):
                if level < MOST_LEVELS:
                    waiting.append((folder / entry.name, level + 1))
            elif entry.name.lower().endswith(suffix) and _is_file_inside(entry, inside):
                yield folder / entry.name


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file; what cannot be looked at, as on a drive that does not answer, is none."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Whether there is a folder, likewise."""
    return stat.S_ISDIR(_mode(path))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # the latter of a zero byte in its name
        return 0


def _is_file_inside(entry: os.DirEntry[str], inside: str) -> bool:
    try:
        if not entry.is_file():
            return False
    except OSError:
        return False
    return not entry.is_symlink() or os.path.realpath(entry.path).startswith(inside + os.sep)


def stem(path: PurePath) -> str:
    """The name of a model: without .gguf, and for a split set without the number of the part."""
    part = _PART.fullmatch(_bare(path))
    return part["stem"] if part else _bare(path)


def parts(first: Anywhere) -> tuple[Anywhere, ...]:
    """All files of the set that `first` begins, or just it."""
    part = _PART.fullmatch(_bare(first))
    if not part or not 1 <= int(part["count"]) <= MOST_PARTS:
        return (first,)
    count = int(part["count"])
    return tuple(first.with_name(f"{part['stem']}-{number:05}-of-{count:05}.gguf") for number in range(1, count + 1))


def first(path: Path) -> Path:
    """The file to load of the set that `path` is a part of, where it is there too; else `path` itself."""
    part = _PART.fullmatch(_bare(path))
    begin = path.with_name(f"{part['stem']}-00001-of-{part['count']}.gguf") if part else path
    return begin if is_file(begin) else path


def is_later_part(path: PurePath) -> bool:
    """Whether `path` is a part of a split set but not the one to load."""
    part = _PART.fullmatch(_bare(path))
    return part is not None and int(part["number"]) != 1


def _bare(path: PurePath) -> str:
    return path.name[: -len(".gguf")] if path.name.lower().endswith(".gguf") else path.name
