"""Typed frames over a pipe: msgspec structs, one a frame, in both directions."""

from __future__ import annotations

import os
import queue
import threading
import time
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

import msgspec

Sent = TypeVar("Sent", bound=msgspec.Struct)
Received = TypeVar("Received")

_BEAT = b"\x00"  # no msgpack map or array starts with these two bytes
_SHUTDOWN = b"\x01"


class ChannelClosed(Exception):
    """The other side has gone or asked this side to end. Not an error by itself."""


class Channel(Generic[Sent, Received]):
    """One end of the pipe. `send` may be called from any thread, `receive` from one at a time.

    A reader thread takes frames off the pipe as they come, so the pipe never fills up behind a busy receiver and
    the end of the other side is noticed at once. `receives` is the union of structs that may arrive; anything else
    closes the channel. Frames that arrived before the end are still delivered.
    """

    def __init__(self, connection: Connection, receives: Any, *, on_end: Any = None) -> None:
        self._connection = connection
        self._decoder = msgspec.msgpack.Decoder(receives)
        self._encoder = msgspec.msgpack.Encoder()
        self._inbox: queue.SimpleQueue[Received | None] = queue.SimpleQueue()
        self._send_lock = threading.Lock()
        self._on_end = on_end
        self._ended = threading.Event()
        self.last_heard_s = time.monotonic()
        threading.Thread(target=self._pump, name="channel", daemon=True).start()

    def send(self, message: Sent) -> None:
        """Send one frame. Raises: ChannelClosed when the other side has gone."""
        self._send_bytes(self._encoder.encode(message))

    def beat(self) -> None:
        """Say that this side is alive. Raises: ChannelClosed."""
        self._send_bytes(_BEAT)

    def ask_to_end(self) -> None:
        """Ask the other side to end; its `receive` raises ChannelClosed. Raises: ChannelClosed."""
        self._send_bytes(_SHUTDOWN)

    def receive(self, timeout_s: float | None = None) -> Received:
        """The next frame; `timeout_s` 0 only looks.

        Raises:
            ChannelClosed: Everything was delivered and the other side has gone.
            TimeoutError: Nothing came in time.
        """
        try:
            message = self._inbox.get(timeout=timeout_s) if timeout_s != 0 else self._inbox.get_nowait()
        except queue.Empty:
            raise TimeoutError from None
        if message is None:
            self._inbox.put(None)
            raise ChannelClosed
        return message

    @property
    def ended(self) -> bool:
        """The other side has gone; frames it sent before may still wait in `receive`."""
        return self._ended.is_set()

    def _send_bytes(self, frame: bytes) -> None:
        try:
            with self._send_lock:
                self._connection.send_bytes(frame)
        except (OSError, ValueError) as gone:
            raise ChannelClosed from gone

    def _pump(self) -> None:
        try:
            while (frame := self._connection.recv_bytes()) != _SHUTDOWN:
                self.last_heard_s = time.monotonic()
                if frame != _BEAT:
                    self._inbox.put(self._decoder.decode(frame))
        except (EOFError, OSError, msgspec.MsgspecError):
            pass  # gone, or talking nonsense: both end the conversation
        self._ended.set()
        self._inbox.put(None)
        if self._on_end:
            self._on_end()


def end_with_parent(grace_s: float) -> None:
    """Called in a child when its pipe ended: leave the main loop `grace_s` to return, then end the process."""

    def last_resort() -> None:
        time.sleep(grace_s)
        os._exit(0)

    threading.Thread(target=last_resort, name="end-with-parent", daemon=True).start()
