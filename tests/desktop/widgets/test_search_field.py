"""A line to search with: its cross is there when there is something to take away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.search_field import SearchField


def cross(field: SearchField) -> tuple[QAction, QToolButton]:
    action = field.actions()[-1]
    return action, next(each for each in field.findChildren(QToolButton) if each.defaultAction() is action)


def test_the_cross_comes_with_the_first_word_and_empties_the_line(qtbot: QtBot) -> None:
    field = SearchField("Search chats")
    qtbot.addWidget(field)
    field.show()
    action, button = cross(field)
    before = button.isVisible()

    field.setText("meadow")
    with_words = button.isVisible()
    button.click()

    assert (before, with_words) == (False, True)
    assert field.text() == ""
    assert not button.isVisible()
    assert action.text() == "Clear: Search chats"


def test_escape_empties_the_line_and_is_the_window_s_when_there_is_nothing_to_empty(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = SearchField("Search chats")
    QVBoxLayout(window).addWidget(field)
    heard: list[str] = []
    QShortcut(QKeySequence("Esc"), window).activated.connect(lambda: heard.append(field.text()))
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "meadow")

    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), heard) == ("", [])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == [""]
