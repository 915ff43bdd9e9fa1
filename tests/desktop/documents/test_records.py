"""What a report's records look like as rows and figures, and how an answer of each kind is changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.documents.answer_popup import AnswerPopup
from desktop.documents.records import figures, read_line, rows, set_right
from desktop.widgets.language import speak
from models.report.conclude import concluded, recounted
from models.report.events import Report
from models.report.record import Entry, Evidence, FileRecord, Reason, State, Verdict
from models.report.schema import Field, Label, Schema
from models.report.words import words
from models.summary.events import Citation

CAUSE = Field(name="cause", title="Cause", description="Why?", kind="labels", labels=(Label("Pay"), Label("Boss")))
DATE = Field(name="date", title="Date", description="When?", kind="date", many=True)


def entry(field: Field, value: str, verdict: Verdict = Verdict.COUNTED, reason: Reason = Reason.CHECKED) -> Entry:
    evidence = (Evidence(f"said {value}", (Citation(2, 5, 20),)),)
    return Entry(field=field.name, value=value, evidence=evidence, verdict=verdict, reason=reason)


@pytest.fixture
def report() -> Report:
    records = (
        FileRecord(name="a.txt", entries=(entry(CAUSE, "Pay"), entry(DATE, "5 May"), entry(DATE, "6 May"))),
        FileRecord(name="b.txt", entries=(entry(CAUSE, "Boss", Verdict.REVIEW, Reason.NOT_CONFIRMED),)),
        FileRecord(name="c.txt", entries=(entry(CAUSE, "Pay", Verdict.LEFT_OUT, Reason.DENIED),)),
        FileRecord(name="d.pdf", unread="“d.pdf” is damaged."),
    )
    return concluded(Schema("Causes", (CAUSE, DATE)), records, words("en"), "model", "")


def test_a_row_says_where_its_file_stands_and_what_stands_against_it(report: Report) -> None:
    found = rows(report, CAUSE, {})

    assert [row.state for row in found] == [State.FOUND, State.REVIEW, State.NONE, State.UNREAD]
    assert [(row.answers, row.asked) for row in found] == [(("Pay",), ()), ((), ("Boss",)), ((), ()), ((), ())]
    assert [row.doubtful for row in found] == [False, True, False, False]
    assert [row.check for row in found] == [
        "checked", "Boss: not confirmed by the second look", "Pay: the passage denies it", "“d.pdf” is damaged.",
    ]  # fmt: skip
    assert found[1].passages[0].place == Citation(2, 5, 20, file=1)


def test_figures_are_those_of_the_report_each_with_its_files(report: Report) -> None:
    found = {figure.name: (set(figure.files), figure.percent, set(figure.review)) for figure in figures(report, CAUSE)}

    assert found["Pay"] == ({"a.txt"}, 33.3, set())
    assert found["Boss"] == (set(), 0.0, {"b.txt"})
    assert found["None stated"][0] == {"c.txt"} and found["Not read"][0] == {"d.pdf"}
    assert figures(report, DATE)[0].files == frozenset({"a.txt"})


def test_all_but_labels_and_answers_is_in_the_language_of_the_window(report: Report, qapp: QApplication) -> None:
    assert read_line(report) == report.findings[0]
    speak(qapp, "zh-CN")
    try:
        line = read_line(report)
        names = [figure.name for figure in figures(report, CAUSE)]
        checks = [row.check for row in (*rows(report, CAUSE, {}), *rows(report, DATE, {}))]
    finally:
        speak(qapp, "en")

    assert line == "4 份文件中读了 3 份。"
    assert names == ["Pay", "Boss", "未提到", "待核", "未读"]
    assert checks[:2] == ["已核对", "Boss: 第二遍检查未确认"] and checks[5] == "未找到"


def test_a_file_nobody_could_read_counts_once_a_person_has(report: Report) -> None:
    corrections = set_right({}, "d.pdf", "cause", ("Boss",))
    after = recounted(report, corrections)

    assert rows(after, CAUSE, corrections)[3].answers == ("Boss",)
    assert {figure.name: len(figure.files) for figure in figures(after, CAUSE)}["Boss"] == 1


def test_the_last_correction_taken_back_leaves_none() -> None:
    one = set_right({}, "a.txt", "cause", ("Boss",))
    two = set_right(one, "a.txt", "date", ())

    assert set_right(two, "a.txt", "cause", None) == {"a.txt": {"date": ()}}
    assert set_right(one, "a.txt", "cause", None) == {}


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_where_one_label_can_be_a_tick_takes_the_other_away(over: QWidget, qtbot: QtBot, report: Report) -> None:
    popup = AnswerPopup(over, CAUSE, rows(report, CAUSE, {})[0])
    boxes = {box.text(): box for box in popup.findChildren(QCheckBox)}
    assert boxes["Pay"].isChecked() and not boxes["States none"].isChecked()

    with qtbot.waitSignal(popup.changed) as changed:
        boxes["Boss"].click()
    assert changed.args == [("Boss",)] and not boxes["Pay"].isChecked()
    with qtbot.waitSignal(popup.changed) as changed:
        boxes["States none"].click()
    assert changed.args == [()] and not boxes["Boss"].isChecked() and boxes["States none"].isChecked()


def test_several_values_are_written_with_semicolons(over: QWidget, qtbot: QtBot, report: Report) -> None:
    popup = AnswerPopup(over, DATE, rows(report, DATE, {})[0])
    field = popup.findChildren(QLineEdit)[0]
    assert field.text() == "5 May; 6 May"

    field.setText("7 May；  8 May ;")
    with qtbot.waitSignal(popup.changed) as changed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert changed.args == [("7 May", "8 May")]
