"""Searching the Hub in the window: a real search in a child, of a Hub on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from desktop.library.card import ModelCard
from desktop.library.hub_card import HubCard, ListedCard
from desktop.library.page import LibraryPage
from desktop.widgets.theme import Theme
from models.hub.events import Source
from tests.desktop.library.conftest import World
from tests.desktop.library.test_page import answer, opened, words
from tests.desktop.program import until
from tests.gguf_models import make_tiny_gguf

HORSE, NEW = "org/Horse-7B-GGUF", "org/Horse-New-GGUF"


@pytest.fixture
def page(world: World, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[LibraryPage]:
    theme = Theme(qapp, tmp_path / "pictures", "light")  # its style sheet decides how high things are
    model = make_tiny_gguf(tmp_path / "horse.gguf", seed=3)
    for quantisation in ("Q8_0", "Q4_K_M"):
        world.hub.add(HORSE, f"Horse-7B-{quantisation}.gguf", model)
    world.hub.cards[HORSE] = {"license": "llama3.1", "language": ["en"], "downloads": 4321, "gated": False}
    world.hub.add(NEW, "new-Q4_K_M.gguf", b"GGUF" + bytes(64))
    world.hub.cards[NEW] = {"gguf": {"architecture": "never-heard-of"}, "downloads": 10}
    yield opened(world, qtbot)
    theme.deleteLater()


def searched(page: LibraryPage, qtbot: QtBot, text: str = "horse") -> dict[str, ModelCard]:
    qtbot.keyClicks(page.hub.field, text)
    qtbot.keyClick(page.hub.field, Qt.Key.Key_Return)
    until(lambda: not page.hub.searching, "the search")
    return {card.title: card for card in page.hub.findChildren(ModelCard) if card.isVisibleTo(page)}


def buttons(card: ModelCard, name: str) -> list[QAbstractButton]:
    return [each for each in card.findChildren(QAbstractButton) if each.accessibleName() == name and each.isVisible()]


def test_nothing_is_asked_while_typing_and_the_line_says_so(world: World, page: LibraryPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.hub.field, "horse")
    qtbot.wait(200)

    assert not world.hub.seen and not page.hub.searching
    assert "Nothing is sent while you type." in page.hub._words.text()


def test_what_is_found_says_its_licence_fit_and_what_cannot_run(page: LibraryPage, qtbot: QtBot) -> None:
    found = searched(page, qtbot)
    horse, new = found["Horse-7B"], found["Horse-New"]

    assert isinstance(horse, HubCard) and horse.entry.quantisation == "Q4_K_M"
    said = words(horse).replace(",", "")  # of 4,321, where an earlier test has chosen a language
    assert "Llama-3.1 · English" in said and "org · 4321 downloads a month" in said
    assert "Fits" in words(horse)
    assert isinstance(new, ListedCard) and "never-heard-of" in words(new)
    assert not [button for button in new.findChildren(QAbstractButton) if "Download" in button.text()]


def test_the_chosen_size_is_the_one_that_comes(world: World, page: LibraryPage, qtbot: QtBot) -> None:
    horse = searched(page, qtbot)["Horse-7B"]
    picker = horse.findChild(QComboBox)
    picker.setCurrentIndex(picker.findData("Q8_0"))

    answer("Accept and download")
    until(lambda: buttons(horse, "Download: Horse-7B"), "the button")
    (get,) = buttons(horse, "Download: Horse-7B")
    qtbot.mouseClick(get, Qt.MouseButton.LeftButton)
    until(lambda: [each for each in world.shelf.models() if each.name == "Horse-7B-Q8_0" and each.verified], "it")
    assert not [each for each in world.shelf.models() if each.name == "Horse-7B-Q4_K_M"]


def test_without_a_network_one_sentence_stands_and_the_catalogue_stays(
    world: World, page: LibraryPage, qtbot: QtBot
) -> None:
    world.downloads.source = Source(endpoint="https://huggingface.invalid")
    assert searched(page, qtbot) == {}

    assert page.hub._words.text().startswith("huggingface.invalid cannot be reached now.")
    assert "Tiny" in {card.title for card in page.findChildren(ModelCard) if card.isVisibleTo(page)}


def test_a_mirror_that_cannot_be_searched_says_so_before_it_is_asked(world: World, page: LibraryPage) -> None:
    world.downloads.source = Source(endpoint="https://mirror.invalid", layout="modelscope")
    page.refresh()

    assert page.hub._words.text().startswith("mirror.invalid has models to download and cannot be searched.")


def test_a_search_is_stopped_and_what_was_found_stays(world: World, page: LibraryPage, qtbot: QtBot) -> None:
    world.hub.spoil("hang", where="hub", method="GET")
    qtbot.keyClicks(page.hub.field, "horse")
    qtbot.keyClick(page.hub.field, Qt.Key.Key_Return)
    until(lambda: page.hub.findChildren(ListedCard), "the list")
    page.hub.stop()

    assert [words(card) for card in page.hub.findChildren(ListedCard) if "cannot be looked at now" in words(card)]
    assert not page.hub._stop.isVisible()


def test_an_emptied_field_takes_the_results_away(page: LibraryPage, qtbot: QtBot) -> None:
    assert searched(page, qtbot)
    page.hub.field.clear()

    assert not [card for card in page.hub.findChildren(ModelCard) if card.isVisibleTo(page)]


def test_a_card_keeps_its_height_when_its_files_were_looked_at(world: World, page: LibraryPage, qtbot: QtBot) -> None:
    heights: dict[str, set[int]] = {}

    def measure() -> bool:
        for card in page.hub.findChildren(ModelCard):
            if card.isVisibleTo(page) and card.height() > 40:
                heights.setdefault(card.title, set()).add(card.height())
        return not page.hub.searching

    qtbot.keyClicks(page.hub.field, "horse-7b")
    qtbot.keyClick(page.hub.field, Qt.Key.Key_Return)
    until(measure, "the search")
    measure()
    assert heights and all(max(seen) - min(seen) <= 2 for seen in heights.values()), heights
    assert [label.text() for label in page.hub.findChildren(QLabel) if "Looked at 1 of 1" in label.text()]
