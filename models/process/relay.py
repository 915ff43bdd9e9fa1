"""A child of the gate as the window sees it: a process and a wire, both at the far end of the gate's pipe."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from collections.abc import Callable

from models.process.channel import FRAME_COST_BYTES, INBOX_LIMIT_BYTES
from models.process.gate_protocol import Request, Stop, ToChild

# What a child may send ahead of its reader before it is ended: the gate's pipe is shared and cannot wait for one.
_AHEAD_LIMIT_BYTES = 2 * INBOX_LIMIT_BYTES


class Relay:
    """Has the interface of `Process` and of `Wire`, so that `Child` works on it as on a process of its own.

    The gate's listener calls `take`, `end_of_pipe` and `ended`; `tell` sends a request to the gate and raises
    OSError when that has gone.
    """

    def __init__(self, number: int, tell: Callable[[Request], None]) -> None:
        self.pid = 0
        self._number = number
        self._tell = tell
        self._frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._ahead_bytes = 0
        self._counting = threading.Lock()
        self._code: int | None = None
        self._gone = threading.Event()

    def send_bytes(self, buf: bytes, /) -> None:
        if self._gone.is_set():
            raise BrokenPipeError
        self._tell(ToChild(self._number, bytes(buf)))

    def recv_bytes(self, maxlength: int | None = None, /) -> bytes:
        frame = self._frames.get()
        if frame is None:
            self._frames.put(None)
            raise EOFError
        if maxlength is not None and len(frame) > maxlength:
            raise OSError("the frame is too long")
        with self._counting:
            self._ahead_bytes -= len(frame) + FRAME_COST_BYTES
        return frame

    def close(self) -> None:
        """The pipe itself is the gate's. Without a reader the child is of no use any more."""
        self.terminate()

    def poll(self) -> int | None:
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        if not self._gone.wait(timeout) or self._code is None:
            raise subprocess.TimeoutExpired("a child of the gate", timeout or 0)
        return self._code

    def terminate(self) -> None:
        self._stop(kill=False)

    def kill(self) -> None:
        self._stop(kill=True)

    def take(self, frame: bytes) -> None:
        with self._counting:
            self._ahead_bytes += len(frame) + FRAME_COST_BYTES
            flooded = self._ahead_bytes > _AHEAD_LIMIT_BYTES
        if flooded:
            self.kill()
        else:
            self._frames.put(frame)

    def end_of_pipe(self) -> None:
        self._frames.put(None)

    def ended(self, code: int) -> None:
        self._code = code
        self._gone.set()

    def _stop(self, *, kill: bool) -> None:
        if not self._gone.is_set():
            with contextlib.suppress(OSError):  # the gate has gone, and the child with it
                self._tell(Stop(self._number, kill))
