"""Fixtures for everything that needs the program under the window, and the watchdog over all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
