"""Taking a bundle in: an iterator of events; closing it keeps what was copied for the next try."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from models.errors import BundleDamaged, PaddockError
from models.gguf import read_header
from models.hub import disk
from models.hub.bundle import Bundle, BundleFile
from models.hub.events import Value
from models.hub.faults import Fault, of_disk, spoken
from models.hub.packing import Copying, told
from models.hub.part import BLOCK_BYTES, Mark, Part, Reading
from models.hub.reasons import Reason
from models.hub.shelf import Shelf


class Imported(Value, frozen=True):
    """The models are on the shelf; `paths` are the files to load, in the order of the manifest."""

    paths: tuple[str, ...]


def unpack(bundle: Bundle, shelf: Shelf) -> Generator[Copying | Imported, None, None]:
    """Take all models of `bundle` into the first model folder, each file verified before it gets its name.

    From a folder on the same file system the files are hard links.

    Raises:
        BundleDamaged, FileRefused: A file is not what the manifest says, or no model; it was not taken.
        DownloadFailed: The disk is full, or the folder cannot be written.
    """
    folder = shelf.folders[0]
    total_bytes = sum(model.size_bytes for model in bundle.manifest.models)
    done_bytes, paths = 0, []
    with spoken(), of_disk(folder, total_bytes):
        if folder == shelf.own:
            folder.mkdir(parents=True, exist_ok=True)
        elif not folder.is_dir():  # a drive that is not there now must not be filled beside
            raise Fault(Reason.DISK_IO, folder=str(folder))
        for model in bundle.manifest.models:
            targets = []
            for file in model.all_files:
                taking = _take(bundle, file, folder.joinpath(*PurePosixPath(file.path).parts[1:]))
                target = yield from told(taking, model.name, done_bytes, total_bytes)
                shelf.note(target, file.sha256)
                targets.append(target)
                done_bytes += file.size_bytes
            paths.append(str(targets[0]))
    yield Imported(tuple(paths))


def _take(bundle: Bundle, file: BundleFile, target: Path) -> Generator[int, None, Path]:
    """Bring one file to its place, or beside it where another file has that name; yields how much was read."""
    if target.exists():
        reading = Reading(target)
        yield from reading
        if reading.sha256 == file.sha256:
            return target
        target = target.parent / file.sha256[:8] / target.name
    part = Part(target)
    if not part.acquire():
        raise Fault(Reason.IN_USE)
    try:
        if not (yield from _linked(bundle, file, target)):
            yield from _copied(bundle, file, part)
    finally:
        part.close()
    return target


def _linked(bundle: Bundle, file: BundleFile, target: Path) -> Generator[int, None, bool]:
    """Link it from a folder on the same file system; False: that is not possible here."""
    plain = bundle.plain_path(file)
    if plain is None or not plain.exists() or plain.stat().st_dev != target.parent.stat().st_dev:
        return False
    with bundle.open(file) as source:
        digest, done = hashlib.sha256(), 0
        while block := source.read(BLOCK_BYTES):
            digest.update(block)
            done += len(block)
            yield done
    _check(bundle, file, digest.hexdigest(), plain)
    with suppress(OSError):  # this file system has no links
        target.unlink(missing_ok=True)
        os.link(plain, target)
        return True
    return False


def _copied(bundle: Bundle, file: BundleFile, part: Part) -> Iterator[int]:
    """Copy it, from where an earlier try ended."""
    mark = Mark(size_bytes=file.size_bytes, sha256=file.sha256, commit="bundle")
    disk.check(part.target.parent, file.size_bytes, part.usable_bytes(mark))
    try:
        with bundle.open(file) as source:
            yield from part.open(mark)
            source.seek(part.length)
            while part.length < file.size_bytes and (block := source.read(BLOCK_BYTES)):
                part.append(block[: file.size_bytes - part.length])
                yield part.length
        _check(bundle, file, part.digest(), part.path)
    except PaddockError:
        part.discard()
        raise
    part.publish()


def _check(bundle: Bundle, file: BundleFile, sha256: str, path: Path) -> None:
    """Raises: BundleDamaged, FileRefused."""
    if sha256 != file.sha256:
        raise BundleDamaged(name=bundle.path.name, detail=f"{file.path} is damaged")
    read_header(path, part=True)
