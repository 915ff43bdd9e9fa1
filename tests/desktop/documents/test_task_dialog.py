from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.documents.measuring import Measuring
from desktop.documents.task_dialog import ListDialog, TaskDialog, TranslateDialog
from desktop.shell.parts import Parts
from models.tasks.forecast import listing, translating
from tests.desktop.program import until
from tests.models.summary.test_forecast import planned


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "novel.txt"
    made.write_text("The yard kept nine horses that year, and nobody counted the dogs. " * 900)
    return made


def shown(dialog: TaskDialog, qtbot: QtBot) -> TaskDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it once more
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def begin(dialog: TaskDialog) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.isDefault())


def said(dialog: TaskDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_the_language_offered_first_is_the_one_wished_for(parts: Parts, qtbot: QtBot, file: Path) -> None:
    seconds = partial(translating, plan=planned(8, 50))
    dialog = shown(TranslateDialog(None, [file], Measuring(parts.reader), seconds, "zh"), qtbot)
    until(lambda: "Takes" in said(dialog), "the forecast")

    assert dialog.findChildren(QComboBox)[0].currentText() == "简体中文"
    with qtbot.waitSignal(dialog.agreed) as agreed:
        begin(dialog).click()
    assert agreed.args == ["zh"]


def test_a_list_needs_to_know_of_what(parts: Parts, qtbot: QtBot, file: Path) -> None:
    dialog = shown(ListDialog(None, [file], Measuring(parts.reader), partial(listing, plan=None)), qtbot)
    assert not begin(dialog).isEnabled()

    qtbot.keyClicks(dialog.findChildren(QLineEdit)[0], "  horse ")
    with qtbot.waitSignal(dialog.agreed) as agreed:
        qtbot.keyClick(dialog.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    assert agreed.args == ["horse"]


def test_a_file_that_cannot_be_read_is_said_before_anything_begins(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing more")
    dialog = shown(TranslateDialog(None, [broken], Measuring(parts.reader), lambda _: None, "en"), qtbot)

    until(lambda: "broken.pdf" in said(dialog) and not begin(dialog).isEnabled(), "the refusal")


def test_a_translation_of_a_text_takes_longer_than_a_list_of_it() -> None:
    plan = planned(8, 50)
    longer, shorter = translating([10_000], plan), listing([10_000], plan)

    assert longer is not None and shorter is not None and longer > 2 * shorter > 0
    assert translating([10_000], None) is None
