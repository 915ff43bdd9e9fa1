"""Icons grow with the words beside them, those of before and those made later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.chat.composer import Composer
from desktop.chat.overlays import MOST_ICON_PX, Action, ActionRow
from desktop.chat.tools import Tools
from desktop.shell.status import TopBar
from desktop.widgets.controls import Chip, Picture, button, icon_button
from desktop.widgets.theme import Theme
from desktop.widgets.way import WayButton


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    made = Theme(qapp, tmp_path / "pictures", "light")
    yield made
    made.set_zoom(1.0)
    made.deleteLater()


def buttons_of(holder: QWidget) -> list[QAbstractButton]:
    return [each for each in holder.findChildren(QAbstractButton) if not each.icon().isNull()]


def heights(holder: QWidget) -> list[int]:
    return [each.iconSize().height() for each in buttons_of(holder)]


def everything(qtbot: QtBot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    for each in (
        Tools(), TopBar(), Chip("a.txt", ""), icon_button("x", "Close", list),
        button("Load again", list, icon_name="refresh-cw"),
    ):  # fmt: skip
        column.addWidget(each)
    return holder


def test_icons_of_buttons_follow_the_zoom_and_come_back(theme: Theme, qtbot: QtBot) -> None:
    before = everything(qtbot)
    usual = heights(before)
    theme.set_zoom(1.25)
    later = everything(qtbot)

    assert len(usual) > 8
    assert heights(before) == heights(later) == [int(size * 1.25 + 0.5) for size in usual]
    theme.set_zoom(1.0)
    assert heights(before) == usual


def test_the_button_that_sends_stays_round(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    composer = Composer()
    qtbot.addWidget(composer)
    send = next(each for each in composer.findChildren(QToolButton) if each.property("role") == "send")
    for zoom in (0.7, 1.0, 1.25, 2.0):
        theme.set_zoom(zoom)
        radius = min(send.width(), send.height()) // 2

        assert send.width() == send.height() == pytest.approx(34 * zoom, abs=0.6)
        assert f"border-radius: {radius}px; padding: 0" in qapp.styleSheet()


def test_pictures_grow_too(theme: Theme, qtbot: QtBot) -> None:
    way = WayButton("file-text", "Summarise", "One file or many", list)
    qtbot.addWidget(way)
    theme.set_zoom(1.5)

    assert way.findChild(Picture).width() == 30


def test_in_the_rows_of_a_chat_icons_grow_as_far_as_there_is_room(theme: Theme, qtbot: QtBot) -> None:
    row = ActionRow(None)  # type: ignore[arg-type]  # over nothing
    qtbot.addWidget(row)
    row.set_actions([Action("copy", "Copy", list)], "", right=False)
    sizes = []
    for zoom in (1.0, 1.25, 2.0):
        theme.set_zoom(zoom)
        sizes.append(row.buttons[0].iconSize().height())

    assert sizes == [16, 20, MOST_ICON_PX]
