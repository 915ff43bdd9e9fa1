"""A report of 24 interviews, made by the whole pipeline, looked through and set right by a person."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.documents.answer_popup import AnswerPopup
from desktop.documents.card import Card, card_of
from desktop.documents.evidence import Evidence
from desktop.documents.records_table import ANSWER, CHECK, PASSAGE
from desktop.documents.report_page import ReportPage
from desktop.documents.saving import save
from desktop.shell.parts import Parts
from models.report.events import Report
from models.store.message import Role
from tests.models.report.making import result


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return result(tmp_path_factory.mktemp("report") / "kept.db")


@pytest.fixture
def page(parts: Parts, qtbot: QtBot, tmp_path: Path, report: Report) -> ReportPage:
    card = Card.of("report", [tmp_path / record.name for record in report.files]).with_report(report)
    chat = parts.chat.ensure()
    assert chat is not None
    said = parts.conversations.append(chat.id, Role.USER, "Report", parent=None)
    message = parts.conversations.append(chat.id, Role.ASSISTANT, "", parent=said.id, card=card.kept())
    made = ReportPage(parts.theme)
    qtbot.addWidget(made)
    made.corrected.connect(parts.jobs.correct)
    parts.jobs.updated.connect(made.on_updated)
    made.show_message(message)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def kept(page: ReportPage, parts: Parts) -> Card:
    card = card_of(parts.conversations.message(page.message).card)
    assert card is not None
    return card


def counts(page: ReportPage) -> dict[str, int]:
    lines = [line for line in page.figures.lines() if isinstance(line, QPushButton)]
    return {str(line.property("figure")): int(line.text()) for line in lines}


def cell(page: ReportPage, row: int, column: int) -> str:
    return str(page.records.records.index(row, column).data())


def popup(page: ReportPage, row: int) -> AnswerPopup:
    page.records.clicked.emit(page.records.records.index(row, ANSWER))
    return page.findChildren(AnswerPopup)[-1]


def tick(over: AnswerPopup, label: str) -> None:
    next(box for box in over.findChildren(QCheckBox) if box.text() == label).click()


def row_without(page: ReportPage, label: str) -> int:
    rows = range(page.records.records.rowCount())
    return next(row for row in rows if label not in cell(page, row, ANSWER) and cell(page, row, ANSWER) != "–")


def test_every_file_is_a_row_with_its_answer_its_passage_and_its_check(page: ReportPage) -> None:
    assert page.records.records.rowCount() == 24
    assert all(cell(page, row, PASSAGE) for row in range(24) if cell(page, row, ANSWER) != "–")
    assert {cell(page, row, CHECK) for row in range(24)} <= {"checked", "not found"}
    assert sum(counts(page).values()) >= 24


def test_a_label_set_in_place_counts_at_once_on_the_disk_too_and_can_be_undone(page: ReportPage, parts: Parts) -> None:
    before, text = counts(page), kept(page, parts).text
    label = next(iter(before))
    row = row_without(page, label)
    tick(popup(page, row), label)

    assert counts(page)[label] == before[label] + 1
    assert label in cell(page, row, ANSWER) and cell(page, row, CHECK) == "set by hand"
    assert f"({before[label] + 1})" in kept(page, parts).text
    assert "Files corrected by hand: 1." in kept(page, parts).text
    page.undo.click()
    assert counts(page) == before and kept(page, parts).text == text and not page.undo.isEnabled()
    page.redo.click()
    assert counts(page)[label] == before[label] + 1


def test_what_was_set_by_hand_can_be_taken_back_to_what_the_model_found(page: ReportPage, parts: Parts) -> None:
    before = counts(page)
    label = next(iter(before))
    row = row_without(page, label)
    over = popup(page, row)
    tick(over, label)
    over.close()
    again = popup(page, row)
    next(each for each in again.findChildren(QPushButton) if each.text() == "As the model found it").click()

    assert counts(page) == before
    assert kept(page, parts).corrections == {}


def test_no_label_at_all_is_a_correction_too(page: ReportPage) -> None:
    row = row_without(page, "nothing has this label")
    tick(popup(page, row), "States none")

    assert (cell(page, row, ANSWER), cell(page, row, CHECK)) == ("–", "set by hand")


def test_every_number_shows_its_files(page: ReportPage) -> None:
    for line in page.figures.lines():
        assert isinstance(line, QPushButton)
        name, files = str(line.property("figure")), int(line.text())
        line.click()
        assert page.records.records.rowCount() == files
        assert all(name in cell(page, row, ANSWER) for row in range(files)) or name in ("None stated", "Need a look")
        page._all.click()

    assert page.records.records.rowCount() == 24


def test_a_passage_opens_in_its_own_file(page: ReportPage, qtbot: QtBot) -> None:
    record = next(row for row in page.records.records._rows if len(row.passages) == 1)
    number = page.records.records._rows.index(record)
    with qtbot.waitSignal(page.evidence_wanted) as wanted:
        page.records.setCurrentIndex(page.records.records.index(number, PASSAGE))
        qtbot.keyClick(page.records, Qt.Key.Key_Return)

    assert wanted.args is not None
    evidence = wanted.args[0]
    assert isinstance(evidence, Evidence)
    assert (evidence.document, evidence.quote) == (record.name, record.passages[0].quote)


def test_what_is_saved_is_the_report_as_it_was_set_right(page: ReportPage, parts: Parts, tmp_path: Path) -> None:
    label = next(iter(counts(page)))
    row = row_without(page, label)
    file = page.records.records._rows[row].name
    tick(popup(page, row), label)
    save(kept(page, parts), tmp_path / "out.csv")

    rows = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert [file, label, "set by hand"] in [[row[0], row[2], row[4]] for row in rows]


def test_the_popup_stays_on_the_screen(page: ReportPage) -> None:
    over = popup(page, 0)
    over.open_at(QPoint(100_000, 100_000))

    assert over.screen().availableGeometry().contains(over.geometry())
