"""One measurement at a time, on a thread; what was measured is kept, also when it is stopped half-way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from models.bench import history
from models.bench.events import Announced, Event, Working
from models.bench.llama_bench import LlamaBench
from models.bench.measure import Bench
from models.bench.report import Report, Tally
from models.bench.selection import Wish
from models.engine.protocol import LoadParams
from models.errors import PaddockError
from models.hub.shelf import InstalledModel
from models.paths import Paths


class Measurement(QObject):
    """`make_room` runs on the thread before the first load: the model of the chats gives its memory back.

    Signals:
        announced: What is going to be measured, and how long it takes (Announced).
        worked: How far it is (Working).
        changed: There is one figure more, or one less to come (Report).
        ended: It is over; what was measured is in the history (Report, or None without any figure).
        failed: Why it ended early (PaddockError); `ended` follows.
    """

    announced = Signal(object)
    worked = Signal(object)
    changed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, paths: Paths, make_room: Callable[[], None]) -> None:
        super().__init__()
        self._paths = paths
        self._make_room = make_room
        self._task: Task | None = None
        self._tally = Tally()

    @property
    def running(self) -> bool:
        return self._task is not None

    def start(self, model: InstalledModel, params: LoadParams, wish: Wish, *, rival: LlamaBench | None = None) -> None:
        """Begin, unless one is running."""
        if self._task is not None:
            return
        self._tally = Tally()
        self._task = Task(lambda: self._work(model, params, wish, rival), self)
        self._task.produced.connect(self._on_event)
        self._task.failed.connect(self.failed)
        self._task.finished.connect(self._on_finished)
        self._task.start()

    def stop(self) -> None:
        """End it; the engine is gone within its next step."""
        if self._task is not None:
            self._task.stop()

    def close(self, timeout_s: float = 10.0) -> None:
        """For closing the program."""
        if (task := self._task) is not None:
            task.stop()
            task.wait(timeout_s)

    def _work(self, model: InstalledModel, params: LoadParams, wish: Wish, rival: LlamaBench | None) -> Iterator[Event]:
        """On the thread."""
        self._make_room()
        bench = Bench(model, params, wish, self._paths.logs / "engine.log", rival=rival)
        with contextlib.closing(bench.run()) as events:
            yield from events

    def _on_event(self, event: Event) -> None:
        self._tally.add(event)
        match event:
            case Working():
                self.worked.emit(event)
            case Announced():
                self.announced.emit(event)
        report = self._tally.report()
        if report is not None and not isinstance(event, Working):
            self.changed.emit(report)

    def _on_finished(self) -> None:
        self._task = None
        report = self._tally.report()
        if report is None or not (report.alone or report.together):
            self.ended.emit(None)
            return
        self._keep(report)
        self.ended.emit(report)

    def _keep(self, report: Report) -> None:
        try:
            history.keep(self._paths, report)
        except PaddockError as error:
            self.failed.emit(error)
