"""Fixtures for everything that needs the program under the window, and the watchdog over all of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.garbage import collect_due
from tests.desktop.program import parts, ready, tiny_model
from tests.desktop.watchdog import Watchdog

__all__ = ["parts", "ready", "tiny_model"]


@pytest.fixture(scope="session")
def watchdog() -> Watchdog:
    return Watchdog()


@pytest.fixture(autouse=True)
def no_stall(watchdog: Watchdog) -> Iterator[None]:
    """Nothing keeps the window from answering for longer than a tenth of a second."""
    watchdog.start()
    yield
    stalls = watchdog.stop()
    assert not stalls, "\n".join(map(str, stalls))


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """As in the program: no other thread ends Qt's objects, here nor in the tests that come after these."""
    gc.disable()
    yield
    collect_due()


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """Ends what the test opened: closed windows hold themselves, and a change of theme is put on all."""
    before = set(QApplication.topLevelWidgets()) if QApplication.instance() is not None else set()
    yield
    if QApplication.instance() is not None:
        for window in QApplication.topLevelWidgets():
            if window not in before and shiboken6.isValid(window):
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
