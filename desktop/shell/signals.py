"""The end of the session, or Ctrl-C in the terminal it was started from: the window closes in order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class EndSignals(QObject):
    """Calls `end` in the window's thread when the system asks the program to end.

    Python runs a handler only once the interpreter gets its turn, which an idle event loop never gives it: the signal
    therefore also writes to a pipe that the loop watches. Not on Windows, where a window is closed by a message.
    """

    def __init__(self, end: Callable[[], object]) -> None:
        super().__init__()
        self._end = end
        self._read, write = os.pipe()
        if sys.platform == "win32":
            return
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        os.read(self._read, 64)
        self._end()
