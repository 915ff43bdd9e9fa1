"""Nothing that belongs into the window opens as one of its own first: for a moment it takes the keyboard away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.library.card import ModelCard
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from tests.desktop.program import until
from tests.desktop.shell.test_window import opened


@pytest.fixture
def window(parts: Parts, qtbot: QtBot) -> MainWindow:
    made = opened(parts, qtbot)
    made.show_page("chat")
    until(made.chat.composer.field.hasFocus, "the window's turn")
    return made


def test_a_file_that_is_added_leaves_the_keyboard_where_it_is(
    window: MainWindow, qapp: QApplication, tmp_path: Path
) -> None:
    composer = window.chat.composer
    composer.add_file(tmp_path / "a.txt", "3 tokens")
    composer.add_file(tmp_path / "b.txt", "cannot be read", bad=True)
    qapp.processEvents()

    assert window.isActiveWindow() and composer.field.hasFocus()


def test_the_card_of_a_model_is_never_seen_in_pieces(qtbot: QtBot, qapp: QApplication) -> None:
    watch = _Opened()
    qapp.installEventFilter(watch)
    qtbot.addWidget(ModelCard("Llama", "Q4_K_M", "8 B · 4.7 GB"))
    qapp.removeEventFilter(watch)

    assert watch.seen == []


class _Opened(QObject):
    """Notes each widget that opens as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False
