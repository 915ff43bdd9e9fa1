"""A bundle being written as one zip, stored as it is: models do not get smaller."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from models.errors import ModelNotAsPublished
from models.hub import disk
from models.hub.bundle import MANIFEST, Manifest
from models.hub.faults import Fault
from models.hub.part import BLOCK_BYTES, Mark, Part
from models.hub.reasons import Reason

Steps = Generator[int, None, str]  # yields the bytes done of one file, returns its sha256


class Source(msgspec.Struct, frozen=True):
    """One file to be put into a bundle at `place`. `sha256` as far as it is known."""

    path: Path
    place: str
    size_bytes: int
    sha256: str | None


class ZipMaking:
    """A bundle as a zip, stored as it is: models do not get smaller.

    The same files give the same bytes, so what an earlier try has written is passed over while the files are read.
    """

    def __init__(self, target: Path, files: Sequence[Source]) -> None:
        self._part = Part(target)
        if not self._part.acquire():
            raise Fault(Reason.IN_USE)
        try:
            facts = [(source.place, source.size_bytes, source.path.stat().st_mtime_ns) for source in files]
            same = hashlib.sha256(repr((facts, sys.version_info[:2])).encode()).hexdigest()
            total_bytes = sum(source.size_bytes for source in files)
            mark = Mark(size_bytes=2 * total_bytes + 2**20, sha256=None, commit=same)  # its own size is not known yet
            disk.check(target.parent, total_bytes, min(total_bytes, self._part.usable_bytes(mark)))
            for _ in self._part.open(mark):
                pass
            self._stream = _Stream(self._part)
            self._packed: zipfile.ZipFile = zipfile.ZipFile(self._stream, "w")  # type: ignore[call-overload]  # it needs no more than that
        except BaseException:
            self._part.close()
            raise

    def add(self, source: Source) -> Steps:
        """Copy it behind what is there."""
        digest, done = hashlib.sha256(), 0
        with self._packed.open(_info(source.place), "w", force_zip64=True) as entry, source.path.open("rb") as file:
            try:
                while block := file.read(BLOCK_BYTES):
                    entry.write(block)
                    digest.update(block)
                    done += len(block)
                    yield done
                check(source, done, digest.hexdigest())
            except BaseException:
                self._stream.stop()  # zipfile would write an end
                raise
        return digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        self._packed.writestr(_info(MANIFEST), encoded(manifest))
        self._packed.close()
        self._part.publish()
        with suppress(OSError):
            self._part.target.chmod(0o644)

    def close(self) -> None:
        self._stream.stop()
        self._packed.close()
        self._part.close()


class _Stream:
    """What zipfile writes to: the part, whose first bytes are there already."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._passed = 0
        self._before = part.length
        self._stopped = False

    def write(self, block: bytes) -> int:
        if not self._stopped:
            skip = min(len(block), self._before - self._passed)
            self._passed += skip
            if skip < len(block):
                self._part.append(block[skip:])
        return len(block)

    def flush(self) -> None:
        """The part syncs by itself."""

    def stop(self) -> None:
        """From now on nothing is written any more."""
        self._stopped = True


def check(source: Source, size_bytes: int, sha256: str) -> None:
    """The file is what it was when it came. Raises: ModelNotAsPublished."""
    if size_bytes != source.size_bytes or sha256 != (source.sha256 or sha256):
        raise ModelNotAsPublished(name=source.path.name)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # of 1980: the same files give the same bytes
    info.external_attr = 0o644 << 16
    return info


def encoded(manifest: Manifest) -> bytes:
    """As the bundle holds it."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
