"""Fixtures for everything that needs the program under the window, and the watchdog over all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.program import parts, ready, tiny_model
from tests.desktop.watchdog import WatchedApplication

__all__ = ["parts", "ready", "tiny_model"]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return WatchedApplication


@pytest.fixture(autouse=True)
def no_stall() -> Iterator[None]:
    """Nothing keeps the window from answering for longer than a tenth of a second."""
    yield
    application = QApplication.instance()
    if isinstance(application, WatchedApplication) and application.watchdog is not None:
        stalls = application.watchdog.take()
        assert not stalls, "\n".join(map(str, stalls))
