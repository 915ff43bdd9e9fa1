"""The parent's handle of one child process."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from models.errors import ChildDied
from models.process import system
from models.process.channel import Channel, ChannelClosed

Sent = TypeVar("Sent", bound=msgspec.Struct)
Received = TypeVar("Received")

LOG_TAIL_BYTES = 8 * 1024


class Limits(msgspec.Struct, frozen=True):
    """What a child may use; None is unlimited. Core dumps are always off: they hold the user's text."""

    memory_bytes: int | None = None
    file_bytes: int | None = None


class Exit(msgspec.Struct, frozen=True):
    """How a process ended: its exit code, negative for a signal as in `subprocess`."""

    code: int

    def __str__(self) -> str:
        if self.code < 0:
            with contextlib.suppress(ValueError):
                return f"signal {signal.Signals(-self.code).name}"
        return f"exit code {self.code}"


class Child(Generic[Sent, Received]):
    """A process started with `python -P -m models.process.entry`, in an environment of our choice.

    `main` is "package.module:function"; the function gets the child's `Connection`. `receives` is the union of the
    structs the child sends. The child's own output goes to `log`, whose last 8 KiB explain a death. `network` False
    locks the child against opening internet sockets before `main` is imported, where the system can.

    Raises:
        ChildDied: It could not be started at all.
    """

    def __init__(
        self,
        main: str,
        *,
        receives: Any,
        name: str,
        log: Path,
        limits: Limits | None = None,
        network: bool = False,
    ) -> None:
        self.name = name
        self.log = log
        ours, theirs = Pipe(duplex=True)
        log.parent.mkdir(parents=True, exist_ok=True)
        spec = msgspec.json.encode({"main": main, "name": name, "limits": limits or Limits(), "network": network})
        try:
            with log.open("ab") as sink:
                self._process = system.spawn(command(theirs, spec), theirs, sink)
        except OSError as error:
            raise ChildDied(name=name, exit=str(error)) from error
        finally:
            theirs.close()
        self.channel: Channel[Sent, Received] = Channel(ours, receives)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit(self) -> Exit | None:
        """How it ended, or None while it runs."""
        code = self._process.poll()
        return None if code is None else Exit(code)

    def send(self, message: Sent) -> None:
        """Raises: ChildDied."""
        try:
            self.channel.send(message)
        except ChannelClosed:
            raise self._death() from None

    def receive(self, timeout_s: float | None = None) -> Received:
        """The next frame. Raises: ChildDied when there is none and never will be; TimeoutError."""
        try:
            return self.channel.receive(timeout_s)
        except ChannelClosed:
            raise self._death() from None

    def silent_s(self) -> float:
        """Seconds since its last frame or heartbeat (one a second while it is well)."""
        return time.monotonic() - self.channel.last_heard_s

    def end(self, grace_s: float = 2.0) -> Exit:
        """Ask it to end, then terminate, then kill: `grace_s` each; returns how it ended."""
        with contextlib.suppress(ChannelClosed):
            self.channel.ask_to_end()
        for step in (None, self._process.terminate, self._process.kill):
            if step:
                step()
            with contextlib.suppress(subprocess.TimeoutExpired):
                return Exit(self._process.wait(grace_s))
        return Exit(self._process.wait())

    def log_tail(self) -> str:
        """The last 8 KiB of what it printed."""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(max(0, log.seek(0, 2) - LOG_TAIL_BYTES))
            return log.read().decode("utf-8", "replace")
        return ""

    def _death(self) -> ChildDied:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2.0)
        return ChildDied(name=self.name, exit=str(self.exit or "its pipe closed"))


def command(theirs: Connection, spec: bytes) -> list[str]:
    """The command line of a child: this program frozen, or Python and our entry module."""
    handle = str(system.inheritable(theirs))
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", handle, spec.decode()]
    return [sys.executable, "-P", "-m", "models.process.entry", handle, spec.decode()]
