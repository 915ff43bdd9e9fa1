"""The downloads that were asked for and are not finished, on disk: one small file each, written whole.

They survive a crash, an update and a reboot, and never start by themselves. No token is ever written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from models.hub.events import DownloadRequest
from models.hub.part import length, sync_folder
from models.hub.reasons import Reason, say
from models.store.faults import translating


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A download that can be started again. `reason` says why it failed; None: it was paused, or cut short."""

    request: DownloadRequest
    folder: str
    reason: Reason | None = None
    values: dict[str, str] = {}

    @property
    def detail(self) -> str:
        """The words of its failure, or nothing."""
        return say(self.reason, **self.values) if self.reason else ""

    @property
    def done_bytes(self) -> int:
        """How much of it is on disk now."""
        return sum(length(self.request.target(Path(self.folder), file)) for file in self.request.files)


class Queue:
    """The records in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, pending: Pending) -> None:
        """Write or replace the record of a download. Raises: DiskFull, StoreUnwritable."""
        path = self._path(pending.request, pending.folder)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        with translating(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                with fresh.open("wb") as file:
                    file.write(msgspec.json.encode(pending))
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
            sync_folder(self._folder)

    def remove(self, request: DownloadRequest, folder: str) -> None:
        """Forget a download. Raises: DiskFull, StoreUnwritable."""
        path = self._path(request, folder)
        with translating(path):
            path.unlink(missing_ok=True)

    def all(self) -> list[Pending]:
        """Oldest first. A record that nobody can read any more is passed over."""
        found: list[tuple[float, Pending]] = []
        for path in self._folder.glob("*.json"):
            with contextlib.suppress(msgspec.MsgspecError, ValueError, OSError):
                found.append((path.stat().st_mtime, msgspec.json.decode(path.read_bytes(), type=Pending)))
        return [pending for _, pending in sorted(found, key=lambda pair: pair[0])]

    def _path(self, request: DownloadRequest, folder: str) -> Path:
        target = request.target(Path(folder), request.files[0])
        return self._folder / f"{hashlib.sha256(os.fsencode(target)).hexdigest()[:24]}.json"
