"""The window without a model of the user's: the one inside answers, and gives way to the first real one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.chat.card import spoken, title_of
from desktop.chat.loading import Stage
from desktop.documents.dropping import Wish
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models import demo
from models.summary.options import SummaryOptions
from tests.desktop.program import until
from tests.desktop.shell.test_model_control import actions
from tests.desktop.shell.test_window import opened
from tests.models.cli.test_command import TEXT


def at_work(window: MainWindow, title: str) -> None:
    loader = window._parts.loader
    until(lambda: loader.choice.stage is Stage.READY and loader.choice.title == title, title)


@pytest.fixture
def window(parts: Parts, stand_in: Path, qtbot: QtBot) -> MainWindow:
    made = opened(parts, qtbot)
    at_work(made, demo.TITLE)
    return made


def test_it_is_ready_behind_the_guide_and_named_for_what_it_is(window: MainWindow) -> None:
    assert window.shown == "first_run"
    assert window.bar._picker.text() == demo.TITLE
    assert window._parts.preferences.value.model is None


def test_trying_leads_to_a_chat(window: MainWindow, stand_in: Path) -> None:
    guide = window.pages.first_run
    until(lambda: [each for each in guide.findChildren(QPushButton) if each.text().strip() == "Try it now"], "the way")
    guide.tried.emit(str(stand_in))

    assert window.shown == "chat"
    assert window._parts.loader.choice.stage is Stage.READY, "it is not loaded again"


def test_the_first_real_model_takes_over_and_is_the_next_starts(
    window: MainWindow, tiny_model: Path, qtbot: QtBot
) -> None:
    path = window._parts.shelf.own / "real.gguf"
    path.parent.mkdir(parents=True)
    shutil.copy(tiny_model, path)
    window.pages.downloads.ready.emit("Real", str(path))

    at_work(window, "tiny-0")
    assert window._parts.preferences.value.model == str(path)


def test_it_can_still_be_chosen_and_is_not_the_next_starts(window: MainWindow, tiny_model: Path) -> None:
    parts = window._parts
    real = parts.shelf.add(tiny_model)
    parts.loader.load(real.path)
    at_work(window, real.title)

    window.bar.models_asked.emit(QPoint(0, 0))
    actions(window)[demo.TITLE].trigger()

    at_work(window, demo.TITLE)
    assert parts.preferences.value.model == real.path


def test_after_the_last_real_model_it_is_the_default_again(window: MainWindow, tiny_model: Path) -> None:
    parts = window._parts
    real = parts.shelf.add(tiny_model)
    parts.loader.load(real.path)
    at_work(window, real.title)

    parts.shelf.remove(real)
    window.pages.library.removed.emit(real.path)

    at_work(window, demo.TITLE)


def test_whoever_has_tried_it_is_not_sent_to_the_guide_again(parts: Parts, stand_in: Path, qtbot: QtBot) -> None:
    parts.conversations.create()

    assert opened(parts, qtbot).shown == "chat"


def test_what_it_makes_of_a_file_is_titled_so_from_the_first_moment(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    titles: set[str] = set()
    for moved in (window._parts.jobs.added, window._parts.jobs.updated):
        moved.connect(lambda message: titles.add(title_of(message.card)) if message.card else None)
    window.files.summarise([file], SummaryOptions(length="short"))
    until(lambda: window._parts.chat.current and _cards(window)[-1]["state"] == "done", "the card")

    assert titles == {"Key sentences, picked by the demo model: stables.txt"}
    card = _cards(window)[-1]
    assert str(card["text"]).startswith("## Key sentences, picked by the demo model\n")
    assert "Summary" not in spoken(window.chat.transcript.items[-1].message)


def test_its_cards_lead_to_the_real_model_of_this_machine(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    until(lambda: window.chat.transcript.real_model, "the recommendation")
    window.files.summarise([file], SummaryOptions(length="short"))
    until(lambda: _cards(window) and _cards(window)[-1]["state"] == "done", "the card")
    words = f"Get {window.chat.transcript.real_model}"
    until(lambda: _button(window, words), "the way to it")

    qtbot.mouseClick(_button(window, words)[0], Qt.MouseButton.LeftButton)

    assert window.shown == "first_run"
    assert window.pages.first_run._card is not None
    assert words == f"Get {window.pages.first_run._card.entry.name}"


def test_a_real_model_does_its_work_again(window: MainWindow, tmp_path: Path, tiny_model: Path, qtbot: QtBot) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    window.files.summarise([file], SummaryOptions(length="short"))
    until(lambda: _cards(window) and _cards(window)[-1]["state"] == "done", "the card")
    parts = window._parts
    parts.loader.load(parts.shelf.add(tiny_model).path)
    at_work(window, "tiny-0")
    until(lambda: _button(window, "Do it again with tiny-0"), "the way to do it again")

    qtbot.mouseClick(_button(window, "Do it again with tiny-0")[0], Qt.MouseButton.LeftButton)
    until(lambda: _cards(window)[-1]["state"] == "running", "the new beginning")
    until(lambda: _cards(window)[-1]["state"] == "done", "the summary")

    card = _cards(window)[-1]
    assert (title_of(card), card["model"]) == ("Summary of stables.txt", "tiny-0")
    assert not _button(window, "Do it again with tiny-0")


def test_nothing_it_is_asked_for_is_called_a_summary(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    window.files.begin(Wish.SUMMARISE, [file])
    dialog = window.files.dialog
    assert dialog is not None
    shown = [dialog.windowTitle(), *(each.text() for each in dialog.findChildren(QLabel))]
    until(lambda: (begin := _named(dialog, "Pick key sentences")) and begin.isEnabled(), "the way to begin")
    _named(dialog, "Pick key sentences").click()

    assert not [words for words in shown if "ummar" in words]
    assert "Language" not in shown, "it picks the file's own sentences"
    asked = next(each.text for each in window.chat.transcript.items)
    assert asked == "Pick the key sentences of stables.txt"
    until(lambda: _cards(window)[-1]["state"] == "done", "the card")


def test_a_report_is_warned_of_before_it_begins(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    window.files.begin(Wish.REPORT, [file])
    dialog = window.files.dialog

    assert dialog is not None
    assert demo.WARNING in [each.text() for each in dialog.findChildren(QLabel)]


def test_a_comparison_is_not_said_to_be_its_work(window: MainWindow, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("The rent is 900 euros a month. The keys are with the neighbour.")
    new.write_text("The rent is 950 euros a month. The keys are with the neighbour.")
    window.files.begin(Wish.COMPARE, [old, new])
    until(lambda: _cards(window) and _cards(window)[-1]["state"] == "done", "the card")

    item = window.chat.transcript.items[-1]
    assert "demo" not in spoken(item.message) + item.speaker
    assert "not by the model" in spoken(item.message)


def _named(dialog: QWidget, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def _cards(window: MainWindow) -> list[dict[str, object]]:
    return [each.message.card for each in window.chat.transcript.items if each.message.card]


def _button(window: MainWindow, words: str) -> list[QWidget]:
    return [each for each in window.chat.transcript.controls() if each.accessibleName() == words]


def test_a_question_after_its_card_goes_to_the_file_and_not_to_the_few_sentences(
    window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    window.files.summarise([file], SummaryOptions(length="short"))
    until(lambda: _cards(window) and _cards(window)[-1]["state"] == "done", "the card")

    window.chat.composer.set_text("Who cleans the stables?")
    window.chat.composer._press()
    until(lambda: len(_cards(window)) == 2 and _cards(window)[-1]["state"] == "done", "the answer")

    assert (_cards(window)[-1]["task"], _cards(window)[-1]["document"]) == ("ask", "stables.txt")
    assert window.chat.composer.text() == ""


def test_a_question_about_a_card_begins_with_its_file_attached(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "stables.txt"
    file.write_text(TEXT)
    window.files.summarise([file], SummaryOptions(length="short"))
    until(lambda: _button(window, "Ask about it"), "the way to ask")

    qtbot.mouseClick(_button(window, "Ask about it")[0], Qt.MouseButton.LeftButton)
    until(lambda: window._parts.readings.documents, "the file")

    assert window._parts.readings.paths == [file]
    assert window.chat.composer.field.hasFocus()
