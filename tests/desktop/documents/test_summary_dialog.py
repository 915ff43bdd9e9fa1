from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.documents.measuring import Measured, Measuring
from desktop.documents.summary_dialog import SummaryDialog
from desktop.shell.parts import Parts
from models.summary.options import SummaryOptions
from tests.desktop.program import until
from tests.models.summary.test_forecast import planned

Make = Callable[..., SummaryDialog]


@pytest.fixture
def dialog(parts: Parts, qtbot: QtBot) -> Make:
    def make(*paths: Path, fast: bool = False) -> SummaryDialog:
        plan = planned(150, None) if fast else planned(8, 50)
        made = SummaryDialog(None, paths, Measuring(parts.reader), plan)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it once more
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def said(dialog: SummaryDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def press(dialog: SummaryDialog, words: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text() == words).click()


@pytest.fixture
def novel(tmp_path: Path) -> Path:
    file = tmp_path / "novel.txt"
    file.write_text("The yard kept nine horses that year, and nobody counted the dogs. " * 9000)
    return file


def test_the_minutes_are_those_of_the_file_and_the_machine(dialog: Make, novel: Path) -> None:
    slow, fast = dialog(novel), dialog(novel, fast=True)
    until(lambda: "Takes" in said(slow) and "Takes" in said(fast), "the forecasts")

    assert " h here" in said(slow)
    assert " s here" in said(fast) or " min here" in said(fast)


def test_the_quick_way_says_what_it_leaves_out_before_it_begins(dialog: Make, novel: Path) -> None:
    made = dialog(novel)
    until(lambda: "Takes" in said(made), "the forecast")
    made._quick.setChecked(True)

    assert "about 6% of the text" in said(made) and " min here" in said(made)
    agreed: list[SummaryOptions] = []
    made.agreed.connect(agreed.append)
    press(made, "Summarise a part only")
    assert agreed[0].quick


def test_what_is_chosen_is_what_begins(dialog: Make, novel: Path) -> None:
    made = dialog(novel)
    agreed: list[SummaryOptions] = []
    made.agreed.connect(agreed.append)
    press(made, "Long")
    made._language.setCurrentIndex(made._language.findData("zh"))
    made._focus.setText("  horses ")
    press(made, "Summarise")

    assert agreed == [SummaryOptions(length="long", language="zh", focus="horses")]


def test_what_cannot_be_read_is_said_before_it_begins(dialog: Make, tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4\nnothing more")
    made = dialog(file)
    until(lambda: "damaged" in said(made), "the refusal")

    assert not made._begin.isEnabled()


def test_many_files_are_counted_while_they_are_read_and_few_refusals_are_told(dialog: Make, tmp_path: Path) -> None:
    made = dialog(*(tmp_path / f"{number}.txt" for number in range(8)))
    until(lambda: "Reading the files: " in said(made) and " of 8" in said(made), "the count")
    assert "Takes" not in said(made)
    until(lambda: "any more" in said(made), "the end")

    assert said(made).count("is not there any more") == 3
    assert "and 3 more" in said(made) and "and 5 more" in said(made)
    assert made.height() < 700


def test_what_is_known_of_half_the_files_is_the_least_it_takes(dialog: Make, novel: Path) -> None:
    made = dialog(novel, novel.with_name("later.txt"))
    made._on_measured(Measured(tokens=(200_000,)))

    assert "or more here" in said(made)


def test_a_dialog_that_grows_at_the_foot_of_the_screen_keeps_its_buttons_in_sight(dialog: Make, novel: Path) -> None:
    made = dialog(novel)
    foot = made.screen().availableGeometry().bottom()
    made.move(10, foot - made.frameGeometry().height() + 1)
    made._on_measured(Measured(refused=tuple(f"“{number}” is a picture." for number in range(9))))

    assert made.frameGeometry().bottom() <= foot
    made.move(10, 10)
    made._on_measured(Measured(refused=("“1” is a picture.",)))
    assert made.pos().y() == 10
