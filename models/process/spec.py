"""The values that say what a child is to be, and how it ended."""

from __future__ import annotations

import contextlib
import signal

import msgspec

# The words of Windows for what Linux calls SIGSEGV, SIGILL, SIGABRT and out of memory.
_WINDOWS_CODES = {
    0xC0000005: "access violation",
    0xC000001D: "illegal instruction",
    0xC0000409: "abort",
    0xC00000FD: "stack overflow",
    0xC0000017: "out of memory",
}


class Limits(msgspec.Struct, frozen=True):
    """What a child may use; None is unlimited. Core dumps are always off: they hold the user's text.

    `memory_bytes` limits the address space on Linux and the committed memory on Windows; `file_bytes` the length of
    a file it writes (Linux only). `sealed` forbids a child without network the sockets inside this machine
    too, over which a service of the desktop would do for it what it may not do itself, and starting programs (Linux).
    """

    memory_bytes: int | None = None
    file_bytes: int | None = None
    sealed: bool = False


class Spec(msgspec.Struct, frozen=True):
    """What the parent wants of a child; see `Child`."""

    main: str
    name: str
    limits: Limits
    network: bool


class Exit(msgspec.Struct, frozen=True):
    """How a process ended: its exit code, negative for a signal as in `subprocess`."""

    code: int

    @property
    def signal(self) -> signal.Signals | None:
        """The signal that ended it, if it was one that this system knows."""
        with contextlib.suppress(ValueError):
            return signal.Signals(-self.code) if self.code < 0 else None
        return None

    def __str__(self) -> str:
        if self.signal:
            return f"signal {self.signal.name}"
        if self.code in _WINDOWS_CODES:
            return f"exit code 0x{self.code:08X}, {_WINDOWS_CODES[self.code]}"
        return f"exit code {self.code}"
