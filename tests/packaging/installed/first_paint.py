"""How long a program takes from its start to the first picture of its window, seen from outside.

    python -m tests.packaging.installed.first_paint PROGRAM [WORD]...

The display (DISPLAY) is looked at until the middle of it is painted. Prints a JSON object: `wall_s` by the clock on the
wall, `cpu_s` the processor time that the program's own process had used by then, without its children. The program is
ended then.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import psutil
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage

LIMIT_S = 60.0
LEAST_COLOURS = 12  # of a painted page; Xvfb's own screen is black, an unpainted window has one
LOOKED_EVERY_S = 0.004


def main() -> int:
    """Start it, look, say."""
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    application = QGuiApplication([])
    screen = application.primaryScreen()
    assert not is_painted(screen.grabWindow(0).toImage()), "something else is on this display"
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    started = time.monotonic()
    with subprocess.Popen(sys.argv[1:], env=environment, stdout=subprocess.DEVNULL) as program:
        seen = psutil.Process(program.pid)
        while not is_painted(screen.grabWindow(0).toImage()):
            assert program.poll() is None, "it ended without a window"
            assert time.monotonic() < started + LIMIT_S, "no window appeared"
            time.sleep(LOOKED_EVERY_S)
        wall_s = time.monotonic() - started
        used = seen.cpu_times()
        print(json.dumps({"wall_s": round(wall_s, 3), "cpu_s": round(used.user + used.system, 3)}))
        program.terminate()
        program.wait(LIMIT_S)
    return 0


def is_painted(picture: QImage) -> bool:
    """A window stands in the middle of the screen with words or pictures in it."""
    middle = picture.copy(
        QRect(picture.width() // 4, picture.height() // 4, picture.width() // 2, picture.height() // 2)
    )
    colours = {middle.pixel(x, y) for x in range(0, middle.width(), 2) for y in range(0, middle.height(), 2)}
    return len(colours) >= LEAST_COLOURS


if __name__ == "__main__":
    raise SystemExit(main())
