"""The gate's own process: starts what may touch the network, relays its frames, opens links.

It trusts nobody: what it starts is on the list it got first of all, and a link is http, https or mailto. It parses
nothing that its children say.
"""

from __future__ import annotations

import contextlib
import queue
import re
import threading
from collections.abc import Callable
from pathlib import Path

from models.process import system
from models.process.channel import FRAME_LIMIT_BYTES, Channel, ChannelClosed
from models.process.gate_protocol import (
    Admit,
    Ended,
    FromChild,
    Opened,
    OpenLink,
    PipeEnded,
    Refused,
    Reply,
    Request,
    Start,
    Started,
    Stop,
    ToChild,
)
from models.process.launch import Process, launch
from models.process.wire import Wire

# Everything a URI may consist of (RFC 3986), after one of three schemes: no spaces, no controls, no quotes.
_LINK = re.compile(r"(https?://|mailto:)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
LINK_LIMIT = 4096


def main(wire: Wire) -> None:
    """Serve until the window ends us or goes; our children go with us."""
    channel: Channel[Reply, Request] = Channel(wire, Request)
    with contextlib.suppress(ChannelClosed):
        first = channel.receive()
        if isinstance(first, Admit):
            _Gatekeeper(channel, frozenset(first.mains)).serve()


class _Gatekeeper:
    def __init__(self, channel: Channel[Reply, Request], mains: frozenset[str]) -> None:
        self._channel = channel
        self._mains = mains
        self._wards: dict[int, _Ward] = {}

    def serve(self) -> None:
        """Raises: ChannelClosed, at the end."""
        while True:
            match self._channel.receive():
                case Start() as request:
                    self._channel.send(self._start(request))
                case OpenLink() as request:  # a browser may take its time
                    threading.Thread(target=self._open, args=(request,), name="link", daemon=True).start()
                case ToChild(id=number, frame=frame) if number in self._wards:
                    self._wards[number].outbox.put(frame)
                case Stop(id=number, kill=kill) if number in self._wards:
                    self._wards[number].stop(kill=kill)
                case _:
                    pass  # for a child that has gone meanwhile

    def _start(self, request: Start) -> Reply:
        if request.spec.main not in self._mains:
            return Refused(request.id, f"{request.spec.main} is not among what may be started")
        if request.id in self._wards:
            return Refused(request.id, f"there is a child {request.id} already")
        try:
            process, wire = launch(request.spec, Path(request.log))
        except OSError as error:
            return Refused(request.id, str(error))
        ward = self._wards[request.id] = _Ward(request.id, process, wire, self._channel)
        ward.begin(self._wards.pop)
        return Started(request.id, process.pid)

    def _open(self, request: OpenLink) -> None:
        with contextlib.suppress(ChannelClosed):
            self._channel.send(_open_link(request))


class _Ward:
    """One child of the gate and the two threads that carry its frames."""

    def __init__(self, number: int, process: Process, wire: Wire, channel: Channel[Reply, Request]) -> None:
        self.number = number
        self.outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._process = process
        self._wire = wire
        self._channel = channel

    def begin(self, forget: Callable[[int], object]) -> None:
        """Carry frames until the child has gone; then `forget` its number."""
        threading.Thread(target=self._carry_out, args=(forget,), name=f"out-{self.number}", daemon=True).start()
        threading.Thread(target=self._carry_in, name=f"in-{self.number}", daemon=True).start()

    def stop(self, *, kill: bool) -> None:
        if kill:
            self._process.kill()
        else:
            self._process.terminate()

    def _carry_in(self) -> None:
        with contextlib.suppress(OSError):  # it has gone; `_carry_out` says so
            while (frame := self.outbox.get()) is not None:
                self._wire.send_bytes(frame)

    def _carry_out(self, forget: Callable[[int], object]) -> None:
        with contextlib.suppress(ChannelClosed):
            with contextlib.suppress(EOFError, OSError):
                while True:
                    self._channel.send(FromChild(self.number, self._wire.recv_bytes(FRAME_LIMIT_BYTES)))
            self._channel.send(PipeEnded(self.number))
            code = self._process.wait()
            forget(self.number)
            self.outbox.put(None)
            self._channel.send(Ended(self.number, code))


def _open_link(request: OpenLink) -> Reply:
    if len(request.url) > LINK_LIMIT or not _LINK.fullmatch(request.url):
        return Refused(request.id, "it is not an address of the web or of mail")
    try:
        system.open_link(request.url)
    except OSError as error:
        return Refused(request.id, str(error))
    return Opened(request.id)
