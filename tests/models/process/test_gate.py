from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import ChildDied, GateGone, LinkNotOpened
from models.process import Child, Gate
from tests.models.process.children import Bulk, Heard, Said, Say
from tests.models.process.test_child import gone_within

MAINS = tuple(
    f"tests.models.process.children:{name}"
    for name in ("echo", "curious", "dying", "sleeping", "stuck", "repeat_bulk", "flood")
)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    with Gate.start(tmp_path / "gate.log", MAINS) as gate:
        yield gate


def child_of(gate: Gate, main: str, tmp_path: Path) -> Child[Say, Heard]:
    return gate.child(f"tests.models.process.children:{main}", receives=Heard, name=main, log=tmp_path / f"{main}.log")


def test_a_child_of_the_gate_is_spoken_to_like_any_other(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "echo", tmp_path)

    child.send(Say("hello"))

    assert child.receive(20) == Said("hello")
    assert child.exit is None
    assert child.end(20).code == 0


def test_only_a_child_of_the_gate_may_use_the_network(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "curious", tmp_path)

    child.send(Say("native-socket 2"))

    assert child.receive(20) == Said("ok")


def test_the_gate_starts_nothing_that_is_not_on_its_list(gate: Gate, tmp_path: Path) -> None:
    for main in ("os:system", "tests.models.process.children:flooding"):
        with pytest.raises(ChildDied, match="not among what may be started"):
            gate.child(main, receives=Said, name="evil", log=tmp_path / "log")


def test_the_list_of_the_gate_cannot_be_changed_later(gate: Gate, tmp_path: Path) -> None:
    from models.process.gate_protocol import Admit

    gate._process.send(Admit(("os:system",)))

    with pytest.raises(ChildDied, match="not among"):
        gate.child("os:system", receives=Said, name="evil", log=tmp_path / "log")


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL"])
def test_the_death_of_a_child_of_the_gate_is_its_exit(gate: Gate, tmp_path: Path, name: str) -> None:
    child = child_of(gate, "dying", tmp_path)

    child.send(Say(name))

    with pytest.raises(ChildDied, match=name):
        child.receive(20)
    assert child.exit is not None
    assert child.exit.signal == signal.Signals[name]
    assert f"about to {name}" in child.log_tail()


def test_a_stuck_child_of_the_gate_is_killed(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "stuck", tmp_path)
    child.receive(20)

    assert child.end(0.3).signal == signal.SIGKILL


def test_children_of_the_gate_do_not_wait_for_each_other(gate: Gate, tmp_path: Path) -> None:
    stopped, lively = child_of(gate, "repeat_bulk", tmp_path), child_of(gate, "echo", tmp_path)
    os.kill(stopped.pid, signal.SIGSTOP)
    stopped.send(Bulk(bytes(8 << 20)))  # type: ignore[arg-type]

    lively.send(Say("still here"))

    assert lively.receive(20) == Said("still here")
    assert stopped.end(0.2).signal == signal.SIGKILL


def test_large_frames_pass_the_gate_whole(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "repeat_bulk", tmp_path)
    pattern = Bulk(bytes(range(256)) * 4096)

    for _ in range(50):
        child.send(pattern)  # type: ignore[arg-type]

    assert all(child.receive(20) == pattern for _ in range(50))


def test_a_child_of_the_gate_that_floods_is_ended(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "flood", tmp_path)

    assert child._process.wait(60) == -signal.SIGKILL


def test_the_death_of_the_gate_ends_its_children_and_is_said(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "sleeping", tmp_path)
    child.receive(20)

    os.kill(gate.pid, signal.SIGKILL)

    with pytest.raises(ChildDied, match="SIGKILL"):
        child.receive(20)
    assert gone_within([child.pid], 5) == []
    with pytest.raises(GateGone, match="Start Paddock again"):
        child_of(gate, "echo", tmp_path)
    with pytest.raises(LinkNotOpened):
        gate.open_link("https://example.org/")


def test_a_gate_that_answers_nobody_holds_nobody_up(gate: Gate, tmp_path: Path) -> None:
    child = child_of(gate, "sleeping", tmp_path)
    child.receive(20)
    os.kill(gate.pid, signal.SIGSTOP)

    assert child.end(0.1).code

    gate.close()
    assert gone_within([child.pid], 5) == []


def test_the_end_of_the_gate_is_the_end_of_its_children(tmp_path: Path) -> None:
    gate = Gate.start(tmp_path / "gate.log", MAINS)
    child = child_of(gate, "stuck", tmp_path)
    child.receive(20)

    gate.close()

    assert gone_within([child.pid], 5) == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "javascript:alert(1)", "--help", "", "http://", "https://a b", "https://a\n--x",
        "ftp://example.org", "https://" + "a" * 5000, "HTTPS ://x", "smb://host/share", "https://a\"b",
    ],
)  # fmt: skip
def test_the_gate_opens_nothing_but_links_of_the_web_and_mail(gate: Gate, url: str) -> None:
    with pytest.raises(LinkNotOpened, match="not an address"):
        gate.open_link(url)


def test_a_confirmed_link_goes_to_the_browser_as_one_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "xdg-open"
    browser.write_text(f'#!/bin/sh\nprintf "%s|" "$#" "$@" > {tmp_path}/opened\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    with Gate.start(tmp_path / "gate.log", ()) as gate:
        gate.open_link("https://example.org/?a=1&b=%20$(touch%20x);c")

    assert (tmp_path / "opened").read_text() == "1|https://example.org/?a=1&b=%20$(touch%20x);c|"


def test_a_browser_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "xdg-open"
    browser.write_text("#!/bin/sh\nexit 3\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    with Gate.start(tmp_path / "gate.log", ()) as gate, pytest.raises(LinkNotOpened, match="exit code 3"):
        gate.open_link("mailto:someone@example.org")


def test_a_machine_without_a_browser_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with Gate.start(tmp_path / "gate.log", ()) as gate, pytest.raises(LinkNotOpened, match="Copy its address"):
        gate.open_link("https://example.org/")
