"""The graphics card in the settings: what it says in each state, and that its buttons do what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings.graphics import GraphicsCard
from desktop.settings.page import SettingsPage
from models.bench.graphics import Graphics
from models.engine import pack
from models.engine.device import Device
from models.engine.pack import KnownPack
from models.engine.probe import Trial
from models.hub.downloads import Download
from models.hub.events import DownloadRequest
from models.paths import Paths
from models.settings import Settings as Chosen
from tests.desktop.program import until
from tests.models.engine.test_pack import make

CARD = Device(name="NVIDIA GeForce RTX 4090", driver="580.95", memory_total=24 << 30, memory_free=23 << 30)


class Settings:
    """The card with a computer under it: its cards, what a trial of them finds."""

    def __init__(self, paths: Paths) -> None:
        self.cards = [CARD]
        self.found = Trial()
        self.graphics = Graphics(paths, lambda: self.cards, lambda *_: self.found)

    def open(self, qtbot: QtBot, start: Callable[[DownloadRequest, Path], Download] | None = None) -> GraphicsCard:
        def never(request: DownloadRequest, folder: Path) -> Download:
            raise AssertionError("nobody asked for a download")

        made = GraphicsCard(self.graphics, start or never)
        qtbot.addWidget(made)
        made.resize(760, 200)
        made.show()
        return made


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(pack, "takes_packs", lambda: True)
    return Settings(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs"))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack that the program knows."""
    file, listed = make(tmp_path)
    known = msgspec.structs.replace(msgspec.json.decode(listed.read_bytes(), type=list[KnownPack])[0], repo="a/b")
    monkeypatch.setattr(pack, "known", lambda _=None: known)
    return file


def says(card: GraphicsCard, words: str) -> None:
    until(lambda: any(words in each.text() for each in card.findChildren(QLabel) if each.isVisible()), words)


def buttons(card: GraphicsCard) -> list[str]:
    return [each.text().strip() for each in card.findChildren(QPushButton) if each.isVisible()]


def press(card: GraphicsCard, qtbot: QtBot, words: str) -> None:
    (button,) = (each for each in card.findChildren(QPushButton) if each.isVisible() and words in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_a_card_it_says_so_and_offers_nothing(qtbot: QtBot, settings: Settings) -> None:
    settings.cards = []

    card = settings.open(qtbot)

    says(card, "No graphics card with an NVIDIA driver was found")
    until(lambda: buttons(card) == [], "no buttons")


def test_a_card_without_its_part_is_offered_the_pack_which_a_file_brings(
    qtbot: QtBot, settings: Settings, made: Path
) -> None:
    card = settings.open(qtbot)
    says(card, "NVIDIA GeForce RTX 4090")
    says(card, "part for NVIDIA cards is not here yet")
    until(lambda: len(buttons(card)) == 2, "two ways to get it")
    assert [words.split(" (")[0] for words in buttons(card)] == ["Get the part for it", "Bring a file…"]

    with qtbot.waitSignal(card.altered):
        card.take(made)

    says(card, "Models run on it")
    until(lambda: buttons(card) == ["Check the graphics card again", "Remove"], "what can be done now")

    press(card, qtbot, "Remove")
    says(card, "is not here yet")


def test_a_file_that_is_no_pack_changes_nothing_and_its_sentence_stays(
    qtbot: QtBot, settings: Settings, made: Path, tmp_path: Path
) -> None:
    card = settings.open(qtbot)
    says(card, "is not here yet")

    card.take(tmp_path / "packs.json")

    says(card, "“packs.json” cannot be used as the pack for NVIDIA cards: it is no such pack.")
    says(card, "is not here yet")


def test_a_card_that_failed_its_trial_says_why_and_is_tried_again_when_asked(
    qtbot: QtBot, settings: Settings, made: Path
) -> None:
    settings.found = Trial(why="a trial on the card ended in a crash", detail="signal SIGSEGV")
    card = settings.open(qtbot)
    card.take(made)
    until(lambda: card._task is None, "the end of what it did first")
    card.take(made)
    says(card, "RTX 4090 is not used: a trial on the card ended in a crash (signal SIGSEGV). The processor does")

    settings.found = Trial()
    press(card, qtbot, "Check the graphics card again")

    says(card, "Models run on it")


def test_a_driver_too_old_is_said_before_anything_is_downloaded(qtbot: QtBot, settings: Settings, made: Path) -> None:
    settings.cards = [msgspec.structs.replace(CARD, driver="535.154.05")]

    card = settings.open(qtbot)

    says(card, "the NVIDIA driver is too old, version 580 or newer is needed (535.154.05)")
    until(lambda: buttons(card) == ["Bring a file…"], "no download that would not help")


def test_it_is_found_by_what_people_call_it(qtbot: QtBot, settings: Settings) -> None:
    card = settings.open(qtbot)
    for words, there in (("gpu", True), ("cuda", True), ("graphics", True), ("proxy", False)):
        card.filter([words])
        assert card.isVisibleTo(card.parentWidget() or card) is there


def test_the_page_asks_for_a_new_load_once_the_part_is_there(qtbot: QtBot, settings: Settings, made: Path) -> None:
    card = settings.open(qtbot)
    page = SettingsPage(Chosen(), graphics=card)
    qtbot.addWidget(page)
    page.show()
    until(lambda: len(buttons(card)) == 2, "what can be done")
    words = "In force when the model is loaded again."
    assert not any(each.text() == words for each in page.findChildren(QLabel) if each.isVisible())

    card.take(made)

    until(lambda: any(each.text() == words for each in page.findChildren(QLabel) if each.isVisible()), words)
