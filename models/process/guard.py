"""The network lock of a process, and the honest name of what it is worth."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Mapping

import msgspec

from models.process import audit


class Level(enum.Enum):
    """Who keeps this process from the network. The values are the words of the privacy page."""

    KERNEL = "blocked by Linux"
    PROGRAM = "restricted by the program"
    NONE = "not restricted"


class Status(msgspec.Struct, frozen=True):
    """What holds for one process now.

    `refused` counts the attempts that Python code of this process made; the kernel does not tell about native ones.
    `why_not` is the system's reason where the kernel could have done it and did not.
    """

    level: Level = Level.NONE
    refused: int = 0
    why_not: str = ""


_level = Level.NONE
_why_not = ""


def lock_network(*, sealed: bool = False) -> Status:
    """From now on this process and all it starts open no internet socket; there is no way back.

    On Linux the kernel enforces it for native code too (see models.process.linux); elsewhere, or where the kernel
    refuses, an audit hook does for Python code (see models.process.audit). Call it after the gate was started: a
    child of a locked process is locked as well. `sealed` forbids local sockets and other
    programs too, where the kernel does it.
    """
    global _level, _why_not
    if _level is Level.NONE:
        _level = Level.PROGRAM
        if sys.platform == "linux":
            from models.process import linux

            try:
                linux.install_network_filter(sealed=sealed)
                _level = Level.KERNEL
            except OSError as error:
                _why_not = str(error)
        audit.install(counts_sockets=_level is Level.KERNEL)
    return status()


def status() -> Status:
    """What holds for this process."""
    return Status(_level, audit.refused(), _why_not)


def remote_display(variables: Mapping[str, str] = os.environ) -> str | None:
    """The X display when it is reached over the network: such a window cannot be locked and must say so."""
    display = variables.get("DISPLAY", "")
    host = display.rpartition(":")[0].removeprefix("tcp/")
    if variables.get("WAYLAND_DISPLAY") or not host or host.startswith(("/", "unix")):
        return None
    return display
