"""What a window costs: a process that opens one, and says what it took until it could be used, and what it holds then.

    python -m tests.desktop.start bare HOME        a PySide6 window with one line of text
    python -m tests.desktop.start paddock HOME     `desktop.app`, exactly as the command opens it

Prints a JSON object. `cpu_s`: processor time of the window's thread from the start of the process until the event loop
had handled all that was posted when the window was begun; `wall_s`: the same by the clock on the wall, for an idle
machine. `resident_bytes` are held after two seconds of idling, `own_bytes` of them are shared with no other process.
`modules` are those that were imported until the window could be used.
"""

from __future__ import annotations

import json
import os
import sys
import time

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

IDLE_MS = 2000


def main() -> int:
    """Open it, look, end."""
    kind, home = sys.argv[1:]
    os.environ["PADDOCK_HOME"] = home
    if kind == "bare":
        application = QApplication([])
        window = QLabel("A bare window")
        window.resize(1180, 780)
        window.show()
        _look_when_idle()
        return application.exec()
    from desktop import app
    from desktop.shell.window import MainWindow

    begin = MainWindow.begin

    def begun(self: MainWindow) -> None:
        begin(self)
        _look_when_idle()

    MainWindow.begin = begun  # type: ignore[method-assign]
    sys.argv = ["paddock"]
    return app.run([])


def _look_when_idle() -> None:
    QTimer.singleShot(0, _look)  # handled after what was posted before: showing, laying out, painting


def _look() -> None:
    cost = {
        "cpu_s": time.thread_time(),
        "wall_s": time.time() - psutil.Process().create_time(),
        "modules": sorted(sys.modules),
    }
    QTimer.singleShot(IDLE_MS, lambda: _say(cost))


def _say(cost: dict[str, object]) -> None:
    held = psutil.Process().memory_full_info()
    print(json.dumps(cost | {"resident_bytes": held.rss, "own_bytes": held.uss}))
    QApplication.quit()


if __name__ == "__main__":
    raise SystemExit(main())
