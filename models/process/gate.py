"""The gate: the one process through which anything of ours reaches the network or the outside.

It is started first, before the window locks itself, and starts on command what must not be locked: the lock is
inherited, so a locked process cannot start such a child itself.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.errors import ChildDied, GateGone, LinkNotOpened, StaysOffline
from models.process import guard
from models.process.child import Child
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
)
from models.process.launch import Process
from models.process.relay import Relay
from models.process.spec import Limits, Spec
from models.process.wire import Wire

# What may touch the network. The gate gets this list once, when it starts, and nothing else can be started through it.
NETWORKED = ("models.hub.fetch:main", "models.hub.account:main", "models.hub.listing:main")

_ANSWER_S = 10.0
_LINK_S = 15.0


class Gate:
    """The window's handle of the gate's process. Any thread may call. Also a context manager that closes it.

    While it is `shut` nothing new is started through it, and no link opened: the user wants to stay offline.
    """

    shut = False

    def __init__(self, process: Child[Request, Reply]) -> None:
        self._process = process
        self._numbers = itertools.count(1)
        self._answers: dict[int, queue.SimpleQueue[Reply | None]] = {}
        self._children: dict[int, Relay] = {}
        self._lock = threading.Lock()
        self._ended = False
        threading.Thread(target=self._listen, name="gate", daemon=True).start()

    @classmethod
    def start(cls, log: Path, mains: Sequence[str] = NETWORKED) -> Gate:
        """Start the gate. `mains` is all that may ever be started through it.

        Raises:
            ChildDied: It could not be started.
            RuntimeError: This process is locked already, and so would the gate be: a bug.
        """
        if guard.status().level is guard.Level.KERNEL:
            raise RuntimeError("the gate has to be started before the network is locked")
        process: Child[Request, Reply] = Child(
            "models.process.gatekeeper:main", receives=Reply, name="gate", log=log, network=True
        )
        process.send(Admit(tuple(mains)))
        return cls(process)

    def __enter__(self) -> Gate:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def has_gone(self) -> bool:
        """Nothing can be started through it any more."""
        return self._ended

    def child(self, main: str, *, receives: Any, name: str, log: Path, limits: Limits | None = None) -> Child[Any, Any]:
        """A child that may use the network, started by the gate; `main` is one of its list.

        Raises:
            ChildDied: It could not be started.
            StaysOffline: It is shut.
            GateGone: Only the next start of the program brings another gate: a locked one cannot start it.
        """
        if self.shut:
            raise StaysOffline
        if self._ended:
            raise GateGone
        return Child(main, receives=receives, name=name, log=log, limits=limits, network=True, start=self._start)

    def open_link(self, url: str) -> None:
        """Open an http, https or mailto link, percent-encoded, that the user has confirmed.

        Raises:
            StaysOffline: It is shut.
            LinkNotOpened: There is no browser, the link is not one of these, or the gate has gone.
        """
        if self.shut:
            raise StaysOffline
        number = next(self._numbers)
        match self._ask(number, OpenLink(number, url), _LINK_S):
            case Opened():
                return
            case Refused(reason=reason):
                raise LinkNotOpened(detail=reason)
            case _:
                raise LinkNotOpened(detail="the helper process that opens links has stopped")

    def close(self) -> None:
        """End the gate, and with it what it has started."""
        self._process.end()

    def _start(self, spec: Spec, log: Path) -> tuple[Process, Wire]:
        """Start a child through the gate, as `launch` does it here. Raises: OSError."""
        number = next(self._numbers)
        relay = Relay(number, self._tell)
        with self._lock:
            if self._ended:
                raise OSError("the gate has stopped")
            self._children[number] = relay
        match self._ask(number, Start(number, spec, str(log)), _ANSWER_S):
            case Started(pid=pid):
                relay.pid = pid
                return relay, relay
            case Refused(reason=reason):
                self._children.pop(number, None)
                raise OSError(reason)
            case _:
                self._children.pop(number, None)
                with contextlib.suppress(OSError):
                    self._tell(Stop(number, kill=True))  # in case it comes up after all
                raise OSError("the gate does not answer")

    def _ask(self, number: int, request: Request, timeout_s: float) -> Reply | None:
        """The answer to a request; None when there is none."""
        answer: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        with self._lock:
            if self._ended:
                return None
            self._answers[number] = answer
        try:
            self._process.send(request)
            return answer.get(timeout=timeout_s)
        except (ChildDied, queue.Empty):
            return None
        finally:
            self._answers.pop(number, None)

    def _tell(self, request: Request) -> None:
        """Send without an answer. Raises: BrokenPipeError when the gate has gone."""
        try:
            self._process.send(request)
        except ChildDied as gone:
            raise BrokenPipeError(str(gone)) from gone

    def _listen(self) -> None:
        try:
            while True:
                self._hear(self._process.receive())
        except ChildDied:
            pass
        with self._lock:
            self._ended = True
            answers, children = list(self._answers.values()), list(self._children.values())
        for answer in answers:
            answer.put(None)
        code = self._process.exit
        for child in children:  # its lifeline was the gate
            child.end_of_pipe()
            child.ended(code.code if code else -9)

    def _hear(self, reply: Reply) -> None:
        match reply:
            case Started(id=number) | Opened(id=number) | Refused(id=number):
                if answer := self._answers.get(number):
                    answer.put(reply)
            case FromChild(id=number, frame=frame) if child := self._children.get(number):
                child.take(frame)
            case PipeEnded(id=number) if child := self._children.get(number):
                child.end_of_pipe()
            case Ended(id=number, code=code) if child := self._children.pop(number, None):
                child.ended(code)
