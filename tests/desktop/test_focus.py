"""Who works with the keys sees where they are: what has the keyboard looks different from what has not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.library.page import LibraryPage
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from desktop.widgets.controls import Chip
from desktop.widgets.way import WayButton
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


def test_tab_goes_the_way_the_eye_does(window: MainWindow, tmp_path: Path) -> None:
    composer = window.chat.composer
    window.show_page("chat")
    for name in ("a.txt", "b.txt"):
        composer.add_file(tmp_path / name, "3 tokens")
    composer.set_text("Hello")
    window.controls.tools.controls.click()
    until(lambda: all(each.isVisible() for each in composer.findChildren(Chip)), "both files")
    window.activateWindow()
    until(window.isActiveWindow, "the window's turn")
    window.controls.header.preset.setFocus()
    passed = []
    while (at := QApplication.focusWidget()) and at not in passed and at is not window.sidebar.chats:
        passed.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    names = [each.accessibleName() for each in passed]

    assert names[:2] == ["Preset", "Instructions"]
    fold = names.index("Fold the controls up")
    assert {type(each) for each in passed[2:fold]} == {WayButton}  # what stands in the empty chat
    assert fold < names.index("Top-p") < names.index("Do with a.txt")
    assert names[names.index("Do with a.txt") :][:10] == [
        "Do with a.txt", "Remove a.txt", "Do with b.txt", "Remove b.txt", "Message", "Attach files", "Controls", "JSON",
        "Fast", "Send",
    ]  # fmt: skip
