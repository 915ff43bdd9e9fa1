"""The parent's handle of one child process."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

import msgspec

from models.errors import ChildDied
from models.process import guard, logfile
from models.process.channel import Channel, ChannelClosed
from models.process.launch import Process, launch
from models.process.spec import Exit, Limits, Spec
from models.process.wire import Wire

Sent = TypeVar("Sent", bound=msgspec.Struct)
Received = TypeVar("Received")

_LAST_WORDS_S = 2.0  # from the end of the pipe to the end of the process
_KILLED = Exit(-9)


class Child(Generic[Sent, Received]):
    """A process of our own program, in an environment of our choice. Also a context manager that ends it.

    `main` is "package.module:function"; the function gets the child's wire. `receives` is the union of the structs
    the child sends. The child's own output goes to `log`, whose last 8 KiB explain a death. `network` False locks
    the child against opening internet sockets before `main` is imported. It dies with this process, and when the
    last reference to its handle goes.

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
        start: Callable[[Spec, Path], tuple[Process, Wire]] = launch,
    ) -> None:
        self.name = name
        self.log = log
        self._ending = False
        self._death_kept = threading.Lock()
        try:
            self._process, wire = start(Spec(main, name, limits or Limits(), network), log)
        except OSError as error:
            raise ChildDied(name=name, exit=str(error)) from error
        weakref.finalize(self, _put_down, self._process)
        self.channel: Channel[Sent, Received] = Channel(wire, receives)

    def __enter__(self) -> Child[Sent, Received]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit(self) -> Exit | None:
        """How it ended, or None while it runs."""
        code = self._process.poll()
        return None if code is None else Exit(code)

    @property
    def guard(self) -> guard.Status | None:
        """How the child is kept from the network, as its own last heartbeat says; None before the first."""
        with contextlib.suppress(msgspec.MsgspecError):
            return msgspec.msgpack.decode(self.channel.last_beat, type=guard.Status)
        return None

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
        return self.channel.silent_s()

    def end(self, grace_s: float = 2.0) -> Exit:
        """Ask it to end, then terminate, then kill: `grace_s` each; returns how it ended."""
        if sys.is_finalizing():  # no thread runs any more that could carry a word; `_put_down` has killed it
            return self.exit or _KILLED
        self._ending = True
        self.channel.close()
        # On a thread: the pipe of a stopped child may be full, and then asking waits until it is killed.
        threading.Thread(target=self._ask_to_end, name=f"end-{self.name}", daemon=True).start()
        for step in (None, self._process.terminate):
            if step:
                step()
            with contextlib.suppress(subprocess.TimeoutExpired):
                return Exit(self._process.wait(grace_s))
        return self._kill()

    def log_tail(self) -> str:
        """The last 8 KiB of what it printed."""
        return logfile.tail(self.log)

    def _ask_to_end(self) -> None:
        with contextlib.suppress(ChannelClosed):
            self.channel.ask_to_end()

    def _kill(self) -> Exit:
        """The last step. One that is stuck in the kernel, or whose gate answers nobody, is not waited for."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return Exit(self._process.wait(_LAST_WORDS_S))
        return _KILLED

    def _death(self) -> ChildDied:
        """It went without being asked. A child that closed its pipe and stays is of no use to anybody: end it."""
        try:
            how = str(Exit(self._process.wait(0 if self.channel.fault else _LAST_WORDS_S)))
        except subprocess.TimeoutExpired:
            ended = self._kill()
            how = self.channel.fault or f"its pipe closed and it was ended by {ended}"
        if not self._ending and self._death_kept.acquire(blocking=False):
            logfile.keep_death(self.log, f"{self.name}: {how}")
        return ChildDied(name=self.name, exit=how)


def _put_down(process: Process) -> None:
    """The handle has gone, or the interpreter goes: nobody could ever end the child but we, now."""
    if process.poll() is None:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1.0)
