"""Making a bundle: an iterator of events; closing it keeps what is written for the next try."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from models.catalogue import Catalogue, Licence
from models.errors import ModelFileMissing, ModelNotAsPublished, OutputUnwritable
from models.hub import disk, walk
from models.hub.bundle import MANIFEST, BundleFile, BundleModel, Manifest, check_path, is_bundle
from models.hub.events import Value
from models.hub.faults import Fault, of_disk, spoken
from models.hub.part import BLOCK_BYTES, Mark, Part, Reading
from models.hub.reasons import Reason
from models.hub.shelf import InstalledModel, Shelf
from models.hub.zipped import Source, Steps, ZipMaking, check, encoded

Result = TypeVar("Result")


class Copying(Value, frozen=True):
    """`done_bytes` of `total_bytes` of the whole bundle; `name` is the model's that is being copied."""

    name: str
    done_bytes: int
    total_bytes: int


class Exported(Value, frozen=True):
    """The bundle is at `path`, complete."""

    path: str
    size_bytes: int


class _Making(Protocol):
    """A bundle being written."""

    def add(self, source: Source) -> Steps: ...
    def finish(self, manifest: Manifest) -> None: ...
    def close(self) -> None: ...


def export(
    models: Sequence[InstalledModel], target: Path, shelf: Shelf, catalogue: Catalogue
) -> Generator[Copying | Exported, None, None]:
    """Write a bundle of `models` to `target`: a zip when it is called so, else a folder.

    In a folder on the same file system the files are hard links. What an earlier try has written is not written again.

    Raises:
        ModelFileMissing: A model's file is not there.
        ModelNotAsPublished: A model's file is not what it was when it came.
        OutputUnwritable: The folder holds other files under the names of a bundle.
        DownloadFailed: The disk is full, or the folder cannot be written.
    """
    sources = [(model, _sources(model, shelf)) for model in models]
    files = [source for _, some in sources for source in some]
    total_bytes, done_bytes = sum(source.size_bytes for source in files), 0
    described = []
    with spoken(), of_disk(target.parent, total_bytes):
        making: _Making = ZipMaking(target, files) if target.suffix.lower() == ".zip" else _Folder(target, files)
        try:
            for model, some in sources:
                written = []
                for source in some:
                    sha256 = yield from told(making.add(source), model.title, done_bytes, total_bytes)
                    written.append(BundleFile(path=source.place, size_bytes=source.size_bytes, sha256=sha256))
                    done_bytes += source.size_bytes
                described.append(_described(model, written, catalogue))
            making.finish(Manifest(models=tuple(described)))
        finally:
            making.close()
    yield Exported(str(target), total_bytes)


def told(
    steps: Generator[int, None, Result], name: str, before_bytes: int, total_bytes: int
) -> Generator[Copying, None, Result]:
    """The steps of one file as events; what was done may only grow, also while an earlier try is read again."""
    most = 0
    while True:
        try:
            most = max(most, next(steps))
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # what the generator returns
        yield Copying(name, before_bytes + most, total_bytes)


class _Folder:
    """A bundle as a folder."""

    def __init__(self, target: Path, files: Sequence[Source]) -> None:
        self._target = target
        others = [source for source in files if _size(target / source.place) not in (0, source.size_bytes)]
        if not is_bundle(target) and (others or (target / MANIFEST).exists()):  # neither ours nor an earlier try
            raise OutputUnwritable(detail=f"“{target}” has files of these names already. Name another folder.")
        target.mkdir(parents=True, exist_ok=True)
        there = sum(_size(target / source.place) for source in files)
        if not _one_file_system(target, files):
            disk.check(target, sum(source.size_bytes for source in files), there)

    def add(self, source: Source) -> Steps:
        """Link it, or copy it where the file system has no links."""
        path = self._target.joinpath(*PurePosixPath(source.place).parts)
        if path.exists() and path.samefile(source.path):
            return (yield from _read(source))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            os.link(os.path.realpath(source.path), path)
            return (yield from _read(source))
        return (yield from _copied(source, path))

    def finish(self, manifest: Manifest) -> None:
        fresh = self._target / f"{MANIFEST}.new"
        fresh.write_bytes(encoded(manifest))
        fresh.replace(self._target / MANIFEST)

    def close(self) -> None:
        """Nothing is open between two files."""


def _sources(model: InstalledModel, shelf: Shelf) -> list[Source]:
    """Raises: ModelFileMissing."""
    found = []
    for number, path in enumerate(map(Path, (*model.parts, *((model.mmproj,) if model.mmproj else ())))):
        if not walk.is_file(path):
            raise ModelFileMissing(name=path.name)
        place = _place(path, model, shelf, number)
        found.append(Source(path, place, path.stat().st_size, shelf.sha256_of(path)))
    return found


def _place(path: Path, model: InstalledModel, shelf: Shelf, number: int) -> str:
    """Where a file goes: as in the model folder, or below the model's name."""
    for folder in shelf.folders:
        if path.is_relative_to(folder):
            place = "/".join(("models", *path.relative_to(folder).parts))
            with suppress(ValueError):
                check_path(place)
                return place
    slug = re.sub(r"[^\w.-]+|^\W+|[. ]+$", "-", model.name).strip("-.")[:100] or "model"
    name = path.name if path.suffix.lower() == ".gguf" else f"{slug}{f'-{number}' if number else ''}.gguf"
    plain = re.sub(r"[^\w.()+-]", "_", name)
    place = f"models/added/{slug}/{plain}"
    check_path(place)
    return place


def _described(model: InstalledModel, files: list[BundleFile], catalogue: Catalogue) -> BundleModel:
    entry = next((entry for entry in catalogue.entries if entry.id == model.entry), None)
    parts = len(model.parts)
    return BundleModel(
        name=model.title[:200],
        entry=model.entry,
        licence=entry.licence if entry else Licence(id=_licence(model)),
        files=tuple(files[:parts]),
        mmproj=files[parts] if len(files) > parts else None,
    )


def _licence(model: InstalledModel) -> str | None:
    said = model.header().metadata.get("general.license")
    return said if isinstance(said, str) else None


def _read(source: Source) -> Steps:
    """Its sha256 without a copy."""
    reading = Reading(source.path)
    yield from reading
    check(source, source.size_bytes, reading.sha256)
    return reading.sha256


def _copied(source: Source, path: Path) -> Steps:
    part = Part(path)
    if not part.acquire():
        raise Fault(Reason.IN_USE)
    try:
        changed = str(source.path.stat().st_mtime_ns)
        yield from part.open(Mark(size_bytes=source.size_bytes, sha256=source.sha256, commit=changed))
        with source.path.open("rb", buffering=0) as file:
            file.seek(part.length)
            while block := file.read(BLOCK_BYTES):
                part.append(block)
                yield part.length
        try:
            check(source, part.length, part.digest())
        except ModelNotAsPublished:
            part.discard()
            raise
        part.publish()
        with suppress(OSError):
            path.chmod(0o644)  # it is the user's to delete
    finally:
        part.close()
    return part.digest()


def _one_file_system(folder: Path, files: Sequence[Source]) -> bool:
    return {source.path.stat().st_dev for source in files} == {folder.stat().st_dev}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
