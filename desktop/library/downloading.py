"""Downloads under way: started, paused, resumed, given up; each tells what it is at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from desktop.widgets.words import duration_words, sentence_of, sentence_of_reason, size_words, way_out_of
from models.catalogue import CatalogueEntry
from models.errors import DownloadFailed, GateGone, PaddockError
from models.hub.downloads import Download, Downloads
from models.hub.events import (
    Checking,
    DownloadEvent,
    Downloading,
    DownloadRequest,
    Queued,
    Ready,
    Rechecking,
    Verifying,
    Waiting,
)
from models.hub.progress import Progress
from models.hub.queue import Pending
from models.hub.reasons import OUT_OF_REACH, Reason, clock

FOLDER_TROUBLES = frozenset({Reason.DISK_FULL, Reason.FILE_TOO_BIG, Reason.DISK_IO})


@dataclass(frozen=True, slots=True)
class State:
    """Where one download stands. `words` say it; `way_out` labels the button of a failure or a wait."""

    request: DownloadRequest
    folder: Path
    running: bool
    fraction: float = 0.0
    words: str = ""
    reason: Reason | None = None
    failed: bool = False

    @property
    def way_out(self) -> str:
        return way_out_of(self.reason) if self.reason is not None else ""


class RunningDownloads(QObject):
    """All downloads that were asked for in this window, and those left over from earlier.

    `folder` says where a new one goes; one that was begun goes on where it is, unless that folder was the trouble.

    Signals:
        changed: A download is further, paused, or failed (its model's name).
        ready: One has ended well (model name, path).
        gone: One was given up and removed (model name).
        failed: It could not even be given up (PaddockError).
    """

    changed = Signal(str)
    ready = Signal(str, str)
    gone = Signal(str)
    failed = Signal(object)

    def __init__(self, downloads: Downloads, folder: Callable[[], Path]) -> None:
        super().__init__()
        self._downloads = downloads
        self._folder = folder
        self._states: dict[str, State] = {}
        self._running: dict[str, tuple[Task, Download]] = {}
        self._bars: dict[str, Progress] = {}
        for pending in downloads.pending():
            self._states[pending.request.model] = self._left_over(pending)

    def states(self) -> list[State]:
        """All of them, in the order they were asked for."""
        return list(self._states.values())

    def state(self, model: str) -> State | None:
        """That of the model called so in the catalogue; None: nobody asked for it."""
        return self._states.get(model)

    def start(self, wanted: CatalogueEntry | DownloadRequest) -> None:
        """Begin, or go on from where it was left."""
        request = DownloadRequest.of(wanted) if isinstance(wanted, CatalogueEntry) else wanted
        name = request.model
        if name in self._running:
            return
        before = self._states.get(name)
        folder = self._place(before)
        download = self._downloads.start(request, folder)
        task = Task(lambda: download, self)
        self._running[name] = (task, download)
        fraction = before.fraction if before and before.folder == folder else 0.0
        self._bars[name] = Progress(fraction)
        self._tell(State(request, folder, True, fraction, self.tr("Starting")))
        task.produced.connect(lambda event: self._on_event(name, event))
        task.failed.connect(lambda error: self._on_failed(name, error))
        task.finished.connect(lambda: self._on_finished(name))
        task.start()

    def pause(self, model: str) -> None:
        """Stop for now; what is there is kept."""
        running = self._running.get(model)
        if running is not None:
            running[0].stop()

    def try_now(self, model: str) -> None:
        """End the wait it is in, or start it again."""
        running = self._running.get(model)
        if running is not None:
            running[1].try_now()
        elif (state := self._states.get(model)) is not None:
            self.start(state.request)

    def go_another_way(self) -> None:
        """Start those again that were out of reach: the source is another one now."""
        for state in [state for state in self._states.values() if state.reason in OUT_OF_REACH]:
            name = state.request.model
            running = self._running.get(name)
            if running is None:
                self.start(state.request)
            else:
                running[0].finished.connect(partial(self.start, state.request))
                running[0].stop()

    def give_up(self, model: str) -> None:
        """Stop it and remove what came of it."""
        state = self._states.get(model)
        if state is None:
            return
        running = self._running.get(model)
        if running is not None:
            running[0].finished.connect(lambda: self._discard(state))
            running[0].stop()
        else:
            self._discard(state)

    def close(self, timeout_s: float = 5.0) -> None:
        """Pause everything; for closing the program."""
        running = list(self._running.values())
        for task, _ in running:
            task.stop()
        for task, _ in running:
            task.wait(timeout_s)

    def _place(self, before: State | None) -> Path:
        """The folder for a download, of which there may be something already."""
        if before is None or before.reason in FOLDER_TROUBLES:
            now = self._folder()
            if before is not None and before.folder != now:
                self._discard(before)  # the room it takes is what was short
            return now
        return before.folder

    def _discard(self, state: State) -> None:
        try:
            self._downloads.discard(state.request, state.folder)
        except PaddockError as error:
            self.failed.emit(error)
            return
        self._states.pop(state.request.model, None)
        self.gone.emit(state.request.model)

    def _on_event(self, name: str, event: DownloadEvent) -> None:
        state = self._states[name]
        if isinstance(event, Ready):
            del self._states[name]
            self.ready.emit(name, event.path)
            return
        reason = event.reason if isinstance(event, Waiting) else None
        progress = self._bars[name]
        progress.after(event)
        self._tell(replace(state, fraction=progress.fraction, words=self._words(event), reason=reason))

    def _on_failed(self, name: str, error: Exception) -> None:
        reason = None
        if isinstance(error, DownloadFailed) and error.values.get("reason"):
            reason = Reason(str(error.values["reason"]))
        elif isinstance(error, GateGone):
            reason = Reason.HELPER_GONE
        state = self._states[name]
        self._tell(replace(state, running=False, words=sentence_of(error), reason=reason, failed=True))

    def _on_finished(self, name: str) -> None:
        self._running.pop(name, None)
        state = self._states.get(name)
        if state is not None and state.running:
            left = [each for each in self._downloads.pending() if each.request.model == name]
            done_bytes = left[0].done_bytes if left else 0
            self._tell(replace(state, running=False, words=self._paused(done_bytes, state.request), reason=None))

    def _left_over(self, pending: Pending) -> State:
        request, done_bytes, reason = pending.request, pending.done_bytes, pending.reason
        words = sentence_of_reason(reason, dict(pending.values)) if reason else self._paused(done_bytes, request)
        fraction = done_bytes / request.size_bytes if request.size_bytes else 0.0
        return State(request, Path(pending.folder), False, fraction, words, reason, failed=reason is not None)

    def _tell(self, state: State) -> None:
        self._states[state.request.model] = state
        self.changed.emit(state.request.model)

    def _words(self, event: DownloadEvent) -> str:
        match event:
            case Queued(ahead=ahead):
                return self.tr("Waiting for %n other download(s)", "", ahead)
            case Checking():
                return self.tr("Asking the model server")
            case Rechecking(done_bytes=done, total_bytes=total):
                words = self.tr("Checking what is here already")
                return f"{words} · {self._so_far(done, total)}"
            case Downloading():
                return self._progress(event)
            case Waiting(reason=reason, retry_s=retry_s):
                return sentence_of_reason(reason, {"wait": clock(retry_s)})
            case Verifying():
                return self.tr("Checking the file")
        return ""

    def _paused(self, done_bytes: int, request: DownloadRequest) -> str:
        words = self.tr("Paused")
        return f"{words} · {self._so_far(done_bytes, request.size_bytes)}" if request.size_bytes else words

    def _so_far(self, done_bytes: int, total_bytes: int) -> str:
        return self.tr("%1 of %2").replace("%1", size_words(done_bytes)).replace("%2", size_words(total_bytes))

    def _progress(self, event: Downloading) -> str:
        parts = [self.tr("Getting it again")] if event.again else []
        parts.append(self._so_far(event.done_bytes, event.total_bytes))
        if event.rate > 0:
            parts.append(self.tr("%1 a second").replace("%1", size_words(int(event.rate))))
        if event.eta_s is not None:
            parts.append(duration_words(event.eta_s))
        return " · ".join(parts)
