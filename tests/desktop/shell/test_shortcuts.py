"""The keys of the window: one table installs them and is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import desktop
from desktop.shell import shortcuts
from desktop.shell.parts import Parts
from desktop.shell.shortcuts_page import ShortcutsPage
from tests.desktop.program import until
from tests.desktop.shell.test_window import opened


def test_every_key_of_the_window_is_in_the_table_once(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)
    described = [key for group in shortcuts.groups() for each in group.shortcuts if each.name for key in each.keys]
    installed = [
        each.key() for each in window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
    ]

    assert sorted(installed, key=QKeySequence.toString) == sorted(
        map(QKeySequence, described), key=QKeySequence.toString
    )
    assert len(set(described)) == len(described)


def test_nothing_else_installs_keys_of_the_window() -> None:
    folder = Path(desktop.__file__).parent
    others = [path for path in folder.rglob("*.py") if path.name != "shortcuts.py" and path.parent.name == "shell"]

    assert [path for path in others if re.search(r"QShortcut\(", path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
                                               (Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)])  # fmt: skip
def test_the_page_of_keys_opens_by_a_key_and_leaves_by_escape(
    parts: Parts, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    window = opened(parts, qtbot)
    until(window.isActiveWindow, "the window's turn")
    QTest.keyClick(window, key, modifier)
    assert window._stack.currentWidget() is window.pages.shortcuts
    assert QApplication.focusWidget() is window.pages.shortcuts.search

    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is window.chat


def test_a_search_finds_a_key_by_what_it_does_and_by_its_name(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    qtbot.addWidget(page)
    page.show()

    page.search.setText("sidebar")
    assert page.shown() == ["Show or hide the sidebar"]
    page.search.setText("f7")
    assert page.shown() == ["Show a caret, and select with Shift and arrows"]
    page.search.setText("nonesuch")
    assert page.shown() == [] and page._none.isVisible()
