"""The parent's side of downloads: one at a time, each in a fetcher of its own, every one an iterator of events."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec

from models.catalogue import CatalogueEntry
from models.errors import ChildDied, DownloadFailed
from models.hub import part, walk
from models.hub.events import (
    Answer,
    Command,
    DownloadEvent,
    Downloading,
    DownloadRequest,
    Fetch,
    Pace,
    Pause,
    Paused,
    Queued,
    Ready,
    Refused,
    Source,
    TryNow,
    is_model_file,
)
from models.hub.fetch import MAIN
from models.hub.known import Known
from models.hub.ledger import Ledger
from models.hub.progress import Progress
from models.hub.queue import Pending, Queue
from models.hub.reasons import Reason, say
from models.hub.token import Tokens
from models.paths import Paths
from models.process import Child

TICK_S = 0.5
SILENCE_S = 20.0
MOST_DEATHS = 3


class Starter(Protocol):
    """How a child that may use the network is started: `Gate.child`, or `Child` itself in a test."""

    def __call__(self, main: str, *, receives: Any, name: str, log: Path) -> Child[Any, Any]: ...


class Download:
    """One download under way: an iterator of events, used by one thread.

    `close` pauses it and may be called by any thread, also while another waits for the next event; what is there is
    kept. While nothing happens the last event is said again every half second, so that whoever iterates stays awake.

    Raises:
        DownloadFailed: With its `reason` and the words for it.
        ChildDied: The fetcher itself died again and again.
    """

    def __init__(self, owner: Downloads, request: DownloadRequest, folder: Path) -> None:
        self.request = request
        self.folder = folder
        self._owner = owner
        self._paused = threading.Event()
        self._runner: int | None = None
        self._child: Child[Command, Answer] | None = None
        self._events = self._run()

    def __iter__(self) -> Iterator[DownloadEvent]:
        return self

    def __next__(self) -> DownloadEvent:
        self._runner = threading.get_ident()
        return next(self._events)

    def close(self) -> None:
        """Pause: keep what is there and end. A thread that is not the iterating one only asks, and does not wait."""
        self._paused.set()
        self._tell(Pause())
        if self._runner in (None, threading.get_ident()):
            self._events.close()

    def try_now(self) -> None:
        """End the wait it is in."""
        self._tell(TryNow())

    def _run(self) -> Generator[DownloadEvent, None, None]:
        owner, progress, deaths, most_bytes = self._owner, Progress(), 0, 0
        owner.queue.put(Pending(request=self.request, folder=str(self.folder)))
        # A drive that is not there now must not be filled beside; our own folder is made by the fetcher.
        if self.folder != owner.paths.models and not walk.is_folder(self.folder):
            raise self._failure(Reason.DISK_IO, {"folder": str(self.folder)})
        with owner.turn(self) as turn:
            while (ahead := turn.ahead()) and not self._paused.is_set():
                yield Queued(ahead)
                turn.wait(TICK_S)
            while not self._paused.is_set():
                try:
                    for event in map(progress.after, self._fetch()):
                        if isinstance(event, Downloading) and event.done_bytes > most_bytes:
                            deaths, most_bytes = 0, event.done_bytes
                        yield event
                    return
                except ChildDied:
                    deaths += 1
                    if deaths == MOST_DEATHS:
                        raise

    def _fetch(self) -> Iterator[DownloadEvent]:
        """One fetcher's life."""
        owner = self._owner
        command = owner.command(self.request, self.folder)
        child = owner.starter(MAIN, receives=Answer, name="fetcher", log=owner.paths.logs / "fetcher.log")
        try:
            self._child = child
            child.send(command)
            if self._paused.is_set():
                child.send(Pause())
            last: DownloadEvent | None = None
            while True:
                try:
                    answer = child.receive(TICK_S)
                except TimeoutError:
                    if child.silent_s() > SILENCE_S:
                        raise ChildDied(name=child.name, exit="no sign of life") from None
                    if last is not None:
                        yield last
                    continue
                match answer:
                    case Paused():
                        return
                    case Refused(reason=reason, values=values):
                        raise self._failure(reason, values)
                    case Ready():
                        owner.finish(self.request, self.folder, answer)
                        yield answer
                        return
                    case _:
                        last = answer
                        yield answer
        finally:
            self._child = None
            with contextlib.suppress(ChildDied):
                child.send(Pause())
            child.end()

    def _failure(self, reason: Reason, values: dict[str, str]) -> DownloadFailed:
        pending = Pending(request=self.request, folder=str(self.folder), reason=reason, values=values)
        self._owner.queue.put(pending)
        return DownloadFailed(reason=reason, detail=say(reason, **values), **values)

    def _tell(self, command: Command) -> None:
        child = self._child
        if child is not None:
            with contextlib.suppress(ChildDied):
                child.send(command)


