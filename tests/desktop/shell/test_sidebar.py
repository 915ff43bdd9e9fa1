from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QMenu
from pytestqt.qtbot import QtBot

from desktop.shell.chat_row import more_rect
from desktop.shell.sidebar import Sidebar
from desktop.widgets.theme import Theme
from tests.desktop.shell.test_chat_list import CHATS, FOLDERS


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    made = Theme(qapp, tmp_path, "light")
    yield made
    made.set_zoom(1.0)
    made.deleteLater()


@pytest.fixture
def sidebar(theme: Theme, qtbot: QtBot) -> Sidebar:
    made = Sidebar(theme)
    qtbot.addWidget(made)
    made.resize(260, 600)
    made.show_chats(CHATS, FOLDERS, 3)
    made.show()
    qtbot.waitExposed(made)
    return made


def chats(sidebar: Sidebar) -> QListView:
    return sidebar.findChildren(QListView)[0]


def middle_of(sidebar: Sidebar, title: str) -> QPoint:
    view = chats(sidebar)
    model = view.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == title)
    return view.visualRect(model.index(row, 0)).center()


def menu_of(sidebar: Sidebar, qtbot: QtBot, title: str) -> dict[str, QAction]:
    """The menu that the “…” of a chat opens, by its words."""
    view = chats(sidebar)
    rect = view.visualRect(view.indexAt(middle_of(sidebar, title)))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=more_rect(rect).center())
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in sidebar.findChildren(QMenu)))
    menu = next(menu for menu in sidebar.findChildren(QMenu) if menu.isVisible())
    return {action.text(): action for action in menu.actions()}


def test_a_click_opens_the_chat(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sidebar.chats.opened) as opened:
        qtbot.mouseClick(
            chats(sidebar).viewport(), Qt.MouseButton.LeftButton, pos=middle_of(sidebar, "Kyoto") - QPoint(60, 0)
        )

    assert opened.args == [4]


def test_the_more_button_offers_and_does_not_open(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.chats.opened):
        offered = menu_of(sidebar, qtbot, "Regex")

    assert [words for words in offered if words] == ["Rename…", "Pin", "Move to", "Export…", "Save as PDF…", "Delete"]


@pytest.mark.parametrize(("title", "words", "wanted"), [("Regex", "Pin", [3, True]), ("Report", "Unpin", [1, False])])
def test_a_chat_is_pinned_and_let_go(sidebar: Sidebar, qtbot: QtBot, title: str, words: str, wanted: list) -> None:  # type: ignore[type-arg]
    with qtbot.waitSignal(sidebar.chats.pinned) as pinned:
        menu_of(sidebar, qtbot, title)[words].trigger()

    assert pinned.args == wanted


def test_the_delete_key_deletes_the_chat_shown(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sidebar.chats.deleted) as deleted:
        qtbot.keyClick(chats(sidebar), Qt.Key.Key_Delete)

    assert deleted.args == [3]


def test_enter_opens_the_chat_chosen_by_the_keys(sidebar: Sidebar, qtbot: QtBot) -> None:
    view = chats(sidebar)
    index = view.indexAt(middle_of(sidebar, "Bash"))
    view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    with qtbot.waitSignal(sidebar.chats.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)

    assert opened.args == [5]


def test_typing_in_the_search_leaves_what_fits(sidebar: Sidebar, qtbot: QtBot) -> None:
    qtbot.keyClicks(sidebar.search, "kyo")

    assert chats(sidebar).model().rowCount() == 2


def test_every_control_has_a_name(sidebar: Sidebar) -> None:
    controls = [each for each in sidebar.findChildren(QAbstractButton) if each.isVisible()]

    assert [each for each in controls if not (each.accessibleName() or each.text() or each.toolTip())] == []
    assert chats(sidebar).accessibleName()


@pytest.mark.parametrize("zoom", [1.25, 2.0])
def test_the_words_at_its_foot_are_whole_however_large(sidebar: Sidebar, theme: Theme, zoom: float) -> None:
    models = next(each for each in sidebar.findChildren(QAbstractButton) if each.text().strip() == "Models")
    usual = sidebar.width()
    theme.set_zoom(zoom)
    QApplication.processEvents()

    assert models.width() >= models.sizeHint().width() and sidebar.width() > usual
    theme.set_zoom(1.0)
    QApplication.processEvents()
    assert sidebar.width() == usual
