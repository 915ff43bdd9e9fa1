"""A real X display with a window manager, and a hand on its mouse and keyboard."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
WAIT_S = 60.0


class Screen:
    """One Xvfb; `display` is its name, as DISPLAY wants it."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    def xdotool(self, *words: object) -> str:
        """Run xdotool; returns what it prints."""
        command = ["xdotool", *map(str, words)]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    def click(self, x: int, y: int, button: int = 1) -> None:
        # Not --sync: that waits fifteen seconds for a mouse that is there already.
        self.xdotool("mousemove", x, y, "click", button)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", 4, text)

    def key(self, *names: str) -> None:
        self.xdotool("key", *names)


@contextlib.contextmanager
def screen(size: str = "1280x800x24") -> Iterator[Screen]:
    """Start Xvfb on a display of its own choice, with openbox so that windows get the focus."""
    with contextlib.ExitStack() as closing:
        read, write = os.pipe()
        folder = closing.enter_context(tempfile.TemporaryDirectory())
        log = closing.enter_context(Path(folder, "log").open("wb"))
        xvfb = subprocess.Popen(
            # -r: no auto-repeat. On a busy machine xdotool lets go of a key so late that it is typed three times.
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-r"],
            pass_fds=(write,), stdout=log, stderr=log,
        )  # fmt: skip
        closing.callback(_end, xvfb)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        found = Screen(f":{number}")
        openbox = subprocess.Popen(["openbox"], env=found.environment, stdout=log, stderr=log)
        closing.callback(_end, openbox)
        yield found


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


def until(question: Callable[[], T], what: str, timeout_s: float = WAIT_S) -> T:
    """Ask again and again until the answer is true; returns it. Fails with `what` was waited for."""
    deadline = time.monotonic() + timeout_s
    while True:
        if answer := question():
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s:.0f} s in vain for {what}")
        time.sleep(0.05)
