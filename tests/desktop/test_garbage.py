"""Cycles are collected, and only on the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.garbage import MainThreadCollector


class Knot:
    """Holds itself, and notes who ends it."""

    def __init__(self, ended_by: list[threading.Thread]) -> None:
        self.itself = self
        self.ended_by = ended_by

    def __del__(self) -> None:
        self.ended_by.append(threading.current_thread())


@pytest.fixture
def collector(qapp: QObject) -> Iterator[MainThreadCollector]:
    collector = MainThreadCollector()
    yield collector
    collector.stop()


def allocate(rounds: int) -> None:
    """Enough that Python would collect all generations several times."""
    for _ in range(rounds):
        kept = [[] for _ in range(gc.get_threshold()[0] + 1)]
        del kept


def test_no_other_thread_ends_what_the_window_made(collector: MainThreadCollector, qtbot: QtBot) -> None:
    ended_by: list[threading.Thread] = []
    Knot(ended_by)
    thread = threading.Thread(target=allocate, args=(500,))
    thread.start()
    thread.join()
    assert ended_by == []
    keep = [[] for _ in range(gc.get_threshold()[0] + 1)]
    qtbot.waitUntil(lambda: bool(ended_by), timeout=20_000)
    assert ended_by == [threading.main_thread()]
    del keep


def test_what_grew_old_is_collected_in_time(collector: MainThreadCollector, qtbot: QtBot) -> None:
    old = Knot([])
    seen = weakref.ref(old)
    gc.collect()
    del old
    keep: list[list[object]] = []

    def forgotten() -> bool:
        keep.extend([[]] for _ in range(gc.get_threshold()[0] + 1))
        for due in collector.findChildren(QObject):
            due.timeout.emit()  # the clock, turned forward
        return seen() is None

    qtbot.waitUntil(forgotten, timeout=20_000)
