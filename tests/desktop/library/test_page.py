from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.library.card import ModelCard, facts_of
from desktop.library.fit import Survey
from desktop.library.page import LibraryPage
from desktop.shell.sidebar import WIDTH_PX
from desktop.shell.window import SMALLEST_PX
from models.catalogue import Licence
from models.hub.shelf import InstalledModel
from tests.desktop.library.conftest import GIB, NAME, REPO, World, entry
from tests.desktop.program import until


def opened(world: World, qtbot: QtBot) -> LibraryPage:
    page = world.page()
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    until(lambda: page.settled, "the cards")
    return page


def cards(page: LibraryPage) -> dict[str, ModelCard]:
    found = (each for each in page.findChildren(ModelCard) if not each.isHidden())
    return {each.title: each for each in found}


def words(card: ModelCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card))


def press(page: LibraryPage, qtbot: QtBot, name: str) -> None:
    button = next(each for each in page.findChildren(QAbstractButton) if each.accessibleName() == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(words: str) -> None:
    """Press the button of the question that is going to be asked, as soon as it is."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, press)
            return
        next(each for each in box.findChildren(QPushButton) if each.text().replace("&", "") == words).click()

    QTimer.singleShot(0, press)


def test_every_model_says_before_the_download_whether_it_fits(world: World, qtbot: QtBot) -> None:
    found = cards(opened(world, qtbot))

    assert "Does not fit" in words(found["Large One"])
    assert "Fits: " in words(found["Middle One"]) and "24 GB on A card, about " in words(found["Middle One"])
    assert "Apache-2.0 · English, 中文" in words(found["Middle One"])


def test_the_recommended_model_is_the_best_that_fits(world: World) -> None:
    survey: Survey = next(world.surveyor.survey())

    assert survey.recommended is not None
    assert survey.recommended.entry.name == "Middle One"


def test_a_press_downloads_and_the_model_moves_to_this_computer(world: World, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    with qtbot.waitSignal(world.running.ready, timeout=30_000):
        press(page, qtbot, "Download: Tiny")

    until(lambda: "Load: Tiny" in [each.accessibleName() for each in page.findChildren(QPushButton)], "the shelf")
    with qtbot.waitSignal(page.load_wanted) as wanted:
        press(page, qtbot, "Load: Tiny")
    assert Path(wanted.args[0]).is_file()


def test_pause_and_resume_by_their_buttons(world: World, qtbot: QtBot) -> None:
    world.hub.spoil("stall", at=200_000)
    page = opened(world, qtbot)
    press(page, qtbot, "Download: Tiny")
    until(lambda: "MB" in words(cards(page)["Tiny"]) or "kB of" in words(cards(page)["Tiny"]), "progress")
    press(page, qtbot, "Pause: Tiny")
    until(lambda: "Paused" in words(cards(page)["Tiny"]), "the pause")
    world.hub.heal()

    with qtbot.waitSignal(world.running.ready, timeout=30_000):
        press(page, qtbot, "Resume: Tiny")


def test_who_was_sent_to_the_publishers_page_can_try_again(world: World, qtbot: QtBot) -> None:
    world.hub.spoil("status", method="HEAD", times=1, status=403, headers={"X-Error-Code": "GatedRepo"})
    page = opened(world, qtbot)
    press(page, qtbot, "Download: Tiny")
    until(lambda: "accept its licence" in words(cards(page)["Tiny"]), "the refusal")
    with qtbot.waitSignal(page.link_wanted) as wanted:
        press(page, qtbot, "Open page: Tiny")
    assert wanted.args[0].endswith("/org/Tiny-GGUF")

    with qtbot.waitSignal(world.running.ready, timeout=30_000):
        press(page, qtbot, "Try again: Tiny")


def test_a_licence_is_accepted_before_the_download(world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = entry("Strict One", GIB, licence=Licence(id="LicenseRef-Strict", url="https://example.org/l", accept=True))
    page = opened(world, qtbot)
    started: list[object] = []
    monkeypatch.setattr(world.running, "start", started.append)

    answer("Cancel")
    page.download(strict)
    assert started == []

    answer("Accept and download")
    page.download(strict)
    assert started == [strict]


def test_a_damaged_file_says_so_and_offers_no_load(world: World, installed: Path, qtbot: QtBot) -> None:
    installed.write_bytes(installed.read_bytes()[:2000])
    page = opened(world, qtbot)
    mine = next(each for each in cards(page).values() if "Mine" in each.title)

    assert "is not a complete GGUF model" in words(mine)
    assert not [each for each in mine.findChildren(QPushButton) if each.text() == "Load"]


def test_removing_asks_first_and_deletes_the_file(world: World, installed: Path, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    title = next(title for title in cards(page) if title.startswith("tiny"))

    answer("Cancel")
    press(page, qtbot, f"Remove: {title}")
    assert installed.exists()

    answer("Delete")
    with qtbot.waitSignal(page.removed, timeout=10_000):
        press(page, qtbot, f"Remove: {title}")
    assert not installed.exists()


def test_a_model_of_another_program_is_used_where_it_lies(world: World, tiny_model: Path, qtbot: QtBot) -> None:
    theirs = Path.home() / ".lmstudio" / "models" / "org" / "repo" / "Theirs.gguf"
    theirs.parent.mkdir(parents=True)
    shutil.copy(tiny_model, theirs)
    page = opened(world, qtbot)

    with qtbot.waitSignal(page.load_wanted, timeout=10_000) as wanted:
        press(page, qtbot, "Use it: Theirs")

    assert wanted.args == [str(theirs)]
    assert theirs.exists()


def test_a_file_that_is_no_model_is_one_sentence(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    (tmp_path / "letter.gguf").write_text("Dear Sir")

    with qtbot.waitSignal(page.failed) as failed:
        page.doing.add(tmp_path / "letter.gguf")

    assert "“letter.gguf” is not a GGUF model file" in str(failed.args[0])


def test_the_search_leaves_what_it_names(world: World, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    qtbot.keyClicks(page.search, "middle")

    assert [title for title, card in cards(page).items() if card.isVisibleTo(page)] == ["Middle One"]


def test_a_search_that_names_nothing_says_so(world: World, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    hint = next(each for each in page.findChildren(QLabel) if each.text() == "No model is called so.")
    assert not hint.isVisible()

    qtbot.keyClicks(page.search, "unheard-of")
    assert hint.isVisible()


def test_every_control_has_a_name_of_its_own(world: World, installed: Path, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    shown = [each for each in page.findChildren(QAbstractButton) if each.isVisibleTo(page)]
    names = [QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in shown]

    assert all(names)
    assert len(set(names)) == len(names)


def test_verifying_tells_its_result(world: World, installed: Path, qtbot: QtBot) -> None:
    page = opened(world, qtbot)
    title = next(title for title in cards(page) if title.startswith("tiny"))

    with qtbot.waitSignal(page.noticed, timeout=10_000) as noticed:
        press(page, qtbot, f"Verify: {title}")

    assert noticed.args[0].startswith("Nobody knows what")


def test_the_checksum_of_an_added_file_is_worked_out_unasked(
    world: World, tiny_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    file = Path(shutil.copy(tiny_model, tmp_path / "Lent.gguf"))
    page = opened(world, qtbot)
    said: list[str] = []
    page.noticed.connect(said.append)

    page.doing.add(file)
    until(lambda: said and page._verifications.fraction(str(file)) is None, "the check")
    page.close_checks()

    assert world.shelf.find("Lent").sha256 == world.tiny.files[0].sha256
    assert not any(words.startswith("Nobody knows") for words in said)


def test_a_verdict_against_a_model_stays_on_its_card(world: World, tiny_model: Path, qtbot: QtBot) -> None:
    forged = world.paths.models / REPO / NAME
    forged.parent.mkdir(parents=True)
    content = bytearray(tiny_model.read_bytes())
    content[-1] ^= 1
    forged.write_bytes(content)
    page = opened(world, qtbot)

    press(page, qtbot, "Verify: Tiny")
    page.refresh()  # the cards are made anew while the file is read
    until(lambda: "not what its publisher released" in words(cards(page)["Tiny"]), "the verdict")
    before = page.findChildren(ModelCard)
    page.refresh()
    until(lambda: page.findChildren(ModelCard) != before, "the next look")

    assert "not what its publisher released" in words(cards(page)["Tiny"])


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"size_bytes": 4_683_000_000, "licence": "MIT"}, "4.7 GB · MIT"),
        ({"size_bytes": None, "n_ctx": 32768}, "32K"),
        ({"size_bytes": None, "languages": ("en", "zh", "fr", "de", "ja")}, "English, 中文, français +2"),
        ({"size_bytes": None, "n_params": 7_600_000_000}, "7.6 B"),
    ],
)
def test_the_facts_are_said_in_short(qapp: object, facts: dict, said: str) -> None:  # type: ignore[type-arg]
    assert facts_of(**facts) == said


def test_a_missing_model_says_so(world: World, tiny_model: Path, tmp_path: Path, qtbot: QtBot) -> None:
    lent = tmp_path / "stick" / "Lent.gguf"
    lent.parent.mkdir()
    shutil.copy(tiny_model, lent)
    added: InstalledModel = world.shelf.add(lent)
    lent.unlink()

    assert "is not there any more" in words(cards(opened(world, qtbot))[added.name])


def test_nothing_is_cut_off_beside_the_sidebar_of_the_smallest_window(
    world: World, tiny_model: Path, qtbot: QtBot
) -> None:
    theirs = Path.home() / ".lmstudio" / "models" / "org" / "repo" / f"{'A-long-name-' * 12}.gguf"
    theirs.parent.mkdir(parents=True)
    shutil.copy(tiny_model, theirs)
    page = opened(world, qtbot)
    page.resize(SMALLEST_PX[0] - WIDTH_PX, 700)
    QApplication.processEvents()

    assert page.findChildren(QScrollArea)[0].horizontalScrollBar().maximum() == 0
