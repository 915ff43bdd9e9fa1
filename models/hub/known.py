"""What is known of model files on this machine: their hashes, by path, size and time of change.

An append-only file of one JSON object a line; the last line about a path counts, and only while the file on disk is
still the one it speaks of.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from models.errors import FileNameNotText
from models.hub import lines
from models.paths import Paths, refuse_bytes
from models.store.faults import translating


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was when somebody last looked. `verified`: it is what its publisher says it should be.

    `listed` files are on the shelf although they lie outside the model folders; `origin` names the program whose
    they are.
    """

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str | None = None
    verified: bool = False
    listed: bool = False
    origin: str = ""
    name: str = ""

    @property
    def fresh(self) -> bool:
        """Whether the file on disk is still this one."""
        try:
            now = Path(self.path).stat()
        except (OSError, ValueError):  # the latter of a zero byte in its name
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size_bytes, self.mtime_ns)


class Known:
    """The file. Several processes may append."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, paths: Paths) -> Known:
        """The one of this user."""
        return cls(paths.data / "shelf.jsonl")

    def note(
        self,
        path: Path,
        *,
        sha256: str | None = None,
        verified: bool = False,
        listed: bool = False,
        origin: str = "",
        name: str = "",
    ) -> Facts:
        """Remember facts about the file as it is now.

        Raises: OSError when it is gone; FileNameNotText; DiskFull, StoreUnwritable.
        """
        refuse_bytes(path)
        now = path.stat()
        facts = Facts(
            path=str(path), size_bytes=now.st_size, mtime_ns=now.st_mtime_ns,
            sha256=sha256, verified=verified, listed=listed, origin=origin, name=name,
        )  # fmt: skip
        self._append(facts)
        return facts

    def forget(self, path: Path) -> None:
        """Nothing is known of `path` any more. Raises: DiskFull, StoreUnwritable."""
        with contextlib.suppress(FileNameNotText):  # of such a one nothing ever was
            refuse_bytes(path)
            self._append(Facts(path=str(path), size_bytes=-1, mtime_ns=-1))

    def all(self) -> dict[Path, Facts]:
        """By path; whether a file is still the same is for the caller to ask."""
        found: dict[Path, Facts] = {}
        content = b""
        with contextlib.suppress(OSError):
            content = self._path.read_bytes()
        for line in content.splitlines():
            with contextlib.suppress(msgspec.MsgspecError):
                facts = msgspec.json.decode(line, type=Facts)
                found[Path(facts.path)] = facts
        return {path: facts for path, facts in found.items() if facts.size_bytes >= 0}

    def _append(self, facts: Facts) -> None:
        with translating(self._path):
            lines.append(self._path, msgspec.json.encode(facts), sync=True)
