from __future__ import annotations

import os
import pty
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pytest

from models.cli.bar import line, width

LONG = "bartowski/Qwen2.5-7B-Instruct-GGUF Q4_K_M: downloading"
FIGURES = "1.2 GB of 4.7 GB, 11.3 MB/s about 5 min left"


@pytest.mark.parametrize("room", [10, 20, 40, 79, 80, 81, 120, 200])
@pytest.mark.parametrize("what", ["Reading a.pdf", LONG, "正在阅读 " + "很长的文件名" * 20 + ".pdf", ""])
@pytest.mark.parametrize("detail", ["", FIGURES])
def test_a_line_of_progress_fits_its_terminal(what: str, detail: str, room: int):
    assert all(width(line(what, fraction, detail, room)) < room for fraction in (0, 0.5, 1, 1.4))


def test_the_bar_gets_short_before_words_are_cut():
    assert line("Reading", 0.5, "", 80) == f"Reading {'━' * 12}{'─' * 12}  50%"
    assert line("Reading", 0.5, "", 24) == "Reading ━━━━━─────  50%"
    assert line("Reading a file", 0.5, "", 20) == "Reading a file  50%"
    assert line("Reading a file", 0.5, "", 19) == "Reading a fi…  50%"


@pytest.mark.parametrize(("terminal", "lines"), [("xterm", 0), ("dumb", 2)])
def test_progress_stays_in_one_line_of_a_narrow_terminal(terminal: str, lines: int):
    """Read as a screen reads it: what stands in a line is never more than fits."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    program = (
        "from models.cli.console import Console; console = Console()\n"
        f"for name in ('one', 'two'): console.progress(name + {LONG!r}, 0.5, {FIGURES!r})\n"
    )
    subprocess.run(
        [sys.executable, "-c", program], stderr=theirs, check=True, timeout=60, cwd=Path(__file__).parents[3],
        env=os.environ | {"TERM": terminal},
    )  # fmt: skip
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)

    assert said.count("\n") == lines
    assert ("\x1b" in said) == (terminal != "dumb")
    if terminal != "dumb":
        assert all(width(shown) < 40 for shown in said.split("\r\x1b[2K"))
