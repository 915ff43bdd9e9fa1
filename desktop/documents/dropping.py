"""What is dragged over the window, seen at once: which files, whether each can be read, and why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QMimeData

from models.documents.folder import files_below
from models.documents.kinds import SIZE_LIMITS, is_source_code, kind_of
from models.errors import (
    FileEmpty,
    FileIsFolder,
    FileIsLink,
    FileMissing,
    FileNotRegular,
    FileRefused,
    FileTooLarge,
    FileUnreadable,
    FolderEmpty,
    PictureUnread,
)
from models.hub.bundle import is_bundle
from models.paths import refuse_bytes

MOST_FILES = 500
_HEAD_BYTES = 4096


class Wish(Enum):
    """What is to be done with files. CHOOSE: to be asked for, in a menu of the rest."""

    SUMMARISE = "summarise"
    ASK = "ask"
    COMPARE = "compare"
    REPORT = "report"
    CHOOSE = "choose"
    TRANSLATE = "translate"
    LIST = "list"
    TABLES = "tables"
    EXPLAIN = "explain"
    REVIEW = "review"
    TESTS = "tests"

    @classmethod
    def for_files(cls, count: int) -> list[Wish]:
        """What makes sense with so many; the first is what happens unless another is chosen."""
        return [cls.SUMMARISE, cls.ASK, *([cls.COMPARE] if count == 2 else []), *([cls.REPORT] if count > 1 else [])]

    @classmethod
    def further(cls, paths: Sequence[Path]) -> list[Wish]:
        """What else makes sense with these: other things with source code than with documents."""
        if all(is_source_code(path.name) for path in paths):
            return [cls.EXPLAIN, cls.REVIEW, cls.TESTS, cls.LIST]
        return [cls.TRANSLATE, cls.LIST, cls.TABLES]


@dataclass(frozen=True, slots=True)
class Glance:
    """One file as its name, its size and its first bytes tell; the reader decides later. `refusal` None: it may do.

    `is_model`: a model, or a bundle of some.
    """

    path: Path
    size_bytes: int = 0
    refusal: FileRefused | None = None
    is_model: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """Everything that was dragged in. `left_out`: there were more than `MOST_FILES`, and the rest was not looked at."""

    files: list[Glance] = field(default_factory=list)
    left_out: bool = False

    @property
    def readable(self) -> list[Path]:
        return [each.path for each in self.files if each.refusal is None and not each.is_model]

    @property
    def counted(self) -> list[Path]:
        """All that are no models: what counts files names those it could not read."""
        return [each.path for each in self.files if not each.is_model]

    @property
    def models(self) -> list[Path]:
        return [each.path for each in self.files if each.is_model]

    @property
    def refusals(self) -> list[FileRefused]:
        return [each.refusal for each in self.files if each.refusal is not None]


def local_paths(data: QMimeData) -> list[Path]:
    """The local files and folders of a drag; addresses of the web are none of them.

    To be asked when the drag enters: the program it comes from may be gone when it is dropped.
    """
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def look(paths: Iterable[Path], most: int = MOST_FILES, *, pictures: bool = False) -> Dropped:
    """Look at each file, and at those in each folder. `pictures`: the words on them can be read."""
    found = Dropped()
    for path in paths:
        inside = 0
        for each in _glances(path, pictures=pictures):
            inside += 1
            if len(found.files) == most:
                return Dropped(found.files, left_out=True)
            found.files.append(each)
        if not inside:
            found.files.append(Glance(path, refusal=FolderEmpty(name=path.name)))
    return found


def glance(path: Path, *, pictures: bool = False) -> Glance:
    """Look at one file without waiting for a pipe or following a link."""
    try:
        refuse_bytes(path)
        status = path.lstat()
        if not path.is_symlink() and is_bundle(path):
            return Glance(path, status.st_size, is_model=True)
        if refusal := _irregular(path, status.st_mode):
            return Glance(path, refusal=refusal)
        size_bytes = status.st_size
        if size_bytes == 0:
            return Glance(path, refusal=FileEmpty(name=path.name))
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            if head.startswith(b"GGUF"):
                return Glance(path, size_bytes, is_model=True)
            family = kind_of(path.name, head, file).family
        if family == "picture" and not pictures:
            return Glance(path, size_bytes, PictureUnread(name=path.name))
        limit = SIZE_LIMITS[family]
        if size_bytes > limit:
            too_large = FileTooLarge(name=path.name, size=_megabytes(size_bytes), limit=_megabytes(limit))
            return Glance(path, size_bytes, too_large)
        return Glance(path, size_bytes)
    except (FileNotFoundError, ValueError):  # the latter of a name with a zero in it
        return Glance(path, refusal=FileMissing(name=path.name))
    except FileRefused as refusal:
        return Glance(path, refusal=refusal)
    except OSError as error:
        return Glance(path, refusal=FileUnreadable(name=path.name, detail=f"{error.strerror}."))


def _irregular(path: Path, mode: int) -> FileRefused | None:
    if stat.S_ISLNK(mode):
        return FileIsLink(name=path.name, target=os.path.realpath(path))
    if stat.S_ISDIR(mode):
        return FileIsFolder(name=path.name)
    return None if stat.S_ISREG(mode) else FileNotRegular(name=path.name)


def _glances(path: Path, *, pictures: bool) -> Iterator[Glance]:
    """Of the file, or of all in and below a folder; a folder that is a bundle of models is one thing."""
    if not _is_folder(path) or is_bundle(path):
        yield glance(path, pictures=pictures)
        return
    for file, refusal in files_below(path):
        yield Glance(file, refusal=refusal) if refusal else glance(file, pictures=pictures)


def _is_folder(path: Path) -> bool:
    """Not of what may not be looked at: `glance` says why."""
    try:
        return not path.is_symlink() and path.is_dir()
    except (OSError, ValueError):
        return False


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.0f} MB"
