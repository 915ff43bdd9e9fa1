"""The model inside the program on the pages where models are chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models import demo
from tests.desktop.library import test_first_run as guide
from tests.desktop.library import test_page as library
from tests.desktop.library.conftest import World

LOAD = f"Load: {demo.TITLE}"


def test_the_guide_offers_to_try_at_once(world: World, stand_in: Path, qtbot: QtBot) -> None:
    made = guide.opened(world, qtbot)

    with qtbot.waitSignal(made.tried) as tried:
        guide.press(made, qtbot, "Try it now")

    assert tried.args == [str(stand_in)]
    assert "Look around first" not in guide.buttons(made)


def test_without_its_file_the_guide_says_nothing_of_it(world: World, qtbot: QtBot) -> None:
    found = guide.buttons(guide.opened(world, qtbot))

    assert "Try it now" not in found and "Look around first" in found


def test_it_stands_below_all_models_and_can_only_be_loaded(world: World, stand_in: Path, qtbot: QtBot) -> None:
    page = library.opened(world, qtbot)
    card = library.cards(page)[demo.TITLE]

    assert card.y() == max(each.y() for each in library.cards(page).values())
    assert "It quotes well and knows nothing." in library.words(card)
    assert [each.accessibleName() for each in card.findChildren(QPushButton)] == [LOAD]
    with qtbot.waitSignal(page.load_wanted) as wanted:
        qtbot.mouseClick(card.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert wanted.args == [str(stand_in)]
