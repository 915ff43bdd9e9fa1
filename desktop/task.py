"""Work is an iterator of events; a Task runs one on a thread and tells it by signals."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from types import GeneratorType
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from models.errors import PaddockError

_alive: set[Task] = set()  # a Task keeps itself until it has ended, or its parent is gone
_ended = threading.Event()  # the program ends, and Qt's objects with it, under threads that still work


class Task(QObject):
    """Runs `make()` on a thread of its own; what it yields arrives in the thread that made the Task.

    A `PaddockError` ends it as `failed`; anything else is a bug: it goes to `threading.excepthook`, and the Task ends
    as `failed` with it too, so that nothing waits for ever.

    Signals:
        produced: One event of the iterator.
        failed: The exception that ended it, always followed by finished.
        finished: It ended, was stopped, or failed. The last signal; no other follows a `stop`, and none a `wait`.
    """

    produced = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, make: Callable[[], Iterable[Any]], parent: QObject | None = None) -> None:
        """With `parent`, usually what shows its events, it is over: the work ends and nobody hears of it.

        When the work ends first, it is its parent's no longer.
        """
        super().__init__(parent)
        self._make = make
        self._work: Iterable[Any] | None = None
        self._stopped = False
        self._unheard = False
        self._mouth = _Mouth()
        self._mouth.said.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)

    def start(self) -> Task:
        """Begin; returns itself, so that a caller can make, connect and start in one go."""
        _alive.add(self)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close the iterator: the work ends as soon as it can. Events on their way are dropped but for `finished`.

        A plain generator is closed after its next event, by the thread that runs it: closed from here between two of
        them, it would do its last work in the window's thread, and the thread would find it "already executing".
        """
        self._stopped = True
        close = getattr(self._work, "close", None)
        if close is not None and not isinstance(self._work, GeneratorType):
            with contextlib.suppress(ValueError):  # it is one within, and running just now
                close()

    @property
    def stopped(self) -> bool:
        return self._stopped

    def wait(self, timeout_s: float) -> bool:
        """Wait for the thread's end; for closing the program. Nothing of it is heard any more.

        What is still on its way would find the database closed, and what follows from its end is not to begin.
        """
        self._unheard = True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        """On the thread."""
        end: Exception | None = None
        try:
            self._work = self._make()
            if self._stopped:
                return
            for event in self._work:
                if not self._stopped:
                    self._tell(event)
                if self._stopped:
                    break
        except PaddockError as error:
            end = error
        except Exception as error:  # noqa: BLE001 - the outermost handler of this thread
            end = error
            if not _ended.is_set():
                threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, self._thread)))
        finally:
            close = getattr(self._work, "close", None)
            if close is not None:
                with contextlib.suppress(ValueError):  # a `stop` is closing one within it just now
                    close()
            self._tell(_End(end))

    def _tell(self, said: object) -> None:
        """From the thread to the window, as long as there is one."""
        if not shiboken6.isValid(self):  # its parent is gone, and with it Qt's part of this object
            self._stopped = True
            _alive.discard(self)
        elif not _ended.is_set():
            self._mouth.said.emit(said)

    @Slot(object)
    def _hear(self, said: object) -> None:
        if isinstance(said, _End):
            _alive.discard(self)
            self.setParent(None)  # or it would stay among the parent's children, with all it holds
            if self._unheard:
                return
            if said.error is not None and not self._stopped:
                self.failed.emit(said.error)
            self.finished.emit()
        elif not self._stopped and not self._unheard:
            self.produced.emit(said)


def alive() -> frozenset[Task]:
    """Those that have not told their end yet, and still can."""
    _alive.difference_update([each for each in tuple(_alive) if not shiboken6.isValid(each)])
    return frozenset(_alive)


def end_all() -> None:
    """The last thing of the program: what threads still say is heard by nobody, nor is it a bug of theirs."""
    _ended.set()
    for each in alive():
        each.stop()


class _Mouth(QObject):
    """What the thread speaks through: no parent of a Task takes it away while it speaks."""

    said = Signal(object)


class _End:
    """The last word of the thread."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error
