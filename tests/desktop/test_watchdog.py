"""The watchdog itself: what it calls a stall, and what not."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.desktop.watchdog import LIMIT_S, Turn, Watchdog


def work(cpu_s: float) -> None:
    end = time.thread_time() + cpu_s
    while time.thread_time() < end:
        sum(range(500))


def stalls(watchdog: Watchdog, handler: Callable[[], None]) -> list[Turn]:
    """Those of a handler that runs once in an event loop."""
    watchdog.stop()
    watchdog.start()
    loop = QEventLoop()
    QTimer.singleShot(0, loop, lambda: (handler(), loop.quit()))
    loop.exec()
    return watchdog.stop()


def test_a_handler_that_takes_too_long_is_a_stall_with_its_place(qapp: QApplication, watchdog: Watchdog) -> None:
    (found,) = stalls(watchdog, lambda: work(6 * LIMIT_S))

    assert found.cpu_s >= 1.4 * LIMIT_S
    assert any("in work" in place for place in found.places)


def test_waiting_is_no_stall(qapp: QApplication, watchdog: Watchdog) -> None:
    assert stalls(watchdog, lambda: time.sleep(2 * LIMIT_S)) == []


@pytest.mark.parametrize("share", [0.6, 6])
def test_what_a_loop_inside_handles_counts_by_itself(qapp: QApplication, watchdog: Watchdog, share: float) -> None:
    def handler() -> None:
        work(0.6 * LIMIT_S)
        inner = QEventLoop()
        QTimer.singleShot(0, inner, lambda: (work(share * LIMIT_S), inner.quit()))
        inner.exec()

    assert len(stalls(watchdog, handler)) == (share > 1)


def test_two_short_turns_of_one_handler_are_no_stall(qapp: QApplication, watchdog: Watchdog) -> None:
    def handler() -> None:
        inner = QEventLoop()
        timer = QTimer(inner)
        timer.timeout.connect(lambda: work(0.7 * LIMIT_S))
        timer.start(0)
        QTimer.singleShot(int(3000 * LIMIT_S), inner, inner.quit)
        inner.exec()

    assert stalls(watchdog, handler) == []
