"""Fixtures for everything that needs the program under the window, and the watchdog over all of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.desktop.program import parts, ready, tiny_model
from tests.desktop.watchdog import Watchdog

MOST_WIDGETS = 300  # of tests that are over, beyond those that garbage collection left the last time

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


_kept = [0]


@pytest.fixture(autouse=True)
def few_widgets_left() -> Iterator[None]:
    """Closed windows hold themselves by their signals until garbage is collected, and every theme is put on all."""
    yield
    if QApplication.instance() is not None and len(QApplication.allWidgets()) > _kept[0] + MOST_WIDGETS:
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        _kept[0] = len(QApplication.allWidgets())
