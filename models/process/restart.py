"""Starting the program again after its end.

On Linux the window is locked against the network, and so is all that it starts: a window that started the next one
itself would hand the lock down, and no gate could be started. So a small process is split off before the lock. It holds
one end of a pipe, does nothing until it is told to or the window has gone, and can only start the same program.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

from models.process import system

_AGAIN = b"again"


class Restart:
    """Made once, before the lock and before any thread. `command` is what is started."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or again()
        self._asked = False
        self._pipe = -1
        if sys.platform != "win32":
            self._pipe = _split_off(self._command)

    def ask(self) -> None:
        """Start the program again once this process has ended."""
        self._asked = True
        if self._pipe >= 0:
            with contextlib.suppress(OSError):  # somebody ended it: the user starts the program
                os.write(self._pipe, _AGAIN)

    def close(self) -> None:
        """The last thing of a program: where nothing was split off, the next one starts now."""
        if self._asked and self._pipe < 0:
            subprocess.Popen(self._command, close_fds=True)


def again() -> list[str]:
    """The command line of this program without the words it was given."""
    line = [sys.executable, *sys.orig_argv[1:]]
    return line[: len(line) - len(sys.argv[1:])]


if sys.platform != "win32":

    def _split_off(command: list[str]) -> int:
        """Fork; returns the end of the pipe that tells the other process. -1: there is no other process."""
        told, tell = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            os.close(told)
            os.close(tell)
            return -1
        if pid:
            os.close(told)
            return tell
        os.close(tell)
        try:
            _wait(told, command)
        finally:
            os._exit(0)  # never back into the program

    def _wait(told: int, command: list[str]) -> None:
        """In the other process: until the program has ended, and then the next one if that was asked for."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # the program ends by them, and with it this process
        system.hide_memory()
        system.name_process("restart")
        said = b""
        while part := os.read(told, len(_AGAIN)):
            said += part
        if said == _AGAIN:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            os.execv(command[0], command)
