"""Small mains that the tests of models.process run as real children."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from models.process import Channel, ChannelClosed, Child, Wire, audit, guard


class Say(msgspec.Struct, tag=True, frozen=True):
    text: str


class Said(msgspec.Struct, tag=True, frozen=True):
    text: str


class Bulk(msgspec.Struct, tag=True, frozen=True):
    data: bytes


Heard = Said | Bulk


def echo(wire: Wire) -> None:
    channel: Channel[Said, Say] = Channel(wire, Say)
    try:
        while True:
            channel.send(Said(channel.receive().text))
    except ChannelClosed:
        return


def repeat_bulk(wire: Wire) -> None:
    channel: Channel[Bulk, Bulk] = Channel(wire, Bulk)
    try:
        while True:
            channel.send(channel.receive())
    except ChannelClosed:
        return


def flood(wire: Wire) -> None:
    """Sends without end, whatever the other side takes."""
    channel: Channel[Bulk, Say] = Channel(wire, Say)
    try:
        while True:
            channel.send(Bulk(bytes(1 << 20)))
    except ChannelClosed:
        return


def stuck(wire: Wire) -> None:
    """Ignores everything, in native code that holds the GIL: no thread of this process runs again."""
    channel: Channel[Said, Say] = Channel(wire, Say)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    channel.send(Said("stuck"))
    re.match(r"(a+)+$", "a" * 80 + "b")


def sleeping(wire: Wire) -> None:
    """Never looks at its pipe; its threads do run."""
    Channel[Said, Say](wire, Say).send(Said("sleeping"))
    ctypes.CDLL(None).sleep(600)


def babbling(wire: Wire) -> None:
    wire.send_bytes(b"\xc1 no such frame")
    threading.Event().wait()


def dropping(wire: Wire) -> None:
    """Closes its pipe and stays."""
    wire.close()
    threading.Event().wait()


def noisy(wire: Wire) -> None:
    """Prints more than a log may hold, then says so and waits."""
    channel: Channel[Said, Say] = Channel(wire, Say)
    channel.receive()
    line = "x" * 1023
    for _ in range(3 * 1024):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write("the last line\n")
    channel.send(Said("printed"))
    echo(wire)


def dying(wire: Wire) -> None:
    """Prints why, then dies the way it is told: a signal's name, or `exit 3`, or an exception."""
    channel: Channel[Said, Say] = Channel(wire, Say)
    how = channel.receive().text
    sys.stderr.write(f"about to {how}\n")
    match how.split():
        case ["exit", code]:
            os._exit(int(code))
        case ["raise"]:
            raise RuntimeError("a bug in the child")
        case ["segfault"]:
            ctypes.string_at(0)
        case ["memory"]:
            bytearray(1 << 30)
        case _:
            os.kill(os.getpid(), signal.Signals[how])


def curious(wire: Wire) -> None:
    """Says what it found: its environment, its path, what it can open."""
    channel: Channel[Said, Say] = Channel(wire, Say)
    try:
        while True:
            channel.send(Said(str(_answer(channel.receive().text))))
    except ChannelClosed:
        return


def _with_socket(kind: socket.SocketKind, use: Callable[[socket.socket], object]) -> Callable[[], object]:
    def attempt() -> None:
        with socket.socket(socket.AF_INET, kind) as end:
            use(end)

    return attempt


ATTEMPTS = {
    "connect": _with_socket(socket.SOCK_STREAM, lambda end: end.connect(("192.0.2.1", 9))),
    "send": _with_socket(socket.SOCK_DGRAM, lambda end: end.sendto(b"x", ("192.0.2.1", 9))),
    "listen-to-all": _with_socket(socket.SOCK_STREAM, lambda end: end.bind(("", 0))),
    "listen": _with_socket(socket.SOCK_STREAM, lambda end: end.bind(("127.0.0.1", 0))),
    "look-up": lambda: socket.gethostbyname("example.org"),
    "look-up-address": lambda: socket.gethostbyaddr("192.0.2.1"),
    "name-of-address": lambda: socket.getnameinfo(("192.0.2.1", 9), 0),
}


def _answer(question: str) -> object:
    match question.split():
        case ["env"]:
            return "\n".join(f"{name}={value}" for name, value in sorted(os.environ.items()))
        case ["path"]:
            return "\n".join(sys.path)
        case ["maps"]:
            return Path("/proc/self/maps").read_text()
        case ["core"]:
            import resource

            return resource.getrlimit(resource.RLIMIT_CORE)
        case ["status"]:
            return guard.status().level.name
        case ["socket", family]:
            return _attempt(lambda: socket.socket(getattr(socket, family)).close())
        case ["pair"]:
            return _attempt(socket.socketpair)
        case ["program"]:
            return _attempt(lambda: subprocess.run(["/bin/true"], check=True))
        case ["resolve", host]:
            return _attempt(lambda: socket.getaddrinfo(host, 80))
        case ["native-socket", number]:
            return _native(int(number))
        case ["syscall", number]:
            libc = ctypes.CDLL(None, use_errno=True)
            return "ok" if libc.syscall(int(number), 0, 0, 0, 0) >= 0 else f"errno {ctypes.get_errno()}"
        case ["grandchild"]:
            with Child[Say, Said](
                f"{__name__}:curious", receives=Said, name="grandchild", log=Path(os.devnull), network=True
            ) as child:
                child.send(Say("native-socket 2"))
                return child.receive(20).text
        case ["program-level"]:
            audit.install(counts_sockets=False)
            return audit.refused()
        case ["attempt", what]:
            return _attempt(ATTEMPTS[what]), audit.refused()
    return "?"


def _attempt(what: object) -> str:
    try:
        what()  # type: ignore[operator]
    except OSError as error:
        return f"errno {error.errno}"
    return "ok"


def _native(family: int) -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.socket(family, socket.SOCK_RAW if family == socket.AF_NETLINK else socket.SOCK_STREAM, 0)
    if handle < 0:
        return f"errno {ctypes.get_errno()}"
    os.close(handle)
    return "ok"


def parent(wire: Wire) -> None:
    """Starts one child of its own of each kind and says their process numbers."""
    channel: Channel[Said, Say] = Channel(wire, Say)
    folder = Path(channel.receive().text)
    mains = ("echo", "stuck", "sleeping")
    children = [
        Child[Say, Heard](
            f"tests.models.process.children:{main}", receives=Heard, name=main, log=folder / f"{main}.log"
        )
        for main in mains
    ]
    children[0].send(Say("hello"))
    for child in children:
        child.receive(20)
    os.kill(children[0].pid, signal.SIGSTOP)  # one of them does not even run
    channel.send(Said(" ".join(str(child.pid) for child in children)))
    time.sleep(600)
