"""A chat that became too long: asked above the composer, with figures; done; and undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop.chat.context_panel import ContextPanel
from desktop.chat.loading import Stage
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from desktop.widgets.way import WayButton
from models.chat.compaction import compaction_of
from models.settings import Load, Sampling
from models.store.message import Role, State
from tests.desktop.program import until
from tests.desktop.shell.test_window import opened

N_CTX = 1024


@pytest.fixture
def ready(parts: Parts, tiny_model: Path) -> Parts:
    """With a model whose context is small."""
    parts.preferences.change(sampling=Sampling(max_tokens=8, seed=1), load=Load(n_ctx=N_CTX, n_threads=1))
    parts.loader.load(str(tiny_model))
    until(lambda: parts.loader.choice.stage is Stage.READY, "the model")
    return parts


@pytest.fixture
def window(ready: Parts, qtbot: QtBot) -> MainWindow:
    made = opened(ready, qtbot)
    made.show_page("chat")
    return made


@pytest.fixture
def asked(window: MainWindow, ready: Parts) -> ContextPanel:
    """A long chat was asked one question more, and the panel asks back."""
    chats, leaf = ready.conversations, None
    chat = chats.create("Horses").id
    for turn in range(10):
        leaf = chats.append(chat, Role.USER, f"Question {turn}: " + "what of the horse? " * 6, parent=leaf).id
        leaf = chats.append(chat, Role.ASSISTANT, f"Answer {turn}: " + "it is well. " * 6, parent=leaf).id
    ready.chat.open(chat)
    ready.chat.send("And now?")
    until(lambda: window.chat.ways_out.isVisible(), "the question what to do")
    until(lambda: not ready.chat.busy, "the end of the turn")
    return window.chat.ways_out


def way(panel: ContextPanel, words: str) -> WayButton:
    return next(each for each in panel.ways() if words in each.accessibleName())


def act(window: MainWindow, words: str) -> QToolButton:
    window.chat.transcript.viewport().repaint()
    return next(each for each in window.chat.transcript.controls() if words in each.accessibleName())


def answered(window: MainWindow, ready: Parts) -> None:
    view = window.chat.transcript
    until(lambda: not ready.chat.busy and view.items[-1].message.state is State.LENGTH, "the answer")


def test_every_way_out_has_its_figures_and_may_be_put_off(asked: ContextPanel, window: MainWindow) -> None:
    words = {each.accessibleName(): each.accessibleDescription() for each in asked.ways()}

    assert len(words) == 4 and all(any(map(str.isdigit, detail)) for detail in words.values())
    assert re.search("needs 1.?246 tokens and the context holds 1.?024", asked.accessibleName())
    assert window.banner.isHidden()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert asked.isHidden()

    act(window, "What can be done").click()
    until(lambda: asked.isVisible(), "the question again")
    way(asked, "Write the message anew").click()
    assert window.chat.composer.text() == "And now?"


def test_older_messages_become_a_card_that_can_be_taken_out_of_use(
    asked: ContextPanel, window: MainWindow, ready: Parts
) -> None:
    way(asked, "notes of the older").click()
    answered(window, ready)

    card = window.chat.transcript.items[-2].message
    kept = compaction_of(card)
    assert kept is not None and kept.active
    assert asked.isHidden()
    assert len([item for item in window.chat.transcript.items if item.is_user]) == 11, "every question is still shown"
    number = window.chat.transcript.items[-2].message.id

    for in_use, words in ((False, "Do not use the notes"), (True, "Use the notes again")):
        window.chat.transcript.scroll_to_end()
        act(window, words).click()
        switched = compaction_of(ready.conversations.message(number))
        assert switched is not None and switched.active is in_use


def test_a_new_branch_begins_with_the_recent_messages(asked: ContextPanel, window: MainWindow, ready: Parts) -> None:
    way(asked, "new branch").click()
    answered(window, ready)
    items = window.chat.transcript.items

    assert len(items) < 12 and items[-2].message.text == "And now?"
    assert items[0].siblings == (2, 2), "the old branch is one step away"


def test_a_larger_context_is_loaded_and_answers(asked: ContextPanel, window: MainWindow, ready: Parts) -> None:
    larger = way(asked, "Load the model with a context of 2")
    assert "GB" in larger.accessibleDescription()
    larger.click()
    answered(window, ready)

    loaded = ready.loader.choice.loaded
    assert loaded is not None and loaded.n_ctx == 2048 and ready.preferences.value.load.n_ctx == 2048
