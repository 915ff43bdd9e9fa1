"""Finds what keeps the window from answering: every event whose handling takes too long, with the place.

An application that looks at the clock around each event, and a thread that looks 50 times a second where the window's
thread is. The clock is the processor time of the window's thread, so a busy machine is no stall; collections of garbage
are left out, because a test process holds far more than the program does. An event loop inside a handler (a dialog, a
menu) begins anew: what it handles is counted by itself.

Not seen: what a test calls directly (building a window), and what other threads do.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication

LIMIT_S = 0.1
YARDSTICK_S = 0.0071  # what `yardstick` took on the machine that the limit was set on: a slower one has longer
EVERY_S = 0.02
# What takes longer and is known to: other colours or another size, for which Qt polishes every widget there is in one
# go (240 ms of 490 widgets). It is what the user asked for at that moment, and nothing else happens meanwhile.
KNOWN = {"theme.py": 0.8}


@dataclass(slots=True)
class Handling:
    """One event on its way; `apart_s` was spent on garbage and on events of loops inside."""

    what: str
    depth: int
    began_s: float
    apart_s: float = 0.0
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stall:
    """`what` was handled for `cpu_s` seconds of processor time; `places` are the last stacks seen meanwhile."""

    what: str
    cpu_s: float
    places: list[str]

    def __str__(self) -> str:
        return f"{self.what} took {self.cpu_s * 1000:.0f} ms of the window's thread\n" + "\n".join(self.places[-2:])


def yardstick() -> float:
    """Seconds of processor time that a fixed piece of work takes here, the least of five."""

    def once() -> float:
        began_s = time.thread_time()
        for _ in range(20):
            sum(number * number for number in range(10_000))
        return time.thread_time() - began_s

    return min(once() for _ in range(5))


class Watchdog:
    """Keeps the stalls of the thread it was made on."""

    def __init__(self) -> None:
        self.stalls: list[Stall] = []
        self.limit_s = LIMIT_S * max(1.0, yardstick() / YARDSTICK_S)
        self._now: list[Handling] = []
        self._collecting_s = 0.0
        self._loops = QThread.currentThread()
        self._thread = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._thread) if hasattr(time, "pthread_getcpuclockid") else None
        gc.callbacks.append(self._on_garbage)
        if self._clock is not None:
            threading.Thread(target=self._look, name="watchdog", daemon=True).start()

    def begin(self, receiver: QObject, event: QEvent) -> bool:
        """An event is to be handled; whether it is one of its own, and not a part of the one before."""
        depth = self._loops.loopLevel()
        if self._now and depth <= self._now[-1].depth:
            return False
        what = f"{event.type().name} of {type(receiver).__name__} {receiver.objectName()}".strip()
        self._now.append(Handling(what, depth, time.thread_time()))
        return True

    def end(self) -> None:
        """The last event that was one of its own is handled."""
        done = self._now.pop()
        whole = time.thread_time() - done.began_s
        if self._now:
            self._now[-1].apart_s += whole
        taken_s = whole - done.apart_s
        known = (limit_s for name, limit_s in KNOWN.items() if any(f"/widgets/{name}" in place for place in done.seen))
        if taken_s > next(known, self.limit_s):
            self.stalls.append(Stall(done.what, taken_s, done.seen))

    def take(self) -> list[Stall]:
        """The stalls since the last call."""
        found, self.stalls = self.stalls, []
        return found

    def _look(self) -> None:
        assert self._clock is not None
        while True:
            time.sleep(EVERY_S)
            if not (now := self._now[-1:]):
                continue
            if time.clock_gettime(self._clock) - now[0].began_s - now[0].apart_s > self.limit_s / 2:
                frame = sys._current_frames().get(self._thread)
                now[0].seen.append("".join(traceback.format_stack(frame)[-8:]))

    def _on_garbage(self, phase: str, _info: dict[str, int]) -> None:
        if threading.get_ident() != self._thread:
            return
        if phase == "start":
            self._collecting_s = time.thread_time()
        elif self._now:
            self._now[-1].apart_s += time.thread_time() - self._collecting_s


class WatchedApplication(QApplication):
    """An application whose watchdog sees every event."""

    watchdog: Watchdog | None = None  # while it is being made

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.watchdog = Watchdog()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        watchdog = self.watchdog
        if watchdog is None or not watchdog.begin(receiver, event):
            return super().notify(receiver, event)
        try:
            return super().notify(receiver, event)
        finally:
            watchdog.end()
