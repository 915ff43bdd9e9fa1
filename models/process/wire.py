"""What a channel speaks over: a pipe that carries whole frames of bytes."""

from __future__ import annotations

import threading
from typing import Protocol


class Wire(Protocol):
    """A duplex pipe of frames. `multiprocessing`'s connections are wires, on Linux and on Windows."""

    def send_bytes(self, buf: bytes, /) -> None:
        """Raises: OSError when the other side has gone."""

    def recv_bytes(self, maxlength: int | None = None, /) -> bytes:
        """The next frame. Raises: EOFError or OSError when there will be none, or one longer than `maxlength`."""
        ...

    def close(self) -> None: ...


class SharedWire:
    """A wire that any thread may send on: in a child the heartbeat shares it with the channel."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._sending = threading.Lock()

    def send_bytes(self, buf: bytes, /) -> None:
        with self._sending:
            self._wire.send_bytes(buf)

    def recv_bytes(self, maxlength: int | None = None, /) -> bytes:
        return self._wire.recv_bytes(maxlength)

    def close(self) -> None:
        with self._sending:
            self._wire.close()