class Downloads:
    """All downloads of this program. Any thread may call.

    `source` may be replaced at any time and is what the next download uses.
    """

    def __init__(self, paths: Paths, starter: Starter, source: Source | None = None, pace: Pace | None = None) -> None:
        self.paths = paths
        self.starter = starter
        self.source = source or Source()
        self.pace = pace or Pace()
        self.queue = Queue(paths.data / "downloads")
        self.ledger = Ledger(paths.data / "network.jsonl")
        self.tokens = Tokens.of(paths)
        self._known = Known.of(paths)
        self._line: list[Download] = []
        self._moved = threading.Condition()

    def start(self, wanted: CatalogueEntry | DownloadRequest, folder: Path | None = None) -> Download:
        """Get a model into `folder` (the first model folder), from where an earlier run left off."""
        request = DownloadRequest.of(wanted) if isinstance(wanted, CatalogueEntry) else wanted
        return Download(self, request, folder or self.paths.models)

    def pending(self) -> list[Pending]:
        """The models that were asked for and are not there yet, oldest first; also what another process is at."""
        return [each for each in self.queue.all() if is_model_file(each.request.files[0].name)]

    def discard(self, wanted: CatalogueEntry | DownloadRequest, folder: Path | None = None) -> None:
        """Forget a download that does not run, and remove what came of it.

        Raises:
            DownloadFailed: Another process is at it, or the folder cannot be written.
        """
        request = DownloadRequest.of(wanted) if isinstance(wanted, CatalogueEntry) else wanted
        folder = folder or self.paths.models
        for file in request.files:
            try:
                removed = part.remove(request.target(folder, file))
            except OSError as error:
                values = {"folder": str(folder)}
                detail = say(Reason.DISK_IO, **values)
                raise DownloadFailed(reason=Reason.DISK_IO, detail=detail, **values) from error
            if not removed:
                raise DownloadFailed(reason=Reason.IN_USE, detail=say(Reason.IN_USE))
        self.queue.remove(request, str(folder))

    def command(self, request: DownloadRequest, folder: Path) -> Fetch:
        """What the fetcher is told. May wait for the keyring: the token, if any, travels in this frame alone."""
        return Fetch(
            request=request,
            folder=str(folder),
            source=self.signed(),
            pace=self.pace,
            ledger=str(self.ledger.path),
            cache=str(self.paths.cache),
        )

    def signed(self) -> Source:
        """The source of now, with the access token where that may go: never to a mirror."""
        source = self.source
        if source.is_mirror or source.token or not self.tokens.given:
            return source
        return msgspec.structs.replace(source, token=self.tokens.read())

    def finish(self, request: DownloadRequest, folder: Path, ready: Ready) -> None:
        """A download has ended well: its hashes are remembered, its record is not."""
        for path, sha256 in ((ready.path, ready.sha256), *ready.others):
            self._known.note(Path(path), sha256=sha256, verified=ready.verified)
        self.queue.remove(request, str(folder))

    def turn(self, download: Download) -> _Turn:
        """A place in the line, for as long as it is entered."""
        return _Turn(self._line, self._moved, download)


class _Turn:
    """A place in the line of downloads; the first of it runs."""

    def __init__(self, line: list[Download], moved: threading.Condition, download: Download) -> None:
        self._line = line
        self._moved = moved
        self._download = download

    def __enter__(self) -> _Turn:
        with self._moved:
            self._line.append(self._download)
        return self

    def __exit__(self, *_: object) -> None:
        with self._moved:
            self._line.remove(self._download)
            self._moved.notify_all()

    def ahead(self) -> int:
        with self._moved:
            return self._line.index(self._download)

    def wait(self, seconds: float) -> None:
        with self._moved:
            self._moved.wait(seconds)
