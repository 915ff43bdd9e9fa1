"""From files to work on them, through the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.documents.dropping import Wish
from desktop.documents.file_menu import FileMenu
from desktop.documents.task_dialog import ListDialog, TranslateDialog
from desktop.shell.drop_overlay import Dragged
from desktop.shell.file_tasks import MOST_ATTACHED
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.summary.options import SummaryOptions
from tests.desktop.program import until
from tests.desktop.shell.test_window import drop, opened
from tests.models.documents import pdfs


@pytest.fixture
def window(ready: Parts, qtbot: QtBot) -> Iterator[MainWindow]:
    ready.shelf.add(Path(ready.loader.choice.path))
    made = opened(ready, qtbot)
    made.show_page("chat")
    yield made


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "notice.md"
    file.write_text("The gate is open.\n\n| Region | Pumps |\n|---|---|\n| North | 5 |\n")
    return file


def choose(menu: QMenu, text: str) -> None:
    next(each for each in menu.actions() if each.text() == text).trigger()
    menu.close()


def tasks(window: MainWindow) -> list[tuple[str, str]]:
    cards = [item.message.card for item in window.chat.transcript.items if item.message.card]
    return [(card["task"], card["state"]) for card in cards]


def test_an_attached_file_is_worked_on_from_its_chip_and_goes_along_no_more(
    window: MainWindow, ready: Parts, notice: Path
) -> None:
    window.files.begin(Wish.ASK, [notice])
    until(lambda: not ready.readings.busy, "the reader")
    buttons = {each.accessibleName(): each for each in window.chat.composer.findChildren(QToolButton)}
    buttons["Do with notice.md"].click()
    choose(window.chat.findChildren(FileMenu)[0], "Take the tables out")
    until(lambda: not ready.jobs.busy, "the tables")

    assert tasks(window) == [("tables", "done")]
    assert not ready.readings.documents


def test_a_file_dropped_on_more_is_asked_about_and_translated(window: MainWindow, ready: Parts, notice: Path) -> None:
    drop(window, notice, at=_more(window, notice))
    menu = window.findChildren(FileMenu)[0]
    until(menu.isVisible, "the menu")
    choose(menu, "Translate…")
    dialog = window.files.dialog
    assert isinstance(dialog, TranslateDialog)
    dialog._agree()
    until(lambda: not ready.jobs.busy, "the translation")

    assert tasks(window) == [("translate", "done")]
    assert "Translate notice.md into English" in window.chat.transcript.items[0].message.text


def test_what_to_list_is_asked_first(window: MainWindow, ready: Parts, notice: Path) -> None:
    window.files.begin(Wish.LIST, [notice])
    dialog = window.files.dialog
    assert isinstance(dialog, ListDialog)
    dialog._what.setText("gate")
    dialog._agree()
    until(lambda: not ready.jobs.busy, "the list")

    assert tasks(window) == [("list", "done")]


def _more(window: MainWindow, file: Path) -> QPoint:
    """Where the zone for everything else is, seen while the file hangs over the window."""
    overlay = window.drops._overlay
    overlay.show_files([Dragged(file)])
    until(lambda: overlay.childrenRect().width() > 100, "the zones")
    label = next(each for each in overlay.findChildren(QLabel) if each.text().startswith("More"))
    return label.mapTo(overlay, label.rect().center())


def test_a_dropped_picture_says_how_its_words_could_be_read(window: MainWindow, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    drop(window, scan)

    assert "scan.png" in window.banner.accessibleName()
    assert "Add an OCR pack…" in [each.text() for each in window.banner.findChildren(QPushButton) if each.isVisible()]


def test_what_a_report_cannot_read_is_counted_and_named_in_it(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "a.txt").write_text("The gate is open.")
    (folder / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with qtbot.waitSignal(window.drops.files_wanted) as summarised:
        window.drops.take_paths([folder], Wish.SUMMARISE)
    with qtbot.waitSignal(window.drops.files_wanted) as counted:
        window.drops.take_paths([folder], Wish.REPORT)

    assert [each.name for each in summarised.args[1]] == ["a.txt"]
    assert [each.name for each in counted.args[1]] == ["a.txt", "scan.png"]


def test_of_a_whole_folder_some_files_go_with_a_message_and_that_is_said(
    window: MainWindow, ready: Parts, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(MOST_ATTACHED + 20)]
    for file in files:
        file.write_text("The gate is open.")
    said: list[str] = []
    window.files.noticed.connect(said.append)
    window.files.begin(Wish.ASK, files[:20])
    window.files.begin(Wish.ASK, files[20:])

    assert list(ready.readings.wanted)[:20] and len(ready.readings.wanted) == MOST_ATTACHED
    assert said == [f"{MOST_ATTACHED} files go with a message at most. A report or a list takes more."]
    ready.readings.clear()


def test_a_scan_that_cannot_be_read_offers_the_ocr_pack(window: MainWindow, ready: Parts, tmp_path: Path) -> None:
    page = pdfs.canvas(tmp_path / "scan.pdf")
    page.rect(100, 100, 50, 50, fill=1)
    page.save()
    wanted: list[bool] = []
    window.chat.ocr_pack_wanted.disconnect(window.files.add_ocr_pack)  # which asks for a folder and waits
    window.chat.ocr_pack_wanted.connect(lambda: wanted.append(True))
    window.files.summarise([tmp_path / "scan.pdf"], SummaryOptions())

    def offers() -> list[QToolButton]:
        return [each for each in window.chat.findChildren(QToolButton) if each.accessibleName() == "Add an OCR pack…"]

    until(lambda: not ready.jobs.busy and offers(), "the refusal, and the way out of it")

    assert tasks(window) == [("summary", "failed")]
    offers()[0].click()
    assert wanted
