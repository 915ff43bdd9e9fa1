"""An older window over newer chats asks once, and goes back or changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.shell.going_back import GoingBackDialog, offered
from models.errors import StoreCanGoBack
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.schema import VERSION


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    path = tmp_path / "paddock.sqlite3"
    with closing(Database(path)) as database:
        Conversations(database).create("Ponies")
        database.back_up()
    with closing(sqlite3.connect(path)) as upgraded, upgraded:
        upgraded.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION + 1),))
        upgraded.execute(f"PRAGMA user_version = {VERSION + 1}")
    return path


def answered(*, back: bool) -> list[str]:
    """Click as soon as the dialog is there; what it says is in the list then."""
    said: list[str] = []

    def click() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, GoingBackDialog)
        said.extend((dialog.text(), dialog.informativeText()))
        assert dialog.defaultButton() is dialog.button(QMessageBox.StandardButton.Close)
        (dialog.back if back else dialog.defaultButton()).click()

    QTimer.singleShot(0, click)
    return said


def test_going_back_is_one_click_and_says_what_is_kept(qtbot: QtBot, newer: Path) -> None:
    said = answered(back=True)
    told = offered(newer)

    assert told is not None and told.values["chats"] == 1
    assert "Nothing is lost" in said[1] and "%1" not in said[1]
    with closing(Database(newer)) as database:
        assert [chat.title for chat in Conversations(database).list()] == ["Ponies"]


def test_closing_the_question_changes_nothing(qtbot: QtBot, newer: Path) -> None:
    before = newer.read_bytes()
    answered(back=False)

    assert offered(newer) is None
    assert newer.read_bytes() == before
    with pytest.raises(StoreCanGoBack):
        Database(newer)
