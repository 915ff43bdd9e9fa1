"""The network lock, from inside locked children and from outside with strace."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.process import Child, Limits, guard
from models.process.guard import Level
from tests.models.process.children import Heard, Said, Say
from tests.models.process.conftest import Start

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux")


def ask(child: Child[Say, Heard], question: str) -> str:
    child.send(Say(question))
    answer = child.receive(30)
    assert isinstance(answer, Said)
    return answer.text


@LINUX
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_PACKET", "AF_VSOCK", "AF_CAN", "AF_ALG", "AF_TIPC"])
def test_a_locked_child_opens_no_socket_of_any_network(start: Start, family: str) -> None:
    child = start("curious")

    assert ask(child, f"socket {family}") == f"errno {errno.EACCES}"
    assert ask(child, "status") == "KERNEL"


@LINUX
def test_a_locked_child_may_speak_within_the_machine_and_a_sealed_one_may_not(start: Start) -> None:
    child, sealed = start("curious"), start("curious", limits=Limits(sealed=True))

    assert ask(child, "socket AF_UNIX") == "ok"
    assert ask(child, "native-socket 16") == "ok"  # AF_NETLINK
    assert ask(sealed, "socket AF_UNIX") == f"errno {errno.EACCES}"
    assert ask(sealed, "native-socket 16") == f"errno {errno.EACCES}"
    assert ask(child, "pair") == ask(sealed, "pair") == "ok"
    assert ask(child, "program") == "ok"
    assert ask(sealed, "program") == f"errno {errno.EPERM}"


@LINUX
@pytest.mark.parametrize("number", [425, 426, 427, 438, 101, 310, 311, 0x40000000 + 41])
def test_ways_around_the_lock_are_closed(start: Start, number: int) -> None:
    if os.uname().machine != "x86_64":
        pytest.skip("the numbers are those of x86_64")

    assert ask(start("curious"), f"syscall {number}") == f"errno {errno.EPERM}"


@LINUX
def test_a_child_of_a_locked_child_is_locked_whatever_it_was_promised(start: Start) -> None:
    assert ask(start("curious"), "grandchild") == f"errno {errno.EACCES}"


def test_a_name_is_not_looked_up(start: Start) -> None:
    child = start("curious")

    assert ask(child, "resolve example.org") == f"errno {errno.EACCES}"
    assert ask(child, "resolve localhost") == "ok"


def test_the_program_alone_refuses_and_counts_connections(start: Start) -> None:
    child = start("curious", network=True)

    assert ask(child, "status") == "NONE"
    assert ask(child, "program-level") == "0"
    outside = ("connect", "send", "listen-to-all", "look-up", "look-up-address", "name-of-address")
    for number, what in enumerate(outside, 1):
        assert ask(child, f"attempt {what}") == str((f"errno {errno.EACCES}", number))
    assert ask(child, "attempt listen") == str(("ok", len(outside)))


@LINUX
def test_what_a_child_was_refused_is_known_to_its_parent(start: Start) -> None:
    child = start("curious")
    ask(child, "socket AF_INET")
    ask(child, "socket AF_INET6")

    while child.guard is None or child.guard.refused < 2:
        with pytest.raises(TimeoutError):
            child.receive(0.1)

    assert child.guard == guard.Status(Level.KERNEL, refused=2)


@LINUX
def test_strace_sees_no_internet_socket_in_a_locked_child(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if not strace:
        pytest.skip("strace is not installed")
    program = (
        "import sys; from pathlib import Path; from models.process import Child\n"
        "from tests.models.process.children import Heard, Say\n"
        "main = 'tests.models.process.children:curious'\n"
        "with Child(main, receives=Heard, name='c', log=Path(sys.argv[1])) as child:\n"
        "    for question in ('native-socket 2', 'native-socket 10', 'resolve example.org', 'native-socket 1'):\n"
        "        child.send(Say(question)); print(child.receive(60).text)"
    )
    done = subprocess.run(
        [strace, "-ff", "-qq", "-e", "trace=network", "-o", tmp_path / "trace",
         sys.executable, "-c", program, tmp_path / "log"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.split("\n")[:4] == [f"errno {errno.EACCES}"] * 3 + ["ok"], done.stderr

    seen = "".join(trace.read_text() for trace in tmp_path.glob("trace.*"))  # one a thread: no call is split
    sockets = re.findall(r"socket\(AF_INET6?,.*= (.*)", seen)
    assert len(sockets) == 2, "the two attempts are seen"
    assert all(result.startswith("-1 EACCES") for result in sockets)
    assert "connect(" not in seen


@LINUX
def test_the_window_is_locked_with_all_its_threads() -> None:
    program = (
        "import socket, threading, queue\n"
        "from models.process import guard\n"
        "go, seen = threading.Event(), queue.SimpleQueue()\n"
        "def old():\n"
        "    go.wait()\n"
        "    try: socket.socket(socket.AF_INET); seen.put('ok')\n"
        "    except PermissionError: seen.put('refused')\n"
        "threading.Thread(target=old).start()\n"
        "print(guard.lock_network().level.name); go.set(); print(seen.get()); print(guard.status().refused)\n"
        "from models.process import Gate; from pathlib import Path\n"
        "try: Gate.start(Path('/nonexistent'))\n"
        "except RuntimeError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split("\n")[:3] == ["KERNEL", "refused", "1"]
    assert "before the network is locked" in done.stdout


@pytest.mark.parametrize(
    ("variables", "remote"),
    [
        ({"DISPLAY": ":0"}, False),
        ({"DISPLAY": "unix:0"}, False),
        ({"DISPLAY": "localhost:10.0"}, True),
        ({"DISPLAY": "host.example:0.0"}, True),
        ({"DISPLAY": "/tmp/launch-x/org.xquartz:0"}, False),
        ({"DISPLAY": "host:0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({}, False),
    ],
)
def test_a_display_beyond_this_machine_is_recognised(variables: dict[str, str], remote: bool) -> None:
    assert (guard.remote_display(variables) is not None) is remote
