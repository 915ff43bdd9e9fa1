"""The language changes at once, and everything goes on as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.speaking import Speaking
from desktop.shell.unwiring import heard, senders, unwire
from desktop.shell.window import MainWindow
from desktop.widgets import language
from models.settings import Sampling
from models.store.message import State
from tests.desktop.program import until
from tests.desktop.shell.test_window import opened

NAMES = {
    " JSON", "Hugging Face", "llama.cpp: ", "ss -tupn | grep -i paddock", "strace -f -e trace=socket,connect paddock",
    "unshare --map-root-user --net paddock",
}  # fmt: skip


@pytest.fixture
def window(ready: Parts, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    ready.preferences.change(sampling=Sampling(max_tokens=20, seed=1))
    ready.shelf.add(Path(ready.loader.choice.path))
    made = opened(ready, qtbot)
    made.show_page("chat")
    speaking = Speaking(qapp, made, ready)
    yield made
    language.speak(qapp, "en")
    speaking.deleteLater()


def spoken(window: QWidget) -> list[str]:
    """The words of everything in the window, shown or not, that come from the program."""
    labels = [each.text() for each in window.findChildren(QLabel)]
    buttons = [each.text() or each.accessibleName() for each in window.findChildren(QAbstractButton)]
    choices = [each.itemText(0) for each in window.findChildren(QComboBox) if each.count()]
    return [each for each in (*labels, *buttons, *choices) if re.search("[A-Za-z]{3}", each)]


def change(window: MainWindow, parts: Parts, to: str) -> None:
    sidebar = window.sidebar
    parts.preferences.change(language=to)
    until(lambda: window.sidebar is not sidebar, "the new window")


def test_every_word_is_in_the_other_language_and_back(window: MainWindow, ready: Parts) -> None:
    english = set(spoken(window))
    first = window.sidebar
    change(window, ready, "zh-CN")
    chinese = set(spoken(window))
    same = {each for each in english & chinese if " " in each and not re.search(r"[·/\d]", each)}

    assert "新对话" in {each.strip() for each in (button.text() for button in window.findChildren(QAbstractButton))}
    assert same <= NAMES, same
    change(window, ready, "en")
    assert {"New chat", "Settings"} <= {each.strip() for each in spoken(window)}
    until(lambda: not shiboken6.isValid(first), "the end of the first sidebar")
    assert len(window.findChildren(type(window.sidebar))) == 1


def test_the_page_its_search_the_draft_and_the_files_stay(
    window: MainWindow, ready: Parts, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The mill burned down in 1901.")
    ready.readings.add(file, 29)
    qtbot.keyClicks(window.chat.composer.field, "When did it burn?")
    window.show_page("settings")
    window.pages.settings.search.setText("zoom")
    change(window, ready, "zh-CN")

    assert window.shown == "settings" and window.pages.settings.search.text() == "zoom"
    assert window.chat.composer.text() == "When did it burn?"
    until(lambda: [each.name for each in ready.readings.documents] == ["note.txt"], "the file again")


def test_an_answer_under_way_is_shown_to_its_end(window: MainWindow, ready: Parts) -> None:
    ready.preferences.change(sampling=Sampling(max_tokens=2000, seed=1))  # 400 take 0.2 s
    ready.chat.send("How are you?")
    until(lambda: window.chat.transcript.items and window.chat.transcript.items[-1].text, "the first words")
    assert ready.chat.busy
    change(window, ready, "zh-CN")
    until(lambda: not ready.chat.busy, "the end", timeout_s=60)

    answer = window.chat.transcript.items[-1].message
    assert answer.state is State.LENGTH
    assert answer.text == ready.conversations.message(answer.id).text


def test_below_the_window_everything_hears_what_it_heard_before(parts: Parts, qtbot: QtBot) -> None:
    def heard_now(objects: list[QObject]) -> dict[str, dict[str, int]]:
        return {type(each).__name__ + str(number): dict(heard(each)) for number, each in enumerate(objects)}

    pages = Pages(parts)
    below = [each for each in senders(parts, pages.downloads) if each is not pages.downloads]
    unwire(senders(parts, pages.downloads))
    parts.follow()
    before = heard_now(below)
    window = MainWindow(parts, Pages(parts))
    qtbot.addWidget(window)
    assert heard_now(below) != before
    unwire(senders(parts, window.pages.downloads))
    parts.follow()

    assert heard_now(below) == before
