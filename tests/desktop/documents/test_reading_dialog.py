from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from desktop.documents.card import Card
from desktop.documents.reading_dialog import ReadingDialog
from desktop.shell.parts import Parts
from tests.desktop.documents.test_jobs import begun, cards
from tests.desktop.program import until


def shown(qtbot: QtBot, card: Card) -> ReadingDialog:
    dialog = ReadingDialog(None, card)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it once more
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def said(dialog: ReadingDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


def test_what_was_read_is_said_and_another_encoding_reads_it_anew(ready: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "бумага.txt"
    sentence = "В 1904 году на дворе было девять лошадей, и никто не считал собак. "
    file.write_bytes((sentence * 3).encode("cp1251"))
    chat = begun(ready, file)
    until(lambda: not ready.jobs.busy, "the summary")
    (card,) = cards(ready, chat)
    message = ready.conversations.branch(chat)[-1].id
    dialog = shown(qtbot, card)
    dialog.encoding_chosen.connect(lambda number, encoding: ready.jobs.read_as(message, number, encoding))
    assert "1 page" in said(dialog) and f"{len(sentence) * 3} characters" in said(dialog)
    choice = dialog.findChild(QComboBox)
    choice.setCurrentIndex(choice.findData("cp1252"))
    choice.activated.emit(choice.currentIndex())
    until(lambda: not ready.jobs.busy, "the summary of the wrong encoding")

    (again,) = cards(ready, chat)
    assert again.state == "done" and again.sources[0].encoding == "cp1252"
    assert again.sources[0].reading is not None and again.sources[0].reading.encoding == "cp1252"
    assert "лошадей" in card.text and "лошадей" not in again.text


def test_a_file_that_was_refused_says_why(ready: Parts, qtbot: QtBot) -> None:
    card = Card.of("report", [Path("a.pdf")]).of_refusal(0, "“a.pdf” is damaged.")

    assert "“a.pdf” is damaged." in said(shown(qtbot, card))
