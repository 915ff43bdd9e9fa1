"""One verified file, whatever happens on the way: resumed, waited for, hashed while it is written.

An iterator of events. Closing it, or turning its `Switch`, keeps what is there for the next time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import httpx2

from models.hub import disk, head, walk
from models.hub.door import Door
from models.hub.events import (
    Answer,
    Checking,
    DownloadRequest,
    Pace,
    Rechecking,
    Source,
    Verifying,
    Waiting,
    WantedFile,
)
from models.hub.faults import Fault, of_disk, of_exception
from models.hub.follow import follow
from models.hub.naming import look_up
from models.hub.pacing import Meter, Patience, Switch
from models.hub.part import Mark, Part, Reading, length
from models.hub.reasons import Reason
from models.hub.remote import RemoteFile

MOST_MISMATCHES = 2

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class Transfer:
    """Getting one `file` of `request` to its place under `folder`.

    `size_bytes` is 0 until it is known, which `size_up` sees to. When `run` has ended, it, `sha256` and `verified` say
    what came to `path`.
    """

    def __init__(
        self,
        request: DownloadRequest,
        file: WantedFile,
        folder: Path,
        *,
        door: Door,
        source: Source,
        pace: Pace,
        switch: Switch,
    ) -> None:
        self.path = request.target(folder, file)
        self.sha256 = ""
        self.verified = False
        self.size_bytes = file.size_bytes or 0
        self._request = request
        self._file = file
        self._folder = folder
        self._door = door
        self._source = source
        self._pace = pace
        self._switch = switch
        self._before: tuple[Transfer, ...] = ()
        self._after: tuple[Transfer, ...] = ()
        self._part = Part(self.path)
        self._patience = Patience(pace)
        self._remote: RemoteFile | None = None
        self._is_open = False
        self._mismatches = 0
        self._differs = False  # what lies at `path` is another file, which need not be read again on every try

    @property
    def there_bytes(self) -> int:
        """How much of it is on disk, finished or not."""
        return length(self.path)

    def size_up(self) -> Iterator[Answer]:
        """Learn its size, where the request does not say it. Raises: as `run`."""
        if not self.size_bytes:
            yield from self._patiently(self._learn)

    def run(self, before: Sequence[Transfer] = (), after: Sequence[Transfer] = ()) -> Iterator[Answer]:
        """Get it. `before` and `after` are the download's other files: those already there, and those still to come.

        Raises:
            Fault: It cannot be had; what came is kept unless it was damaged.
            models.hub.faults.Stopped: The user paused.
        """
        self._before, self._after = tuple(before), tuple(after)
        try:
            yield from self._until_alone()
            yield from self._patiently(self._attempt)
        finally:
            with of_disk(self._folder, self.size_bytes):
                self._part.close()

    def _patiently(self, attempt: Callable[[], Generator[Answer, None, bool]]) -> Iterator[Answer]:
        """Try until it is done, waiting in between. Who has seen an earlier file come is not watching any more."""
        self._patience = Patience(self._pace, has_moved=any(each._patience.has_moved for each in self._before))
        while True:
            try:
                if (yield from attempt()):
                    return
            except Fault as fault:
                self._switch.check()  # a connection that was shut under our hands is no fault
                yield from self._wait(fault.reason, self._patience.after(fault))

    def _until_alone(self) -> Iterator[Answer]:
        """Take the lock; while another process has it, show how far that one is."""
        with of_disk(self._folder, self.size_bytes):
            if self._part.acquire():
                return
            yield Waiting(Reason.IN_USE, 0.0)
            meter = self._meter()
            while not self._part.acquire():
                self._switch.wait(self._pace.tick_s)
                with suppress(FileNotFoundError):  # it has just got its name
                    there = self._part.path.stat().st_size
                    if self.size_bytes:
                        yield meter.read(self._before_bytes + there)

    def _learn(self) -> Generator[Answer, None, bool]:
        """Ask what it is."""
        yield Checking()
        self._remote = look_up(self._door, self._source, self._request, self._file, self._pace)
        self.size_bytes = self._remote.size_bytes
        return True

    def _attempt(self) -> Generator[Answer, None, bool]:
        """One try, from the first question to the published file; False asks for a fresh start."""
        if not self._is_open:
            if (yield from self._is_there(self._file.sha256)):
                return True
            if self._remote is None:
                yield from self._learn()
            assert self._remote
            if not self._file.sha256 and (yield from self._is_there(self._remote.sha256)):
                return True
            yield from self._open_part(self._remote)
            self._is_open = True
        assert self._remote
        if self._part.length < self.size_bytes:
            yield from self._receive(self._remote)
        return (yield from self._finish(self._remote))

    def _is_there(self, sha256: str | None) -> Generator[Answer, None, bool]:
        """Whether the very file is already in its place, as when another process has just put it there."""
        if sha256 is None or self._differs or not walk.is_file(self.path):
            return False
        with of_disk(self._folder, 0):
            size_bytes = self.path.stat().st_size
            if size_bytes != (self.size_bytes or size_bytes):
                return False
            reading, meter = Reading(self.path), self._meter()
            for done in reading:
                self._switch.check()
                if meter.due():
                    seen = meter.read(self._before_bytes + done)
                    yield Rechecking(seen.done_bytes, max(seen.total_bytes, seen.done_bytes))
        if reading.sha256 != sha256:
            self._differs = True
            return False
        self.sha256, self.size_bytes, self.verified = sha256, size_bytes, True
        return True

    def _open_part(self, remote: RemoteFile) -> Iterator[Answer]:
        """Open what an earlier run left, after a look at the disk."""
        mark = Mark(size_bytes=remote.size_bytes, sha256=remote.sha256, commit=remote.commit)
        still = sum(max(0, each.size_bytes - each.there_bytes) for each in self._after)
        disk.check(self._part.path.parent, remote.size_bytes, self._part.usable_bytes(mark), still)
        meter = self._meter()
        with of_disk(self._folder, remote.size_bytes):
            for done in self._part.open(mark):
                self._switch.check()
                if meter.due():
                    seen = meter.read(self._before_bytes + done)
                    yield Rechecking(seen.done_bytes, seen.total_bytes)
        yield self._meter().read(self._before_bytes + self._part.length)

    def _receive(self, remote: RemoteFile) -> Iterator[Answer]:
        """Take the rest of the file from one response."""
        part, meter = self._part, self._meter()
        response = self._ask(remote.url)
        try:
            for block in self._blocks(response):
                with of_disk(self._folder, self.size_bytes - part.length, self.size_bytes):
                    part.append(block[: self.size_bytes - part.length])
                self._patience.moved()
                if meter.due():
                    yield meter.read(self._before_bytes + part.length)
                if part.length == self.size_bytes:
                    break
        except httpx2.HTTPError as error:
            raise of_exception(error, proxied=self._door.through_proxy(response.url)) from error
        finally:
            response.close()
        yield meter.read(self._before_bytes + part.length)
        if part.length < self.size_bytes:
            raise Fault(Reason.TIMEOUT)

    def _blocks(self, response: httpx2.Response) -> Iterator[bytes]:
        """The bytes that are not here yet, the first of them looked at before they are written."""
        skip = self._offset(response)
        first: bytes | None = b"" if self._part.length == 0 else None
        for block in response.iter_raw():
            if skip:  # the server sent from the start: what is here already is passed over
                skip, block = max(0, skip - len(block)), block[skip:]
            if first is not None:
                first += block
                if len(first) < min(head.HEAD_BYTES, self.size_bytes):
                    continue
                head.check(first, self._file.name)
                block, first = first, None
            if block:
                yield block

    def _ask(self, url: str) -> httpx2.Response:
        """Ask for the rest of the file, anew on every attempt: the links of the storage expire."""
        headers = {"Range": f"bytes={self._part.length}-"} if self._part.length else {}
        return follow(self._door, self._source, url, headers)

    def _offset(self, response: httpx2.Response) -> int:
        """How many bytes of the body are here already. Raises: Fault when it is not the rest of our file."""
        if "html" in response.headers.get("Content-Type", ""):
            raise Fault(Reason.PORTAL)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise Fault(Reason.PROXY)  # nobody may repack the bytes: asked for was the file as it is
        if response.status_code == 206:
            spans = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
            wanted = (self._part.length, self.size_bytes - 1, self.size_bytes)
            if not spans or tuple(map(int, spans.groups())) != wanted:
                raise Fault(Reason.SERVER)
            return 0
        length = response.headers.get("Content-Length")
        if length is not None and int(length) != self.size_bytes:
            raise Fault(Reason.CHANGED)
        return self._part.length

    def _finish(self, remote: RemoteFile) -> Generator[Answer, None, bool]:
        """Compare the hash and give the file its name; damaged bytes are removed and fetched once more."""
        yield Verifying(self._before_bytes + self.size_bytes, self._total_bytes)
        self.sha256, self.verified = self._part.digest(), remote.sha256 is not None
        with of_disk(self._folder, 0):
            if remote.sha256 in (None, self.sha256):
                self._part.publish()
                return True
            self._part.discard()
        self._remote, self._is_open = None, False
        self._mismatches += 1
        if self._mismatches == MOST_MISMATCHES:
            raise Fault(Reason.CORRUPT)
        return False

    def _wait(self, reason: Reason, seconds: float) -> Iterator[Answer]:
        """Count down, in steps of at most a second; the user may cut it short."""
        left = seconds
        while left > 0:
            yield Waiting(reason, left)
            step = min(left, 1.0)
            if self._switch.wait(step):
                return
            left -= step

    @property
    def _before_bytes(self) -> int:
        return sum(each.size_bytes for each in self._before)

    @property
    def _total_bytes(self) -> int:
        return self._before_bytes + self.size_bytes + sum(each.size_bytes for each in self._after)

    def _meter(self) -> Meter:
        return Meter(self._total_bytes, self._pace.tick_s)
