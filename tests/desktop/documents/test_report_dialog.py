from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.documents.interruptible import Interruptible
from desktop.documents.proposing import Looking, of_lines, proposed
from desktop.documents.report_dialog import LIST_PX, ReportDialog
from desktop.shell.parts import Parts
from models.errors import CodebookRefused, SchemaRefused
from models.report.events import CodebookProposed
from models.report.schema import Label, Schema, of_question
from tests.desktop.program import until

LISTS = {"answer": (Label("Pay", "salary too low"), Label("Boss"))}


def dialog(qtbot: QtBot, found: Iterable[Looking | CodebookProposed] | Exception) -> tuple[ReportDialog, list[Schema]]:
    def propose(_: Schema) -> Iterable[Looking | CodebookProposed]:
        if isinstance(found, Exception):
            raise found
        return found

    made = ReportDialog(None, [Path("a.txt"), Path("b.txt")], "en", propose)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it once more
    qtbot.addWidget(made)
    made.show()
    agreed: list[Schema] = []
    made.agreed.connect(agreed.append)
    return made, agreed


def ask(made: ReportDialog, question: str) -> None:
    made._wanted.setCurrentIndex(made._wanted.count() - 1)
    made._question.setText(question)
    made._act.click()


def test_proposed_labels_are_counted_only_once_a_person_agreed(qapp: QApplication, qtbot: QtBot) -> None:
    made, agreed = dialog(qtbot, [Looking(0.5), CodebookProposed(LISTS)])
    ask(made, "Why did they leave?")
    until(lambda: made._lists, "the labels")
    assert agreed == []
    made._lists["answer"].appendPlainText("家庭：为了照顾家人")
    made._act.click()

    labels = agreed[0].fields[0].labels
    assert labels == (*LISTS["answer"], Label("家庭", "为了照顾家人"))


def test_the_dialog_grows_by_the_room_the_proposed_labels_need(qapp: QApplication, qtbot: QtBot) -> None:
    made, _ = dialog(qtbot, [CodebookProposed(LISTS)])
    ask(made, "Why did they leave?")
    until(lambda: made._lists, "the labels")
    QApplication.processEvents()

    assert made.height() >= made.layout().totalHeightForWidth(made.width())
    assert made._lists["answer"].visibleRegion().boundingRect().height() >= LIST_PX - 4  # its frame is not in it
    assert made.focusWidget() is made._lists["answer"]


def test_the_main_label_of_each_file_is_asked_for_where_the_person_wants_it(qapp: QApplication, qtbot: QtBot) -> None:
    made, agreed = dialog(qtbot, [CodebookProposed(LISTS)])
    ask(made, "Why did they leave?")
    until(lambda: made._lists, "the labels")
    assert not made._main["answer"].isChecked()
    made._main["answer"].click()
    made._act.click()

    assert agreed[0].fields[0].main


@pytest.mark.parametrize("wanted", [True, False], ids=["as the template has it", "not asked for"])
def test_exit_interviews_ask_for_the_main_reason_unless_told_not_to(
    qapp: QApplication, qtbot: QtBot, wanted: bool
) -> None:
    made, agreed = dialog(qtbot, [])
    made._wanted.setCurrentText("Why people left")
    made._act.click()
    assert made._main["cause"].isChecked()
    made._main["cause"].setChecked(wanted)
    made._act.click()

    assert agreed[0].fields[0].main is wanted


def test_lists_that_cannot_be_counted_by_are_refused_with_the_reason(qapp: QApplication, qtbot: QtBot) -> None:
    made, agreed = dialog(qtbot, [CodebookProposed(LISTS)])
    ask(made, "Why?")
    until(lambda: made._lists, "the labels")
    made._lists["answer"].setPlainText("Pay\npay")
    made._act.click()

    assert agreed == [] and "twice" in made._said.text()


def test_where_the_model_proposes_nothing_the_person_writes_the_labels(qapp: QApplication, qtbot: QtBot) -> None:
    made, agreed = dialog(qtbot, CodebookRefused(name="it", detail="nothing was said."))
    ask(made, "Why?")
    until(lambda: made._lists, "the empty list")
    made._lists["answer"].setPlainText("Pay\nBoss")
    made._act.click()

    assert [one.label for one in agreed[0].fields[0].labels] == ["Pay", "Boss"]


def test_a_template_of_values_needs_no_labels(qapp: QApplication, qtbot: QtBot) -> None:
    made, agreed = dialog(qtbot, [])
    made._wanted.setCurrentText("Contract terms")
    assert "Who are the parties" in made._fields.text()
    made._act.click()

    assert agreed[0].title == "Contract terms"


def test_the_loaded_model_is_asked_about_the_files(ready: Parts, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text("I leave because of the pay. The boss was kind.")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing more")
    engine = Interruptible(ready.supervisor)
    paths = [*sorted(tmp_path.glob("*.txt")), broken]
    events = proposed(ready.reader, paths, of_question("Why?"), lambda: ready.jobs.model(engine))
    heard: list[object] = []
    try:
        heard += events
    except CodebookRefused as refused:  # random weights may say nothing that can be checked
        heard.append(refused)
    assert isinstance(heard[-1], CodebookProposed | CodebookRefused)


@pytest.mark.parametrize("text", ["", "Pay", "Pay\nPAY"], ids=["none", "one", "twice"])
def test_a_list_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SchemaRefused):
        of_lines(text, "labels")


def test_the_dialog_is_as_high_as_the_questions_of_what_is_chosen(qapp: QApplication, qtbot: QtBot) -> None:
    made, _ = dialog(qtbot, [])
    heights = {}
    for number in (0, 1, 2, 0):
        made._wanted.setCurrentIndex(number)
        at_once = made.height()
        qapp.processEvents()
        layout = made.layout()
        assert layout is not None
        assert at_once == made.height() == layout.totalHeightForWidth(made.width()), made._wanted.currentText()
        heights[number] = at_once

    assert len(set(heights.values())) > 1, "they are not all alike"
