"""Starting the program again after its end.

On Linux the window is locked against the network, and so is all that it starts: a window that started the next one
itself would hand the lock down, and no gate could be started. So a shell is started before the lock. It waits at a pipe
until the program has ended, and then starts the same program again, where it was told to; it can do nothing else.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

# The pipe ends with the program, also by a kill. What ends the program by a signal to all must not end this first.
_SHELL = """
trap "" INT TERM HUP
read -r said
while read -r _; do :; done
trap - INT TERM HUP
[ "$said" = again ] && exec "$@" < /dev/null
"""


class Restart:
    """Made once, before the lock. `command` is what is started."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or again()
        self._asked = False
        self._shell: subprocess.Popen[bytes] | None = None
        if sys.platform != "win32":
            words = ["/bin/sh", "-c", _SHELL, "paddock-restart", *self._command]
            with contextlib.suppress(OSError):  # without it the user starts the program
                self._shell = subprocess.Popen(words, stdin=subprocess.PIPE, bufsize=0, env=_environment())

    def ask(self) -> None:
        """Start the program again once this process has ended."""
        self._asked = True
        if self._shell is not None and self._shell.stdin is not None:
            with contextlib.suppress(OSError):  # somebody ended it
                self._shell.stdin.write(b"again\n")

    def close(self) -> None:
        """The last thing of a program: where no shell waits for its end, the next one starts now."""
        if self._asked and self._shell is None:
            subprocess.Popen(self._command, env=_environment())


def again() -> list[str]:
    """The command line of this program without the words it was given."""
    line = [sys.executable, *sys.orig_argv[1:]]
    return line[: len(line) - len(sys.argv[1:])]


def _environment() -> dict[str, str]:
    """As this program got it; a frozen one is to unpack itself anew, as PyInstaller's manual says of restarts."""
    return os.environ | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}
