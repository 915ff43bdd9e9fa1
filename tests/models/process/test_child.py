from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from models.errors import ChildDied
from models.process import Child, Limits
from tests.models.process.children import Bulk, Heard, Said, Say
from tests.models.process.conftest import Start


def gone_within(pids: list[int], seconds: float) -> list[int]:
    """Those of `pids` that still run after `seconds`; zombies have ended."""
    left = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(left, timeout=seconds)
    return [process.pid for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_a_child_answers_in_typed_frames(start: Start) -> None:
    child = start("echo")

    child.send(Say("你好"))

    assert child.receive(20) == Said("你好")
    assert child.exit is None


def test_a_child_that_is_asked_to_end_leaves_by_itself(start: Start) -> None:
    child = start("echo")
    child.send(Say("ready"))
    child.receive(20)

    assert child.end(20).code == 0


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGKILL"])
def test_a_signal_that_kills_a_child_is_its_exit(start: Start, name: str) -> None:
    child = start("dying")

    child.send(Say(name))

    with pytest.raises(ChildDied, match=f"dying.*signal {name}"):
        child.receive(20)
    assert child.exit is not None
    assert child.exit.signal == signal.Signals[name]
    assert f"about to {name}" in child.log_tail()


def test_a_native_fault_leaves_the_python_frames_in_the_log(start: Start) -> None:
    child = start("dying")

    child.send(Say("segfault"))

    with pytest.raises(ChildDied, match="SIGSEGV"):
        child.receive(20)
    assert 'children.py", line' in child.log_tail()


def test_an_exit_code_and_an_exception_are_seen_too(start: Start) -> None:
    for how, words in (("exit 3", "exit code 3"), ("raise", "exit code 1")):
        child = start("dying")
        child.send(Say(how))
        with pytest.raises(ChildDied, match=words):
            child.receive(20)
    assert "a bug in the child" in child.log_tail()


def test_what_a_child_sent_before_it_died_still_arrives(start: Start) -> None:
    child = start("echo")
    for number in range(100):
        child.send(Say(str(number)))
    assert child.receive(20) == Said("0")
    with child.channel._changed:
        assert child.channel._changed.wait_for(lambda: len(child.channel._inbox) == 99, 20)
    os.kill(child.pid, signal.SIGKILL)

    assert [child.receive(20) for _ in range(99)] == [Said(str(number)) for number in range(1, 100)]
    with pytest.raises(ChildDied):
        child.receive(20)


def test_sending_to_a_dead_child_says_how_it_died(start: Start) -> None:
    child = start("echo")
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(ChildDied):
        child.receive(20)

    with pytest.raises(ChildDied, match="SIGKILL"):
        child.send(Say("hello"))


def test_a_stopped_child_falls_silent_and_is_killed_all_the_same(start: Start) -> None:
    child = start("echo")
    child.send(Say("hello"))
    child.receive(20)
    os.kill(child.pid, signal.SIGSTOP)

    deadline = time.monotonic() + 20
    while child.silent_s() < 1.5:
        assert time.monotonic() < deadline
        with pytest.raises(TimeoutError):
            child.receive(0.1)

    assert child.end(0.2).signal == signal.SIGKILL


def test_a_stopped_child_whose_pipe_is_full_is_killed_all_the_same(start: Start) -> None:
    child = start("repeat_bulk")
    os.kill(child.pid, signal.SIGSTOP)

    def fill() -> None:
        with pytest.raises(ChildDied):
            child.send(Bulk(bytes(1 << 22)))  # type: ignore[arg-type]

    filling = threading.Thread(target=fill)
    filling.start()

    assert child.end(0.2).signal == signal.SIGKILL
    filling.join(20)
    assert not filling.is_alive()


def test_a_child_that_is_well_is_not_silent(start: Start) -> None:
    child = start("sleeping")
    child.receive(20)

    until = time.monotonic() + 2.5
    loudest = 0.0
    while time.monotonic() < until:
        with pytest.raises(TimeoutError):
            child.receive(0.05)
        loudest = max(loudest, child.silent_s())
    assert loudest < 2.4, "no heartbeat came"
    assert child.guard is not None


@pytest.mark.parametrize("main", ["stuck", "sleeping"])
def test_a_child_stuck_in_native_code_is_ended_by_the_ladder(start: Start, main: str) -> None:
    child = start(main)
    child.receive(20)

    assert child.end(0.3).signal in (signal.SIGTERM, signal.SIGKILL)


def test_the_death_of_the_parent_leaves_no_orphan_stuck_or_stopped(start: Start, tmp_path: Path) -> None:
    parent = start("parent")
    parent.send(Say(str(tmp_path)))
    answer = parent.receive(60)
    assert isinstance(answer, Said)
    grandchildren = [int(pid) for pid in answer.text.split()]
    assert all(psutil.pid_exists(pid) for pid in grandchildren)

    os.kill(parent.pid, signal.SIGKILL)

    assert gone_within(grandchildren, 5) == []


def test_a_parent_that_just_leaves_takes_its_children_along(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from models.process import Child\n"
        "from tests.models.process.children import Heard\n"
        "child = Child('tests.models.process.children:sleeping', receives=Heard, name='c', log=Path(sys.argv[1]))\n"
        "child.receive(20); print(child.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "log")], capture_output=True, text=True, timeout=60, check=True
    )

    assert gone_within([int(done.stdout)], 5) == []


def test_work_that_is_left_half_done_does_not_hold_up_the_end_of_the_program(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from models.process import Child\n"
        "from tests.models.process.children import Heard\n"
        "def work():\n"
        "    child = Child('tests.models.process.children:sleeping', receives=Heard, name='c', log=Path(sys.argv[1]))\n"
        "    try:\n"
        "        yield child.receive(20) and child.pid\n"
        "    finally:\n"
        "        child.end()\n"
        "under_way = work(); print(next(under_way))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "log")], capture_output=True, text=True, timeout=30, check=True
    )

    assert gone_within([int(done.stdout)], 5) == []


@pytest.mark.parametrize(("main", "said"), [("babbling", "unexpected"), ("dropping", "its pipe closed")])
def test_a_child_that_breaks_the_conversation_is_ended(start: Start, main: str, said: str) -> None:
    child = start(main)

    with pytest.raises(ChildDied, match=said):
        child.receive(20)
    assert child.exit is not None


def test_a_thousand_frames_of_a_mebibyte_come_back_whole(start: Start) -> None:
    child = start("repeat_bulk")
    pattern = bytes(range(256)) * 4096
    assert len(pattern) == 1 << 20

    for number in range(1000):
        child.send(Bulk(pattern))  # type: ignore[arg-type]
        if number >= 8:
            assert child.receive(60) == Bulk(pattern)
    for _ in range(8):
        assert child.receive(60) == Bulk(pattern)


def test_a_child_that_floods_costs_a_bounded_amount_of_memory(start: Start) -> None:
    before = psutil.Process().memory_info().rss
    child = start("flood")
    deadline = time.monotonic() + 60
    while not child.channel._held_back and time.monotonic() < deadline:
        with pytest.raises(subprocess.TimeoutExpired):
            child._process.wait(0.02)

    assert psutil.Process().memory_info().rss - before < 160 << 20
    assert child.silent_s() == 0, "it is we who do not listen"
    assert isinstance(child.receive(20), Bulk)


def test_memory_beyond_the_limit_is_refused_to_the_child(start: Start) -> None:
    child = start("dying", limits=Limits(memory_bytes=512 << 20))

    child.send(Say("memory"))

    with pytest.raises(ChildDied, match="exit code 1"):
        child.receive(20)
    assert "MemoryError" in child.log_tail()


def test_core_dumps_are_off(start: Start) -> None:
    child = start("curious")

    child.send(Say("core"))

    assert child.receive(20) == Said("(0, 0)")


def test_a_child_whose_log_cannot_be_written_works_all_the_same(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    child = start("echo", log=tmp_path / "file" / "log")
    child.send(Say("hello"))

    assert child.receive(20) == Said("hello")


def test_a_main_that_does_not_exist_is_explained_in_the_log(start: Start) -> None:
    child = start("no_such_main")

    with pytest.raises(ChildDied, match="exit code 1"):
        child.receive(20)
    assert "no_such_main" in child.log_tail()


def test_a_handle_that_is_dropped_takes_its_child_along(tmp_path: Path) -> None:
    child = Child[Say, Heard]("tests.models.process.children:sleeping", receives=Heard, name="c", log=tmp_path / "log")
    child.receive(20)
    pid = child.pid

    del child

    assert gone_within([pid], 5) == []


def test_many_children_leave_no_descriptor_and_no_thread_behind(start: Start, tmp_path: Path) -> None:
    def one() -> None:
        with Child[Say, Heard](
            "tests.models.process.children:echo", receives=Heard, name="c", log=tmp_path / "log"
        ) as child:
            child.send(Say("hello"))
            child.receive(20)

    one()
    me = psutil.Process()
    before = me.num_fds(), threading.active_count()
    for _ in range(5):
        one()
    deadline = time.monotonic() + 10
    while (me.num_fds(), threading.active_count()) > before and time.monotonic() < deadline:
        os.sched_yield()
    assert (me.num_fds(), threading.active_count()) <= before
