"""Models being compared with what their publisher released: reading one whole takes a while, the page may change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from models.hub.events import Verifying
from models.hub.shelf import InstalledModel, Shelf, Verified


class Verifications(QObject):
    """One check a model at a time. A verdict against a model stays until the next check of it.

    Signals:
        changed: The check of the model at this path is further, or over.
        told: A check has ended (InstalledModel, Verified); one that nobody asked for, only when it found something.
        failed: A file could not be read (the exception).
    """

    changed = Signal(str)
    told = Signal(object, object)
    failed = Signal(object)

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._running: dict[str, Task] = {}
        self._fractions: dict[str, float] = {}
        self._wrong: set[str] = set()

    def start(self, model: InstalledModel, *, asked: bool = True) -> None:
        """Begin; nothing while it is being checked already. `asked`: the user wants to hear of it in any case."""
        path = model.path
        if path in self._running:
            return
        self._wrong.discard(path)
        self._fractions[path] = 0.0
        task = Task(lambda: self._shelf.verify(model), self)
        self._running[path] = task
        task.produced.connect(lambda event: self._on_event(model, event, asked))
        task.failed.connect(self.failed)
        task.finished.connect(lambda: self._on_finished(path))
        task.start()
        self.changed.emit(path)

    def fraction(self, path: str) -> float | None:
        """How far the check of the model at `path` is; None: it is not being checked."""
        return self._fractions.get(path)

    def is_wrong(self, path: str) -> bool:
        """The last check found that the file is not what it should be."""
        return path in self._wrong

    def forget(self, path: str) -> None:
        """There is another file at `path` now, or none."""
        self._wrong.discard(path)

    def close(self, timeout_s: float = 2.0) -> None:
        """End all checks; for closing the program."""
        running = list(self._running.values())
        for task in running:
            task.stop()
        for task in running:
            task.wait(timeout_s)

    def _on_event(self, model: InstalledModel, event: Verifying | Verified, asked: bool) -> None:
        match event:
            case Verifying(done=done, total=total):
                self._fractions[model.path] = done / max(1, total)
                self.changed.emit(model.path)
            case Verified(same=same):
                if same is False:
                    self._wrong.add(model.path)
                if asked or same is not None:
                    self.told.emit(model, event)

    def _on_finished(self, path: str) -> None:
        del self._running[path], self._fractions[path]
        self.changed.emit(path)
