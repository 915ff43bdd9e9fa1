"""When to go on, when to wait, when to give up, and how fast it goes."""

from __future__ import annotations

import threading
import time
from collections import deque

from models.hub.door import Door
from models.hub.events import Downloading, Pace
from models.hub.faults import Fault, Stopped
from models.hub.reasons import Reason

RATE_OVER_S = 5.0


class Switch:
    """What the user can turn while a download runs, from any thread: pause it, or end its wait."""

    def __init__(self) -> None:
        self._turned = threading.Condition()
        self._door: Door | None = None
        self._now = False
        self.paused = False

    def guard(self, door: Door) -> None:
        """From now on a pause shuts `door`."""
        with self._turned:
            self._door = door
            if self.paused:
                door.shut()

    def pause(self) -> None:
        with self._turned:
            self.paused = True
            self._turned.notify_all()
            if self._door:
                self._door.shut()

    def try_now(self) -> None:
        with self._turned:
            self._now = True
            self._turned.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait; True when the wait was ended early by `try_now`. Raises: Stopped."""
        with self._turned:
            self._turned.wait_for(lambda: self.paused or self._now, seconds)
            now, self._now = self._now, False
        self.check()
        return now

    def check(self) -> None:
        """Raises: Stopped after a pause."""
        if self.paused:
            raise Stopped


class Patience:
    """How long to wait before the next try, and when to give up. `has_moved`: bytes of this download have come."""

    def __init__(self, pace: Pace, *, has_moved: bool = False) -> None:
        self.has_moved = has_moved
        self._pace = pace
        self._next_s = pace.first_wait_s
        self._since = time.monotonic()

    def moved(self) -> None:
        """New bytes have arrived."""
        self._since = time.monotonic()
        self._next_s = self._pace.first_wait_s
        self.has_moved = True

    def after(self, fault: Fault) -> float:
        """Seconds to wait after `fault`. Raises: it, when it will not pass or the wait would be too long.

        A server that asks to wait is waited for: it is there. Without a network before the first byte there is nothing
        to wait for: the user, who has just asked for the file, is told at once.
        """
        if fault.reason is Reason.NO_NETWORK and not self.has_moved:
            raise fault
        patience_s = self._pace.patience_s if self.has_moved else self._pace.first_patience_s
        asked = fault.reason in (Reason.RATE, Reason.SERVER)
        waited_s = time.monotonic() - self._since
        if not fault.passing or (not asked and waited_s + self._next_s >= patience_s):
            raise fault
        wait_s, self._next_s = self._next_s, min(self._next_s * 2, self._pace.most_wait_s)
        return max(wait_s, fault.retry_after_s or 0.0)


class Meter:
    """Bytes of the whole download and how fast they come, over the last seconds."""

    def __init__(self, total_bytes: int, tick_s: float) -> None:
        self.total_bytes = total_bytes
        self._tick_s = tick_s
        self._seen: deque[tuple[float, int]] = deque()

    def due(self) -> bool:
        """Whether it is time to say something again."""
        return not self._seen or time.monotonic() - self._seen[-1][0] >= self._tick_s

    def read(self, done_bytes: int) -> Downloading:
        now = time.monotonic()
        self._seen.append((now, done_bytes))
        while now - self._seen[0][0] > RATE_OVER_S:
            self._seen.popleft()
        begun, before = self._seen[0]
        rate = (done_bytes - before) / (now - begun) if now > begun else 0.0
        eta_s = (self.total_bytes - done_bytes) / rate if rate > 0 else None
        return Downloading(done_bytes, self.total_bytes, rate, eta_s)
