from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from desktop.settings.privacy import CHECKS, PrivacyPage
from models.hub.ledger import Ledger
from models.process.guard import Level, Status


def opened(
    tmp_path: Path, qtbot: QtBot, level: Level = Level.KERNEL, engine: Level | None = Level.KERNEL
) -> PrivacyPage:
    reported = Status(engine) if engine else None
    page = PrivacyPage(Ledger(tmp_path / "network.jsonl"), lambda: reported, lambda: Status(level))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()  # lays out what the first look has found
    return page


def said(page: PrivacyPage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


@pytest.mark.parametrize("level", Level)
def test_it_claims_what_holds_and_no_more(tmp_path: Path, qtbot: QtBot, level: Level) -> None:
    page = opened(tmp_path, qtbot, level, level)

    assert said(page).count(level.value) == (5 if level is Level.NONE else 3)
    assert Level.NONE.value in said(page)  # the gate and the fetcher are free, and are said to be


def test_the_engines_lock_is_what_the_engine_says_and_not_the_windows(tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(tmp_path, qtbot, Level.KERNEL, Level.PROGRAM)

    assert said(page).count(Level.PROGRAM.value) == 1
    assert "Runs the model. This is what it reports itself." in said(page)


def test_an_engine_that_does_not_run_is_said_not_to(tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(tmp_path, qtbot, engine=None)

    assert any(words.startswith("Not running.") for words in said(page))


def test_every_request_is_listed_newest_first(tmp_path: Path, qtbot: QtBot) -> None:
    ledger = Ledger(tmp_path / "network.jsonl")
    for host in ("first.example", "second.example"):
        with ledger.request("GET", host, "a model") as receipt:
            receipt.status, receipt.received_bytes = 200, 4_700_000_000
    page = opened(tmp_path, qtbot)
    table = page.findChildren(QTableWidget)[0]

    rows = [[table.item(row, column).text() for column in (1, 2, 3)] for row in range(table.rowCount())]
    assert rows == [["second.example", "a model", "4.7 GB"], ["first.example", "a model", "4.7 GB"]]


def test_no_request_is_said_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(tmp_path, qtbot)

    assert any(words.startswith("None. This Paddock") for words in said(page))
    assert not page.findChildren(QTableWidget)[0].isVisible()


def test_a_command_is_copied_as_it_stands(tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(tmp_path, qtbot)
    copy = next(each for each in page.findChildren(QPushButton) if each.accessibleName() == f"Copy: {CHECKS[0]}")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)

    assert QApplication.clipboard().text() == CHECKS[0]


def test_a_window_shown_elsewhere_says_so(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "other.example:0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert any("other.example:0" in words for words in said(opened(tmp_path, qtbot)))
