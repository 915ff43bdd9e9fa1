from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.chat.transcript_view import TranscriptView
from desktop.documents.card import Card
from desktop.documents.saving import form_words
from desktop.shell.card_actions import CardActions
from desktop.shell.parts import Parts
from desktop.widgets import file_dialog
from models.store.message import Role


def test_a_result_is_saved_where_the_last_one_was_by_a_name_of_its_own(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = parts.chat.ensure()
    assert chat is not None
    card = Card.of("summary", [tmp_path / "report.md"])
    message = parts.conversations.append(chat.id, Role.ASSISTANT, "", parent=None, card=card.kept())
    view = TranscriptView(parts.theme)
    qtbot.addWidget(view)
    view.add(message)
    page = QWidget()
    qtbot.addWidget(page)
    actions = CardActions(page, view, parts.jobs)
    folder = tmp_path / "results"
    folder.mkdir()
    proposed: list[str] = []

    def answer(parent: QWidget, title: str, name: str, kinds: str) -> tuple[Path, str]:
        proposed.append(name)
        return folder / "mine.md", form_words("md")

    monkeypatch.setattr(file_dialog, "save_file", answer)
    actions.save(message.id)
    actions.save(message.id)
    (folder / "mine.md").unlink()
    folder.rmdir()
    actions.save(message.id)

    own = "report – summary.pdf"
    assert proposed == [own, str(folder / own), own]
