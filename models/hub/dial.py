"""Connecting to a name: all its addresses within one time, the next one tried while the one before is silent.

The client's own way gives every address the whole time in turn: a network that drops packets in silence, or one whose
IPv6 leads nowhere, then takes minutes to say so. Here a name is looked up in bounded time and its addresses are raced
as RFC 8305 describes.
"""

from __future__ import annotations

import errno
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

import httpcore2
from httpcore2._backends.sync import SyncStream  # has no public name; the stream of httpcore2.SyncBackend

from models.hub.faults import UNREACHABLE

STAGGER_S = 0.25  # RFC 8305, section 5: "Connection Attempt Delay"
LOOK_S = 0.05  # how long a pause may wait for a connection that is being made

Address = tuple[int, tuple[Any, ...]]  # family, and what `connect` takes

_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK}


class Dialler(httpcore2.SyncBackend):
    """How the door connects. `halted` says whether somebody has shut the door meanwhile."""

    def __init__(self, lookup_s: float, halted: Callable[[], bool]) -> None:
        super().__init__()
        self._lookup_s = lookup_s
        self._halted = halted

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Raises: httpcore2.ConnectTimeout, ConnectError (its cause is an OSError; gaierror: no such name)."""
        try:
            found = look_up(host, port, self._lookup_s, self._halted)
            connected = race(found, timeout, self._halted)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return SyncStream(connected)


def look_up(host: str, port: int, timeout_s: float, halted: Callable[[], bool]) -> list[Address]:
    """The addresses of `host`, IPv6 and IPv4 in turn, as the system orders them.

    Raises:
        socket.gaierror: It has none, or nobody says so in time: no network, most likely.
    """
    answer: list[list[Any] | OSError] = []

    def ask() -> None:
        try:
            answer.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answer.append(error)
        except UnicodeError:  # a name that no name server could be asked about
            answer.append(socket.gaierror(socket.EAI_NONAME, f"{host} is no name"))

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    ends = time.monotonic() + timeout_s
    while asking.is_alive() and time.monotonic() < ends and not halted():
        asking.join(LOOK_S)
    match answer:
        case [OSError() as error]:
            raise error
        case []:
            raise socket.gaierror(socket.EAI_AGAIN, f"no answer about {host}")
    found = [(each[0], each[4]) for each in answer[0]]  # type: ignore[union-attr]
    first = found[0][0]
    pairs = zip_longest([a for a in found if a[0] == first], [a for a in found if a[0] != first])
    return [address for pair in pairs for address in pair if address is not None]


def race(addresses: Iterable[Address], timeout_s: float | None, halted: Callable[[], bool]) -> socket.socket:
    """A connection to the first of `addresses` that answers.

    Raises:
        TimeoutError: None did in time, or somebody has halted it.
        OSError: All refused.
    """
    waiting, errors = deque(addresses), list[OSError]()
    ends = time.monotonic() + timeout_s if timeout_s is not None else float("inf")
    next_at = time.monotonic()
    with selectors.DefaultSelector() as trying:
        try:
            while (waiting or trying.get_map()) and time.monotonic() < ends and not halted():
                if waiting and time.monotonic() >= next_at:
                    next_at = time.monotonic() + STAGGER_S
                    if error := _begin(*waiting.popleft(), trying):
                        errors.append(error)
                        next_at = 0.0
                for key, _ in trying.select(LOOK_S) if trying.get_map() else ():
                    tried = key.fileobj
                    assert isinstance(tried, socket.socket)
                    code = tried.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if code == 0:
                        trying.unregister(tried)
                        tried.setblocking(True)
                        return tried
                    trying.unregister(tried)
                    tried.close()
                    errors.append(_error(code))
                    next_at = 0.0
            if errors and not trying.get_map() and not waiting:
                raise min(errors, key=lambda error: error.errno in UNREACHABLE)  # one that somebody answered with
            raise TimeoutError("no address answered in time")
        finally:
            for key in list(trying.get_map().values()):
                assert isinstance(key.fileobj, socket.socket)
                key.fileobj.close()


def _begin(family: int, address: tuple[Any, ...], trying: selectors.BaseSelector) -> OSError | None:
    """Begin to connect; what failed at once is returned."""
    try:
        begun = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:  # this machine has no IPv6
        return error
    begun.setblocking(False)
    code = begun.connect_ex(address)
    if code in _UNDER_WAY:
        trying.register(begun, selectors.EVENT_WRITE)
        return None
    begun.close()
    return _error(code)


def _error(code: int) -> OSError:
    return OSError(code, f"connecting failed: {errno.errorcode.get(code, code)}")
