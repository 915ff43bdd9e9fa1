"""What a chat's cache held, kept on disk from one engine to the next, so that a long chat is not read again.

One pair of files a conversation, named by a hash: the cells as llama.cpp writes them, and beside them what they are
of. A pair is taken at most once: its note is deleted before the cells are read, so that cells which llama.cpp
stumbles over are met once and not for ever. Whatever differs (the model's file, the build, the types of the cache)
makes it worthless, and it is passed over.

They hold what the chat says, in tokens: the folder is private, and `forget` belongs to deleting a chat.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

KEPT_BYTES = 4 << 30  # of all chats together
_LEAST_TOKENS = 256  # what is shorter is as soon read
_SPARE_BYTES = 1 << 30  # disk that is left to others


class Note(msgspec.Struct, frozen=True):
    """What the cells beside it are: `source` names model, build and settings; there are `n_bytes` of them."""

    source: str
    n_bytes: int
    tokens: list[int]


class Kept:
    """The folder, for the caches of one `source`. `limit_bytes` is what it may hold; the longest unused goes first."""

    def __init__(self, folder: Path, source: str, limit_bytes: int = KEPT_BYTES) -> None:
        self._folder = folder
        self._source = source
        self._limit_bytes = limit_bytes

    def tokens(self, conversation: str) -> list[int]:
        """What is kept of a conversation; nothing when it is of another model, or damaged."""
        cells, note = _pair(self._folder, conversation)
        try:
            found = msgspec.msgpack.decode(note.read_bytes(), type=Note)
            whole = cells.stat().st_size == found.n_bytes
        except (OSError, msgspec.MsgspecError):
            return []
        return found.tokens if whole and found.source == self._source else []

    def take(self, conversation: str, read: Callable[[Path], bool]) -> bool:
        """Hand the cells to `read`, once; they are gone from the disk afterwards."""
        cells, note = _pair(self._folder, conversation)
        try:
            note.unlink()
            return read(cells)
        except OSError:
            return False
        finally:
            cells.unlink(missing_ok=True)

    def keep(
        self, conversation: str, tokens: Sequence[int], n_bytes: int, write: Callable[[Path], int], used: float
    ) -> bool:
        """Let `write` put about `n_bytes` of cells into a file; False when they are not worth it, or find no room.

        `used` (seconds since 1970) is when the conversation went on last: older ones make room for it.
        """
        if len(tokens) < _LEAST_TOKENS or n_bytes > self._limit_bytes:
            return False
        forget(self._folder, conversation)
        cells, note = _pair(self._folder, conversation)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room(n_bytes, used)
            if shutil.disk_usage(self._folder).free < n_bytes + _SPARE_BYTES or not write(cells):
                raise OSError("no room")
            os.utime(cells, (used, used))
            noted = Note(self._source, cells.stat().st_size, list(tokens))
            note.write_bytes(msgspec.msgpack.encode(noted))
        except OSError:
            forget(self._folder, conversation)
            return False
        return True

    def _make_room(self, n_bytes: int, used: float) -> None:
        """Raises: OSError, when the room is taken by what was used later."""
        found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.glob("*.cells"))
        held = sum(size for _, size, _ in found)
        for when, size, path in found:
            if held + n_bytes <= self._limit_bytes:
                return
            if when >= used:
                raise OSError("no room")
            held -= size
            _remove(path, path.with_suffix(".note"))


def forget(folder: Path, conversation: str) -> None:
    """Delete what is kept of a conversation; nothing there is no mistake."""
    _remove(*_pair(folder, conversation))


def _pair(folder: Path, conversation: str) -> tuple[Path, Path]:
    name = hashlib.sha256(conversation.encode()).hexdigest()[:32]
    return folder / f"{name}.cells", folder / f"{name}.note"


def _remove(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
