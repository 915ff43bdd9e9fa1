"""A file as the place it is got from describes it, held against what is wanted."""

from __future__ import annotations

import re

import msgspec

from models.hub.events import WantedFile
from models.hub.faults import Fault
from models.hub.reasons import Reason

_SHA256 = re.compile(r"[0-9a-f]{64}")


class RemoteFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file at one commit. `sha256` is what its bytes must have; None: nobody knows."""

    url: str
    size_bytes: int
    sha256: str | None
    commit: str


def agreed(file: WantedFile, *, url: str, size_bytes: int | None, sha256: str | None, commit: str) -> RemoteFile:
    """What is wanted and what is told are one file. Raises: Fault when they are not."""
    sha256 = sha256 if sha256 and _SHA256.fullmatch(sha256) else None
    size_bytes = size_bytes or file.size_bytes
    if size_bytes is None or size_bytes < 1 or size_bytes != (file.size_bytes or size_bytes):
        raise Fault(Reason.CHANGED)
    if sha256 and sha256 != (file.sha256 or sha256):
        raise Fault(Reason.CHANGED)
    return RemoteFile(url=url, size_bytes=size_bytes, sha256=file.sha256 or sha256, commit=commit)
