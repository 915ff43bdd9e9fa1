"""Typed frames over a wire: msgspec structs, one a frame, in both directions."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any, Generic, TypeVar

import msgspec

from models.process.wire import SharedWire, Wire

Sent = TypeVar("Sent", bound=msgspec.Struct)
Received = TypeVar("Received")

# Frames of our own begin with bytes that no msgpack map begins with.
BEAT = b"\x00"
SHUTDOWN = b"\x01"

FRAME_LIMIT_BYTES = 256 * 1024 * 1024  # a page image is the largest honest frame
INBOX_LIMIT_BYTES = 64 * 1024 * 1024  # more than this is not taken off the pipe before it is wanted
FRAME_COST_BYTES = 256  # what a frame takes in memory beyond its own bytes, about


class ChannelClosed(Exception):
    """The other side has gone or asked this side to end. Not an error by itself."""


class Channel(Generic[Sent, Received]):
    """One end of the pipe. `send` may be called from any thread, `receive` too, though each frame comes once.

    A reader thread takes frames off the pipe as they come, so the pipe does not fill up behind a busy receiver and
    the end of the other side is noticed at once; beyond 64 MiB that nobody has received yet, the sender waits.
    `receives` is the union of structs that may arrive; anything else closes the channel and is said in `fault`.
    Frames that arrived before the end are still delivered.
    """

    def __init__(self, wire: Wire, receives: Any) -> None:
        self._wire = SharedWire(wire)
        self._decoder = msgspec.msgpack.Decoder(receives)
        self._encoder = msgspec.msgpack.Encoder()
        self._inbox: deque[tuple[Received, int]] = deque()
        self._inbox_bytes = 0
        self._changed = threading.Condition()
        self._ended = False
        self._closing = False
        self._held_back = False
        self._last_heard_s = time.monotonic()
        self.last_beat = b""  # what the last heartbeat carried
        self.fault = ""  # why this side ended the conversation, when it was this side
        threading.Thread(target=self._pump, name="channel", daemon=True).start()

    def send(self, message: Sent) -> None:
        """Send one frame. Raises: ChannelClosed when the other side has gone."""
        self._send_bytes(self._encoder.encode(message))

    def ask_to_end(self) -> None:
        """Ask the other side to end; its `receive` raises ChannelClosed. Raises: ChannelClosed."""
        self._send_bytes(SHUTDOWN)

    def receive(self, timeout_s: float | None = None) -> Received:
        """The next frame; `timeout_s` 0 only looks.

        Raises:
            ChannelClosed: Everything was delivered and the other side has gone.
            TimeoutError: Nothing came in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._inbox or self._ended, timeout_s):
                raise TimeoutError
            if not self._inbox:
                raise ChannelClosed
            message, size = self._inbox.popleft()
            self._inbox_bytes -= size
            if self._held_back:
                self._changed.notify_all()
        return message

    def close(self) -> None:
        """Nobody will receive here any more: the reader goes on to the end of the pipe without keeping much."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    @property
    def ended(self) -> bool:
        """The other side has gone; frames it sent before may still wait in `receive`."""
        return self._ended

    def silent_s(self) -> float:
        """Seconds since the last frame or heartbeat; 0 while it is this side that does not listen."""
        return 0.0 if self._held_back else time.monotonic() - self._last_heard_s

    def _send_bytes(self, frame: bytes) -> None:
        try:
            self._wire.send_bytes(frame)
        except (OSError, ValueError) as gone:
            raise ChannelClosed from gone

    def _pump(self) -> None:
        try:
            while (frame := self._wire.recv_bytes(FRAME_LIMIT_BYTES)) != SHUTDOWN:
                self._last_heard_s = time.monotonic()
                if frame.startswith(BEAT):
                    self.last_beat = frame[1:]
                else:
                    self._deliver(self._decoder.decode(frame), len(frame) + FRAME_COST_BYTES)
        except (EOFError, OSError):
            self._wire.close()  # only its reader may close a pipe
        except (msgspec.MsgspecError, RecursionError, MemoryError) as error:  # nested too deeply, or too long
            self.fault = f"it sent something unexpected: {error}"
            self._wire.close()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _deliver(self, message: Received, size: int) -> None:
        with self._changed:
            if self._inbox_bytes + size > INBOX_LIMIT_BYTES:
                self._held_back = True
                self._changed.wait_for(lambda: not self._inbox or self._inbox_bytes + size <= INBOX_LIMIT_BYTES
                                       or self._closing)  # fmt: skip
                self._held_back = False
                self._last_heard_s = time.monotonic()
                if self._closing:
                    return
            self._inbox.append((message, size))
            self._inbox_bytes += size
            self._changed.notify_all()
