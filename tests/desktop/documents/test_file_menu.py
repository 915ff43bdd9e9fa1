from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.documents.dropping import Wish
from desktop.documents.file_menu import FileMenu


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def action(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


@pytest.mark.parametrize(
    ("names", "offered"),
    [
        (["report.pdf"], ["Summarise…", "Translate…", "List every…", "Take the tables out"]),
        (["shop.py"], ["Summarise…", "Explain the code", "Review the code", "Draft tests", "List every…"]),
        (["shop.py", "report.pdf"], ["Summarise…", "Translate…", "List every…", "Take the tables out"]),
    ],
    ids=["document", "code", "both"],
)
def test_what_is_offered_fits_the_files(over: QWidget, names: list[str], offered: list[str]) -> None:
    assert words(FileMenu(over, list(map(Path, names)))) == offered


def test_what_is_chosen_is_told(over: QWidget, qtbot: QtBot) -> None:
    menu = FileMenu(over, [Path("shop.py")])

    with qtbot.waitSignal(menu.wished) as wished:
        action(menu, "Review the code").trigger()

    assert wished.args == [Wish.REVIEW]


def test_the_encoding_that_was_chosen_is_ticked_and_another_can_be(over: QWidget, qtbot: QtBot) -> None:
    menu = FileMenu(over, [Path("旧文件.txt")])
    menu.add_encodings("gb18030", "big5")
    encodings = menu.findChildren(QMenu)[0]

    assert [each.text() for each in encodings.actions() if each.isChecked()] == ["big5"]
    with qtbot.waitSignal(menu.encoding_chosen) as chosen:
        action(encodings, "Find out").trigger()
    assert chosen.args == [""]
