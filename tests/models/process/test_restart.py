"""The program starts again after its end, outside of the lock it was under."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the lock is Linux's")

PROGRAM = """
import os, pathlib, socket, sys
from models.process import guard
from models.process.restart import Restart
runs = pathlib.Path(sys.argv[1])
number = len(runs.read_text().splitlines()) if runs.exists() else 0
try:
    socket.socket(socket.AF_INET).close()
    free = "free"
except OSError:
    free = "locked"
with runs.open("a") as file:
    file.write(f"{free} {os.getpid()}\\n")
restart = Restart([sys.executable, "-c", sys.argv[2], *sys.argv[1:]])
guard.lock_network()
if number < int(sys.argv[3]):
    restart.ask()
restart.close()
"""


def run(folder: Path, again: int) -> list[str]:
    """How each of the runs found itself; ends when all of them have."""
    runs = folder / "runs"
    words = [sys.executable, "-c", PROGRAM, str(runs), PROGRAM, str(again)]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False, text=True)
    assert done.returncode == 0, done.stdout  # the pipe is open until the last of them has gone
    return runs.read_text().splitlines()


def test_the_next_run_is_as_free_as_the_first_was(tmp_path: Path) -> None:
    first, second, third = run(tmp_path, again=2)

    assert [each.split()[0] for each in (first, second, third)] == ["free", "free", "free"]
    assert len({each.split()[1] for each in (first, second, third)}) == 3


def test_without_being_asked_nothing_is_started_and_nothing_is_left(tmp_path: Path) -> None:
    (only,) = run(tmp_path, again=0)

    with pytest.raises(ProcessLookupError):
        os.kill(int(only.split()[1]), 0)
