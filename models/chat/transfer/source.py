"""The JSON in a file that chats are imported from, whatever is in it."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from models.errors import (
    FileBomb,
    FileDamaged,
    FileEmpty,
    FileIsFolder,
    FileMissing,
    FileNotRegular,
    FileTooLarge,
    FileUnreadable,
)
from models.unzipping import DAMAGE, open_member

LARGEST_BYTES = 512 * 1024 * 1024  # decoded it takes about four times as much memory
MOST_MESSAGES = 1_000_000
_MEMBERS = 100_000  # of a zip: every picture of the account is one
_HALF = re.compile("[\ud800-\udfff]")


def documents(path: Path) -> Iterator[Any]:
    """What the JSON file holds; of a zip (as ChatGPT sends it), each of its `conversations*.json`.

    Raises:
        FileRefused: It cannot be read, is too large, or is no JSON; says where.
    """
    data = _bytes(path)
    if not data.startswith(b"PK\x03\x04"):
        yield _decoded(data, path.name)
        return
    for member, inner in _members(path):
        yield _decoded(inner, f"{path.name}: {member}")


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise FileIsFolder(name=path.name or str(path))
        if not stat.S_ISREG(found.st_mode):
            raise FileNotRegular(name=path.name)
        if found.st_size > LARGEST_BYTES:
            raise too_large(path.name, found.st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise FileMissing(name=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FileUnreadable(name=path.name, detail=f"{getattr(error, 'strerror', None) or error}.") from error
    if not data:
        raise FileEmpty(name=path.name)
    if len(data) > LARGEST_BYTES:  # it grew after the check
        raise too_large(path.name, len(data))
    return data


def too_large(name: str, size: int) -> FileTooLarge:
    """The refusal of so many bytes."""
    return FileTooLarge(name=name, size=f"{size / 1e6:,.0f} MB", limit=f"{LARGEST_BYTES / 1e6:,.0f} MB")


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of chats in a zip, each read no further than is allowed, whatever the zip says of its size."""
    left, found = LARGEST_BYTES, False
    try:
        with zipfile.ZipFile(path) as package:
            if len(package.namelist()) > _MEMBERS:
                raise FileBomb(name=path.name, detail=f"{len(package.namelist())} files")
            for entry in package.infolist():
                name = PurePosixPath(entry.filename).name
                if not (name.startswith("conversations") and name.endswith(".json")):
                    continue
                with open_member(package, entry) as file:
                    data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise FileBomb(name=path.name, detail=f"more than {LARGEST_BYTES / 1e6:,.0f} MB")
                found = True
                yield name, data
    except (*DAMAGE, OSError) as error:
        raise FileDamaged(name=path.name, detail="the zip cannot be unpacked.") from error
    if not found:
        raise FileDamaged(name=path.name, detail="no conversations.json is in the zip.")


def _decoded(data: bytes, name: str) -> Any:
    """The value. What only Python's own reader takes (UTF-16, half an emoji) is read by that, and made whole."""
    try:
        return msgspec.json.decode(data)
    except RecursionError as error:
        raise FileBomb(name=name, detail="nested too deeply") from error
    except (msgspec.DecodeError, ValueError):
        pass
    try:
        text = json.dumps(json.loads(data), ensure_ascii=False, allow_nan=False)
        return msgspec.json.decode(_HALF.sub("\ufffd", text))
    except RecursionError as error:
        raise FileBomb(name=name, detail="nested too deeply") from error
    except json.JSONDecodeError as error:
        raise FileDamaged(name=name, detail=f"line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except UnicodeDecodeError as error:
        raise FileDamaged(name=name, detail=f"byte {error.start} is no text.") from error
    except ValueError as error:  # of msgspec, or of a number without an end
        raise FileDamaged(name=name, detail=f"{error}.") from error
