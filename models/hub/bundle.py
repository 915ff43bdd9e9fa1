"""A bundle: models with their manifest in one folder or one zip, to be carried to a computer without a network.

    manifest.json                       what is in it, with sizes, sha256, licences and catalogue ids
    models/<org>/<repo>/<file>.gguf     as the model folder has them

A bundle may come from anybody. Covered when one is opened: paths that lead out (absolute, “..”, links, drives), names
of devices, files that are not as the manifest says, too many or too large lists, entries that are compressed or
encrypted. Every byte is held against its sha256 before the file gets its name; that the manifest itself is honest
nobody can say, so only what the catalogue knows counts as verified.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import IO, Annotated, Literal

import msgspec

from models.catalogue import Licence, Sha256
from models.errors import BundleDamaged, FileMissing
from models.unzipping import DAMAGE

MANIFEST = "manifest.json"
MANIFEST_BYTES = 4 * 1024 * 1024
DIRECTORY_BYTES = 16 * 1024 * 1024  # of a zip: what zipfile reads into memory at once
MOST_MODELS = 500
MOST_FILES = 1000  # of one model: a split set

_PLACE = re.compile(r"models(/\w[\w.()+ -]{0,150}){1,3}\.gguf", re.IGNORECASE)
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.ASCII | re.IGNORECASE)
_END, _END_BYTES, _MOST_COMMENT = b"PK\5\6", 22, 65_535


class BundleFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `path` is below the bundle, with forward slashes."""

    path: Annotated[str, msgspec.Meta(max_length=500)]
    size_bytes: Annotated[int, msgspec.Meta(gt=0, le=2**43)]
    sha256: Sha256


class BundleModel(msgspec.Struct, frozen=True, kw_only=True):
    """One model: its file, or all of a split set in order, and the projector with which it sees images."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    entry: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    licence: Licence = Licence(id=None)
    files: Annotated[tuple[BundleFile, ...], msgspec.Meta(min_length=1, max_length=MOST_FILES)]
    mmproj: BundleFile | None = None

    @property
    def all_files(self) -> tuple[BundleFile, ...]:
        return (*self.files, self.mmproj) if self.mmproj else self.files

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.all_files)


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself."""

    format: Literal["paddock-models"] = "paddock-models"
    version: Literal[1] = 1
    models: Annotated[tuple[BundleModel, ...], msgspec.Meta(min_length=1, max_length=MOST_MODELS)]


