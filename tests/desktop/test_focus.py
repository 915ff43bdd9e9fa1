"""Who works with the keys sees where they are: what has the keyboard looks different from what has not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.library.page import LibraryPage
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from tests.desktop.program import until

AROUND_PX = 3  # a composer shows it on its frame
PAGES = ("chat", "library", "settings", "privacy", "performance", "shortcuts")
# What scrolls by keys shows it by moving; a list shows its chosen row at all times.
SCROLLING = ("TranscriptView", "ChatView")


@pytest.fixture
def window(parts: Parts, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(parts, Pages(parts))
    qtbot.addWidget(made)
    QApplication.setCursorFlashTime(0)
    made.show()
    qtbot.waitExposed(made)
    made.begin()
    made.activateWindow()
    yield made
    QApplication.setCursorFlashTime(1000)


def stops(window: MainWindow) -> list[QWidget]:
    """What Tab reaches, in sight."""
    found: list[QWidget] = []
    at = window.nextInFocusChain()
    while at is not window and len(found) < 400:
        if at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return [each for each in found if type(each).__name__ not in SCROLLING and not each.visibleRegion().isEmpty()]


def picture(window: MainWindow, widget: QWidget) -> QImage:
    frame = widget.parentWidget() if isinstance(widget, QAbstractScrollArea) else widget
    place = frame.rect().translated(frame.mapTo(window, frame.rect().topLeft()))
    grown = place.adjusted(-AROUND_PX, -AROUND_PX, AROUND_PX, AROUND_PX)
    return window.grab(grown & window.rect()).toImage()


def test_what_has_the_keyboard_looks_different_on_every_page(window: MainWindow) -> None:
    unseen = []
    for page in PAGES:
        window.show_page(page)
        until(lambda page=page: page != "library" or window.findChildren(LibraryPage)[0].settled, "the page")
        there = stops(window)
        assert len(there) > 6, page
        for widget in there:
            window.setFocus()
            before = picture(window, widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.hasFocus() and picture(window, widget) == before:
                unseen.append(f"{page}: {type(widget).__name__} {widget.accessibleName()!r}")

    assert sorted(set(unseen)) == []
