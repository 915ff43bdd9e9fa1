from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop.documents.card import Card
from desktop.shell.job_list import MOST_ROWS, JobList
from models.store.message import Message, Role


def message(number: int, **card: Any) -> Message:
    made = Card.of("summary", [Path(f"{number}.pdf")]).kept() | card
    return Message(
        id=number, conversation=10 + number, parent=None, role=Role.ASSISTANT, text="", created_ms=0, card=made
    )


@pytest.fixture
def jobs(qapp: QApplication, qtbot: QtBot) -> JobList:
    made = JobList()
    qtbot.addWidget(made)
    return made


def test_it_is_there_only_while_there_is_work(jobs: JobList) -> None:
    assert jobs.isHidden()
    jobs.show_message(message(1, phase="summarising", fraction=0.43))
    assert not jobs.isHidden() and "43%" in jobs._rows[1]._state.text() and jobs._rows[1]._bar.value() == 430
    jobs.show_message(message(1, state="done"))
    assert jobs.isHidden()


def test_its_button_pauses_and_goes_on_and_its_row_leads_to_the_chat(jobs: JobList, qtbot: QtBot) -> None:
    stopped: list[int] = []
    jobs.stop_wanted.connect(stopped.append)
    jobs.show_message(message(1, state="paused"))
    row = jobs._rows[1]
    button = row.findChild(QToolButton)
    assert button.accessibleName() == "Go on: Summary of 1.pdf"
    button.click()
    assert stopped == [1]
    with qtbot.waitSignal(jobs.opened, check_params_cb=lambda chat: chat == 11):
        row.opened.emit()


def test_work_can_be_given_up_from_its_row(jobs: JobList, qtbot: QtBot) -> None:
    jobs.show_message(message(1, phase="summarising"))
    cross = next(each for each in jobs.findChildren(QToolButton) if each.accessibleName() == "Cancel: Summary of 1.pdf")

    with qtbot.waitSignal(jobs.cancel_wanted, check_params_cb=lambda number: number == 1):
        cross.click()
    jobs.show_message(message(1, state="cancelled"))
    assert jobs.isHidden()


def test_many_are_counted_and_those_of_a_deleted_chat_leave(jobs: JobList) -> None:
    for number in range(MOST_ROWS + 2):
        jobs.show_message(message(number))
    assert jobs._more.text().startswith("2")
    assert len(jobs._rows) == MOST_ROWS
    jobs.forget_chat(11)
    assert [row._title.toolTip() for row in jobs._rows.values()] == [
        f"Summary of {number}.pdf" for number in (0, 2, 3, 4)
    ]  # fmt: skip
    assert jobs._more.text().startswith("1")


def test_all_work_is_given_up_with_one_button_where_there_is_more_than_one(jobs: JobList, qtbot: QtBot) -> None:
    jobs.show_message(message(1))
    assert jobs._cancel_all.isHidden()
    jobs.show_message(message(2))

    with qtbot.waitSignal(jobs.all_cancel_wanted):
        jobs._cancel_all.click()
