"""Keeping a process from the network within Python: an audit hook that refuses and counts.

It covers every use of Python's `socket` module, so also its http clients: connections, datagrams and listeners
beyond this machine, and looking up a name, which would ask a server. Native code does not pass here.
"""

from __future__ import annotations

import errno
import sys
from typing import Any

_LOOPBACK = {"127.0.0.1", "::1", "localhost", b"localhost"}
_LOCAL_FAMILIES = {1, 16}  # AF_UNIX, AF_NETLINK; the `socket` module is not imported for its names

_refused = 0
_installed = False


def install(*, counts_sockets: bool) -> None:
    """From now on, and for good. `counts_sockets` also counts what the kernel is about to refuse by itself."""
    global _installed
    if _installed:
        return
    _installed = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not event.startswith("socket."):
            return
        match event.removeprefix("socket."):
            case "__new__":
                if counts_sockets and arguments[1] not in _LOCAL_FAMILIES:
                    _count()
            case "connect" | "bind" | "sendto" | "sendmsg":
                if _is_outside(arguments[1]):
                    _refuse()
            case "getaddrinfo" | "gethostbyname" | "gethostbyaddr":
                if arguments[0] is not None and arguments[0] not in _LOOPBACK:
                    _refuse()
            case "getnameinfo":
                if _is_outside(arguments[0]):
                    _refuse()

    sys.addaudithook(hook)


def _is_outside(address: object) -> bool:
    """Internet addresses are tuples that begin with a host; "" is every address of this machine."""
    return isinstance(address, tuple) and isinstance(address[0], str | bytes) and address[0] not in _LOOPBACK


def refused() -> int:
    """How often something was refused since `install`."""
    return _refused


def _count() -> None:
    global _refused
    _refused += 1


def _refuse() -> None:
    _count()
    raise PermissionError(errno.EACCES, "this process of Paddock may not use the network")
