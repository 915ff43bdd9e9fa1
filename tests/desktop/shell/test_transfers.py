from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.transfers import Transfers, form_words
from desktop.widgets import file_dialog
from models.errors import FileDamaged, StoreUnwritable
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "a.sqlite3")
    conversations = Conversations(opened)
    chat = conversations.create("a/b: c")
    conversations.append(chat.id, Role.USER, "How high?", parent=None)
    yield opened
    opened.close()


@pytest.fixture
def transfers(qtbot: QtBot, database: Database) -> Transfers:
    window = QWidget()
    qtbot.addWidget(window)
    window.transfers = Transfers(window, database)  # type: ignore[attr-defined]
    return window.transfers  # type: ignore[attr-defined,no-any-return]


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path, form: str) -> list[str]:
    """Answer the next save dialog with `path`; what it proposed is in the list."""
    proposed: list[str] = []

    def answer(parent: QWidget, title: str, name: str, kinds: str) -> tuple[Path, str]:
        proposed.append(name)
        return path, form_words(form)

    monkeypatch.setattr(file_dialog, "save_file", answer)
    return proposed


def test_a_chat_is_saved_in_the_chosen_form(transfers: Transfers, qtbot: QtBot, tmp_path: Path, monkeypatch) -> None:
    proposed = choosing(monkeypatch, tmp_path / "out", "html")

    with qtbot.waitSignal(transfers.noticed) as noticed:
        transfers.export_chat(1, "a/b: c")

    assert proposed == ["a b  c.md"]
    assert noticed.args == ["Saved as out.html"]
    assert "How high?" in (tmp_path / "out.html").read_text()


def test_a_chat_is_printed(transfers: Transfers, qtbot: QtBot, tmp_path: Path, monkeypatch) -> None:
    proposed = choosing(monkeypatch, tmp_path / "out.pdf", "pdf")
    with qtbot.waitSignal(transfers.noticed):
        transfers.print_chat(1, "a/b: c")

    assert proposed == ["a b  c.pdf"]
    page = pypdfium2.PdfDocument(tmp_path / "out.pdf")[0]
    assert "How high?" in page.get_textpage().get_text_range()


def test_all_chats_go_out_and_come_in_once(transfers: Transfers, qtbot: QtBot, tmp_path: Path, monkeypatch) -> None:
    choosing(monkeypatch, tmp_path / "all.json", "json")
    with qtbot.waitSignal(transfers.noticed):
        transfers.export_all()

    with qtbot.waitSignal(transfers.noticed) as noticed:
        transfers.import_file(tmp_path / "all.json")

    assert noticed.args == ["all.json: 0 new, 1 here already"]


def test_an_import_is_told_to_the_list(transfers: Transfers, database: Database, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "chats.json"
    path.write_text('[{"title": "t", "create_time": 1.0, "mapping": {}}]')

    with qtbot.waitSignals([transfers.imported, transfers.noticed]):
        transfers.import_file(path)

    assert {chat.title for chat in Conversations(database).list()} == {"t", "a/b: c"}


def test_what_goes_wrong_is_said(transfers: Transfers, qtbot: QtBot, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "bad.json").write_text("{")
    with qtbot.waitSignal(transfers.failed) as failed:
        transfers.import_file(tmp_path / "bad.json")
    assert isinstance(failed.args[0], FileDamaged)

    choosing(monkeypatch, tmp_path / "gone" / "a.md", "md")
    with qtbot.waitSignal(transfers.failed) as failed:
        transfers.export_all()
    assert isinstance(failed.args[0], StoreUnwritable)
