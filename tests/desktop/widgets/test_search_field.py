"""A line to search with: its cross is there when there is something to take away."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton
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
