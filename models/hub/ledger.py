"""Every request this program ever made, for the privacy page: when, to which host, how many bytes, and why.

An append-only file of one JSON object a line. A request is written down before it leaves and again with what it
cost, so that one cut short by a crash is there too.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from models.hub import lines


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One request. `received_bytes` None: it was cut short, or is still under way. `status` 0: no answer came."""

    id: str
    at_ms: int
    method: str
    host: str
    why: str
    status: int = 0
    received_bytes: int | None = None


class Receipt:
    """What the one who makes a request fills in while it runs."""

    def __init__(self) -> None:
        self.status = 0
        self.received_bytes = 0


class Ledger:
    """The file. Lines of several processes may interleave."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def request(self, method: str, host: str, why: str) -> Iterator[Receipt]:
        """Write down a request around the making of it. Raises: OSError when that cannot be done."""
        begun = Entry(id=uuid.uuid4().hex, at_ms=time.time_ns() // 1_000_000, method=method, host=host, why=why)
        receipt = Receipt()
        self._append(begun)
        try:
            yield receipt
        finally:
            self._append(msgspec.structs.replace(begun, status=receipt.status, received_bytes=receipt.received_bytes))

    def entries(self) -> list[Entry]:
        """All of them, oldest first; a line that a crash cut short is passed over."""
        found: dict[str, Entry] = {}
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        for line in content.splitlines():
            try:
                entry = msgspec.json.decode(line, type=Entry)
            except msgspec.MsgspecError:
                continue
            found[entry.id] = entry
        return list(found.values())

    def _append(self, entry: Entry) -> None:
        lines.append(self.path, msgspec.json.encode(entry))
