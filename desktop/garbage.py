"""Python's collector of cycles, kept on the thread of the window.

By itself it runs on whichever thread has just made an object. A closed window holds itself by its signals; a task's
thread that collected it would end timers and widgets of the window's thread, and the program with them.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


def collect_due() -> None:
    """What Python would have collected by now, of the generations that have reached their thresholds."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [generation for generation in range(3) if counts[generation] > thresholds[generation] > 0]
    if due:
        gc.collect(due[-1])


class MainThreadCollector(QObject):
    """Collects on the thread that made it, and nowhere else, until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def stop(self) -> None:
        """No more collections at all: the program ends, and Qt ends its own objects in their order."""
        self._timer.stop()
