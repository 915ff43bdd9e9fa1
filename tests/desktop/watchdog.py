"""Finds what keeps the window from answering: a handler of an event that computes for too long, with the place.

A clock of processor time looks 50 times a second, on the window's own thread, what that thread is doing. Whatever Qt
called from an event loop (`processEvents`, `exec`, a test that waits, clicks or types) is one turn; what the same turn
computes between two looks adds up. Several calls of one function in the same round of the loop may count as one. So a
busy machine is no stall, nor is waiting. Collections of garbage are left out, because a test process holds far more
than the program does. A loop inside a handler (a dialog, a menu) begins anew.

Not seen: what a test calls directly (building a window), what Qt does without calling Python, other threads.
"""

from __future__ import annotations

import gc
import linecache
import re
import signal
import threading
import time
import traceback
from dataclasses import dataclass, field
from types import FrameType

from PySide6.QtCore import QAbstractEventDispatcher

from tests.yardstick import slowness

LIMIT_S = 0.1
EVERY_S = 0.02
# What takes longer and is known to: other colours or another size, for which Qt polishes every widget there is in one
# go (240 ms of 490 widgets); another language, for which the window is built anew (0.5 s). It is what the user asked
# for at that moment, and nothing else happens meanwhile.
KNOWN = {"widgets/theme.py": 0.8, "shell/speaking.py": 1.5}
_LOOP = re.compile(r"processEvents\(|\.exec\(|\bQTest\.|\bqtbot\.(wait|key|mouse)|\bwait\w*\(")


@dataclass
class Turn:
    """One call from Qt's event loop: `cpu_s` seconds so far, and the stacks seen meanwhile.

    `key` is the address of its frame and the round of the loop: keeping the frame itself would keep its painter alive.
    """

    key: tuple[int, int]
    cpu_s: float = 0.0
    places: list[str] = field(default_factory=list)

    @property
    def limit_s(self) -> float:
        known = (limit_s for name, limit_s in KNOWN.items() if any(f"/{name}" in place for place in self.places))
        return next(known, LIMIT_S)

    def __str__(self) -> str:
        return f"a handler took {self.cpu_s * 1000:.0f} ms of the window's thread\n" + "\n".join(self.places[-2:])


class Watchdog:
    """Keeps the stalls of the main thread between `start` and `stop`."""

    def __init__(self) -> None:
        self._stalls: list[Turn] = []
        self._turn: Turn | None = None
        self._looked_s = 0.0
        self._garbage_s = 0.0  # of the time since the last look
        self._collecting_s = 0.0
        self._round = 0
        self._loops: QAbstractEventDispatcher | None = None

    def start(self) -> None:
        """Nothing where the system has no such clock."""
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            self._count_rounds()
            gc.callbacks.append(self._on_garbage)
            signal.signal(signal.SIGPROF, self._look)
            signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)

    def stop(self) -> list[Turn]:
        """What took too long since `start`."""
        if self._on_garbage in gc.callbacks:
            signal.setitimer(signal.ITIMER_PROF, 0)
            gc.callbacks.remove(self._on_garbage)
        self._end_turn()
        found, self._stalls = self._stalls, []
        stretched = slowness() if found else 1.0  # of the machine just now: neighbours share its caches and its clock
        return [turn for turn in found if turn.cpu_s > turn.limit_s * stretched]

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """On the main thread, so that no object of Qt is ever held, or let go, by another."""
        now_s = time.thread_time()
        called = _called_by_loop(frame)
        key = (id(called), self._round) if called is not None else None
        if self._turn is not None and self._turn.key == key:
            self._turn.cpu_s += now_s - self._looked_s - self._garbage_s
            self._turn.places.append("".join(traceback.format_stack(frame)[-8:]))
        else:
            self._end_turn()
            self._turn = Turn(key) if key else None
        self._looked_s, self._garbage_s = now_s, 0.0

    def _count_rounds(self) -> None:
        loops = QAbstractEventDispatcher.instance()
        if loops is not None and loops is not self._loops:
            self._loops = loops
            loops.awake.connect(self._next_round)
            loops.aboutToBlock.connect(self._next_round)

    def _next_round(self) -> None:
        self._round += 1

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None:
            return
        if turn.cpu_s > turn.limit_s:
            self._stalls.append(turn)

    def _on_garbage(self, phase: str, _info: dict[str, int]) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        if phase == "start":
            self._collecting_s = time.thread_time()
        else:
            self._garbage_s += time.thread_time() - self._collecting_s


def _called_by_loop(frame: FrameType | None) -> FrameType | None:
    """The function that the innermost event loop has called and that has not returned."""
    inner = None
    while frame is not None:
        # Between two lines a frame may be on none.
        if _LOOP.search(linecache.getline(frame.f_code.co_filename, frame.f_lineno or 0)):
            return inner
        inner, frame = frame, frame.f_back
    return None
