from __future__ import annotations

import ast
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from desktop.task import Task, alive
from models.errors import ModelNotLoaded


class Endless(Iterator[int]):
    """Counts until it is closed, and can be closed while another thread waits in it."""

    def __init__(self) -> None:
        self.closed = threading.Event()
        self.count = 0

    def __next__(self) -> int:
        if self.closed.wait(0.001):
            raise StopIteration
        self.count += 1
        return self.count

    def close(self) -> None:
        self.closed.set()


def test_events_arrive_in_order_in_the_window_s_thread(qtbot: QtBot) -> None:
    heard: list[tuple[object, bool]] = []
    task = Task(lambda: range(500))
    task.produced.connect(lambda event: heard.append((event, threading.current_thread() is threading.main_thread())))

    with qtbot.waitSignal(task.finished):
        task.start()

    assert heard == [(number, True) for number in range(500)]


def test_a_stopped_task_closes_its_work_and_says_nothing_more(qtbot: QtBot) -> None:
    work = Endless()
    heard: list[object] = []
    task = Task(lambda: work)
    task.produced.connect(heard.append)
    with qtbot.waitSignal(task.produced):
        task.start()

    with qtbot.waitSignal(task.finished):
        task.stop()
        so_far = len(heard)

    assert work.closed.is_set()
    assert len(heard) == so_far


def test_a_generator_is_closed_by_the_thread_that_runs_it(qtbot: QtBot) -> None:
    """Stopped just between two events, too: closed by another thread, it would fail there at its next step."""
    said, stopped = threading.Event(), threading.Event()
    steps: list[int] = []
    closers: list[str] = []

    def work() -> Iterator[int]:
        try:
            for step in range(3):
                steps.append(step)
                yield step
        finally:
            closers.append(threading.current_thread().name)

    def hold() -> None:
        said.set()
        stopped.wait(10)

    task = Task(work)
    task._mouth.said.connect(hold, Qt.ConnectionType.DirectConnection)  # on the thread
    with qtbot.waitSignal(task.finished):
        task.start()
        assert said.wait(10)
        task.stop()
        stopped.set()

    assert (steps, closers) == ([0], ["task"])


def test_the_world_s_fault_is_told_before_the_end(qtbot: QtBot) -> None:
    def fail() -> Iterator[int]:
        yield 1
        raise ModelNotLoaded

    order: list[object] = []
    task = Task(fail)
    task.produced.connect(order.append)
    task.failed.connect(lambda error: order.append(type(error)))
    task.finished.connect(lambda: order.append("end"))

    with qtbot.waitSignal(task.finished):
        task.start()

    assert order == [1, ModelNotLoaded, "end"]


def test_a_bug_reaches_the_report_and_nobody_waits_for_ever(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    task = Task(lambda: iter([1 // 0]))

    with qtbot.waitSignals([task.failed, task.finished]):
        task.start()

    assert reported[0].exc_type is ZeroDivisionError


def test_work_stopped_before_it_was_made_never_runs(qtbot: QtBot) -> None:
    work, may_go = Endless(), threading.Event()

    def make() -> Endless:
        may_go.wait(5)
        return work

    task = Task(make)
    task.start()
    with qtbot.waitSignal(task.finished):
        task.stop()
        may_go.set()

    assert work.closed.is_set()
    assert work.count == 0


def test_a_task_lives_without_anybody_holding_it(qtbot: QtBot) -> None:
    heard: list[object] = []
    ended = threading.Event()
    task = Task(lambda: range(3))
    task.produced.connect(heard.append)
    task.finished.connect(ended.set)
    task.start()
    del task

    qtbot.waitUntil(ended.is_set)

    assert heard == [0, 1, 2]


def test_with_its_parent_it_is_over_and_nobody_hears_of_it(qtbot: QtBot) -> None:
    parent, work = QObject(), Endless()
    heard: list[object] = []
    task = Task(lambda: work, parent)
    task.produced.connect(heard.append)
    task.start()
    qtbot.waitUntil(lambda: len(heard) > 2)

    shiboken6.delete(parent)

    assert task not in alive()
    assert task.wait(10)
    assert len(heard) <= work.count


def test_what_has_ended_is_its_parents_no_longer(qtbot: QtBot) -> None:
    parent = QObject()
    task = Task(lambda: range(3), parent)
    with qtbot.waitSignal(task.finished):
        task.start()
    assert parent.children() == [] and shiboken6.isValid(task)


def test_nothing_is_heard_of_what_was_waited_for(qtbot: QtBot) -> None:
    """The program closes: what was under way when it did finds nothing to work with."""
    heard: list[object] = []
    task = Task(lambda: range(500))
    task.produced.connect(heard.append)
    task.failed.connect(heard.append)
    task.finished.connect(lambda: heard.append("end"))

    task.start()
    assert task.wait(10)
    qtbot.waitUntil(lambda: task not in alive())

    assert heard == []


def test_a_parent_may_go_at_any_moment(qtbot: QtBot) -> None:
    """Threads that speak just then speak to nobody: two hundred parents go in the middle of it."""
    for _ in range(200):
        parent, work = QObject(), Endless()
        task = Task(lambda work=work: work, parent)
        task.start()
        qtbot.waitUntil(lambda work=work: work.count > 0)
        shiboken6.delete(parent)
        assert task.wait(10)
    qtbot.waitUntil(lambda: not alive())


def test_work_ends_with_what_shows_it_unless_it_has_to_be_finished() -> None:
    """An answer, a job and what is forgotten for good are seen through whatever is closed meanwhile."""
    root = Path(__file__).parents[2] / "desktop"
    alone = {
        path.name
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Task" and len(node.args) < 2
    }
    assert alone <= {"running.py", "jobs.py", "chat_desk.py", "pages.py", "loading.py"}