class Bundle:
    """An open bundle: its `manifest`, and the bytes of its files. A context manager.

    Raises:
        FileMissing, BundleDamaged: There is none, or it is not one that can be trusted to be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closing = contextlib.ExitStack()
        try:
            with contextlib.ExitStack() as opening:
                self._zip = None if path.is_dir() else opening.enter_context(_zip(path))
                self._root = os.path.realpath(path)
                self.manifest = self._read_manifest()
                self._closing = opening.pop_all()
        except FileNotFoundError as error:
            raise FileMissing(name=path.name) from error
        except (OSError, *DAMAGE) as error:
            raise BundleDamaged(name=path.name, detail=_words(error)) from error

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the zip."""
        self._closing.close()

    def open(self, file: BundleFile) -> AbstractContextManager[IO[bytes]]:
        """The bytes of `file`. Raises: BundleDamaged when it is not as the manifest says; OSError."""
        if self._zip is None:
            return self._open_plain(file.path, file.size_bytes)
        return self._open_packed(self._zip, file.path, file.size_bytes)

    def plain_path(self, file: BundleFile) -> Path | None:
        """Where `file` lies when the bundle is a folder."""
        return None if self._zip else Path(self._root, *PurePosixPath(file.path).parts)

    def _read_manifest(self) -> Manifest:
        opened = self._open_packed(self._zip, MANIFEST) if self._zip else self._open_plain(MANIFEST)
        with opened as file:
            content = file.read(MANIFEST_BYTES + 1)
        if len(content) > MANIFEST_BYTES:
            raise ValueError(f"{MANIFEST} is too long")
        try:
            manifest = msgspec.json.decode(content, type=Manifest)
        except msgspec.MsgspecError as error:
            raise ValueError(f"{MANIFEST}: {error}") from error
        paths = [file.path for model in manifest.models for file in model.all_files]
        for path in paths:
            check_path(path)
        if len({path.casefold() for path in paths}) < len(paths):
            raise ValueError(f"{MANIFEST} names a file twice")
        return manifest

    @contextlib.contextmanager
    def _open_plain(self, name: str, size_bytes: int | None = None) -> Iterator[IO[bytes]]:
        path = Path(self._root, *PurePosixPath(name).parts)
        if os.path.realpath(path) != str(path):
            raise BundleDamaged(name=self.path.name, detail=f"{name} is a link")
        no_link = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, os.O_RDONLY | no_link), "rb", buffering=0) as file:
            now = os.fstat(file.fileno())
            if not stat.S_ISREG(now.st_mode) or now.st_size != (size_bytes or now.st_size):
                raise BundleDamaged(name=self.path.name, detail=f"{name} has not the size it should have")
            yield file

    @contextlib.contextmanager
    def _open_packed(self, packed: zipfile.ZipFile, name: str, size_bytes: int | None = None) -> Iterator[IO[bytes]]:
        info = _entry(packed, name)
        if info is None or info.file_size != (size_bytes or info.file_size):
            raise BundleDamaged(name=self.path.name, detail=f"{name} is not in it as it should be")
        try:
            with packed.open(info) as file:
                yield file
        except DAMAGE as error:
            raise BundleDamaged(name=self.path.name, detail=_words(error)) from error


def check_path(path: str) -> None:
    """Raises: ValueError when `path` is not below the models of a bundle, on every system."""
    parts = PurePosixPath(path).parts
    sound = _PLACE.fullmatch(path) and "/".join(parts) == path
    if not sound or any(part != part.rstrip(". ") or _DEVICES.fullmatch(part) or ".." in part for part in parts):
        raise ValueError(f"{path!r} is no place for a model")


def is_bundle(path: Path) -> bool:
    """Whether `path` looks like one: cheap, for a drop. Opening it decides."""
    try:
        if path.is_dir():
            with (path / MANIFEST).open("rb") as file:
                return b"paddock-models" in file.read(200)
        if path.suffix.lower() != ".zip":
            return False
        with _zip(path) as packed:
            return MANIFEST in packed.namelist() and any(name.startswith("models/") for name in packed.namelist())
    except (OSError, *DAMAGE):
        return False


def _zip(path: Path) -> zipfile.ZipFile:
    """Raises: OSError; one of DAMAGE."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("it is no file")
    _check_directory(path)
    return zipfile.ZipFile(path)


def _check_directory(path: Path) -> None:
    """The list at the end of a zip is read into memory as a whole: look at its length first. Raises: ValueError."""
    with path.open("rb") as file:
        size_bytes = file.seek(0, os.SEEK_END)
        file.seek(max(0, size_bytes - _END_BYTES - _MOST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise ValueError("it is no zip file")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    wide = tail.rfind(b"PK\6\6", 0, at)  # zip64 has the length in a record of its own, just before
    if wide >= 0 and len(tail) - wide >= 56:
        length = max(length if length != 2**32 - 1 else 0, int.from_bytes(tail[wide + 40 : wide + 48], "little"))
    if length > DIRECTORY_BYTES:
        raise ValueError("its list of files is too long")


def _entry(packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo | None:
    """The one plain, stored entry of that name."""
    found = [info for info in packed.infolist() if info.filename == name]
    if len(found) != 1:
        return None
    info = found[0]
    plain = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
    return info if plain and not info.flag_bits & 0x1 and not stat.S_ISLNK(info.external_attr >> 16) else None


def _words(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return words.rstrip(".") or type(error).__name__
