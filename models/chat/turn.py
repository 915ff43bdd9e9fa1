"""One turn on its way: an iterator that any thread may stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator

from models.chat.events import ChatEvent
from models.engine.protocol import Answering


class Turn(Iterator[ChatEvent]):
    """The events of one chat turn. `close` stops the model; what it wrote is kept as STOPPED.

    A plain generator cannot be closed while another thread waits in it for the next word. Here `close` then ends
    the engine's work instead, and the waiting thread gets the turn's own end, AnswerFinished, at once.
    """

    def __init__(self, events: Callable[[Turn], Generator[ChatEvent, None, None]]) -> None:
        self._running = threading.Lock()  # held by the thread that waits in `next`
        self._lock = threading.Lock()
        self._answering: Answering | None = None
        self.stopped = False
        self._events = events(self)

    def __next__(self) -> ChatEvent:
        with self._running:
            return next(self._events)

    def close(self) -> None:
        """Stop; harmless when the turn has ended."""
        with self._lock:
            self.stopped = True
            answering = self._answering
        if answering is not None:
            answering.close()
        if self._running.acquire(blocking=False):
            try:
                self._events.close()
            finally:
                self._running.release()

    def holds(self, answering: Answering) -> Answering:
        """Let `close` reach the engine's work from now on; returns it."""
        with self._lock:
            self._answering = answering
            stopped = self.stopped
        if stopped:
            answering.close()
        return answering
