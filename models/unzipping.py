"""Taking a zip apart: nothing of it leads outside the folder, and it is no larger than it may be."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

BLOCK_BYTES = 1 << 20

# What zipfile raises for one that is damaged, beside the OSError of its disk. RuntimeError: it is encrypted, or packed
# in an unknown way; ValueError and OverflowError: names that are no text, places before the start or beyond any file.
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)


class NotAsItShould(Exception):
    """The zip is damaged, too large, or names places outside; the text says which."""


def members(packed: zipfile.ZipFile, largest_bytes: int) -> list[zipfile.ZipInfo]:
    """Its files. Raises: NotAsItShould."""
    found = [info for info in packed.infolist() if not info.is_dir()]
    for info in found:
        path = PurePosixPath(info.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
            raise NotAsItShould(f"it names a place outside, {info.filename}")
    if sum(info.file_size for info in found) > largest_bytes:
        raise NotAsItShould(f"it is larger than {largest_bytes} bytes")
    return found


def open_member(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """Its bytes, in no more memory than is read at once. Raises: one of DAMAGE, here and while it is read.

    Of bzip2 and LZMA, zipfile unpacks whole blocks whatever is asked for: a few KB can become many MB.
    """
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError(f"{info.filename} is packed in another way than deflated")
    return packed.open(info)


def unpack(archive: Path, into: Path, largest_bytes: int, names: Collection[str] | None = None) -> Iterator[int]:
    """Write the files of `archive`, or those called `names`, below `into`; yields how many bytes are written.

    Raises:
        NotAsItShould: What was written until then is not to be used.
        OSError: The disk is full, or the folder cannot be written.
    """
    done = 0
    try:
        with zipfile.ZipFile(archive) as packed:
            for info in members(packed, largest_bytes):
                if names is not None and info.filename not in names:
                    continue
                target = into.joinpath(*PurePosixPath(info.filename).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with open_member(packed, info) as source, target.open("wb") as made:
                    while block := source.read(BLOCK_BYTES):
                        made.write(block)
                        done += len(block)
                        yield done
    except DAMAGE as error:
        raise NotAsItShould(f"it cannot be unpacked, {error}") from error


def sha256_of(path: Path) -> str:
    """Of the whole file, in hexadecimal. Raises: OSError."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
