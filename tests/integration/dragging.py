"""Files carried over from another program with the mouse, at the pace of two programs that talk."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.integration.driver import Window
from tests.integration.screen import Screen, until

OVER = (760, 300)  # the window; on none of its zones


@contextmanager
def dragged(screen: Screen, *files: Path) -> Iterator[tuple[int, int]]:
    """Another program's window with these files in it; yields where to take them."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.drag_source", "8", "560", *map(str, files)], env=screen.environment
    )
    try:
        until(lambda: _windows(screen, process), "the other program's window")
        yield 40, 575
    finally:
        process.kill()
        process.wait(10)


def _windows(screen: Screen, process: subprocess.Popen[bytes]) -> bool:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)],
        env=screen.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return bool(found.stdout.strip())


def drop(paddock: Window, screen: Screen, source: tuple[int, int], zone: str = "") -> None:
    """Press on the files, carry them over in steps as a hand does, let go on the zone called so, or on none.

    Returns when the window has them: the other program may end then. Each step is done when the window has heard of
    the one before: a drop before its answer is none, and one ahead of the last position is a drop on another zone.
    """
    screen.xdotool("mousemove", *source, "mousedown", 1)
    for step in range(1, 11):
        x, y = (start + (end - start) * step // 10 for start, end in zip(source, OVER, strict=True))
        screen.xdotool("mousemove", x, y)
        time.sleep(0.05)
    _carry(paddock, screen, OVER, "")
    if zone:
        _carry(paddock, screen, paddock.place(zone), zone)
    screen.xdotool("mouseup", 1)
    until(lambda: paddock.ask("hung") is None, "the files to be taken")


def _carry(paddock: Window, screen: Screen, place: tuple[int, int], zone: str) -> None:
    """Go on moving there until the zone is lit; without one, until the files are seen."""
    steps = itertools.count()

    def there() -> bool:
        screen.xdotool("mousemove", place[0] + next(steps) % 2, place[1])
        lit = paddock.ask("hung")
        return lit is not None and (not zone or zone in lit)

    until(there, f"the files to hang over {zone or 'the window'}")
