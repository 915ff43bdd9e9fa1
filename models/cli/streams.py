"""Standard streams as a command needs them, whatever the shell has left of them."""

from __future__ import annotations

import io
import os
import re
import sys

# What would steer a terminal instead of showing: a file's name or a model's answer may hold any of it.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def settle() -> None:
    """Give all three streams something to stand on, and let no character fail.

    A closed one becomes the null device: else the next file opened would take its number, and be written into.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def text_of(word: str) -> str:
    """A word of the command line as text: bytes that are none become “�”, also where the locale knows ASCII only."""
    return os.fsencode(word).decode("utf-8", "replace") if os.name == "posix" else word


def harmless(text: str) -> str:
    """`text` without what would steer a terminal: move the cursor, rename the window, turn the line round."""
    return _CONTROLS.sub("�", text)
