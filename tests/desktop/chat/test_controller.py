from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.chat.branch import Branch
from desktop.shell.parts import Parts
from models.errors import ModelNotLoaded
from models.settings import Sampling
from models.store.message import Message, Role, State
from tests.desktop.program import SETTINGS, program, until


class Heard:
    """What a controller told, as the window would show it."""

    def __init__(self, parts: Parts) -> None:
        chat = parts.chat
        self.branch: list[Message] = []
        self.text = ""
        self.finished: list[Message] = []
        self.errors: list[Exception] = []
        self.refused: list[str] = []
        chat.branch_changed.connect(self._on_branch)
        chat.message_added.connect(lambda message: self.branch.append(message))
        chat.answer_began.connect(self._on_began)
        chat.text_grown.connect(self._on_grown)
        chat.answer_finished.connect(self.finished.append)
        chat.failed.connect(self.errors.append)
        chat.refused.connect(self.refused.append)

    def _on_branch(self, branch: Branch) -> None:
        self.branch = list(branch.messages)

    def _on_began(self, message: Message) -> None:
        self.text = message.text

    def _on_grown(self, text: str) -> None:
        self.text += text


@pytest.fixture
def heard(ready: Parts) -> Heard:
    return Heard(ready)


def said(parts: Parts, text: str = "hello", tokens: int = 12) -> None:
    """Say something and wait for the whole answer."""
    parts.preferences.change(sampling=Sampling(max_tokens=tokens, seed=1))
    parts.chat.send(text)
    until(lambda: not parts.chat.busy, "the answer")


def test_what_is_shown_while_it_streams_is_what_is_on_the_disk(ready: Parts, heard: Heard) -> None:
    said(ready, tokens=1500)

    kept = ready.conversations.branch(ready.chat.current or 0)
    assert [message.role for message in kept] == [Role.USER, Role.ASSISTANT]
    assert kept[1] == heard.finished[0] and kept[1].text.startswith(heard.text) and heard.text


def test_stopping_keeps_the_half_and_says_so(ready: Parts, heard: Heard) -> None:
    ready.chat.send("tell me everything")
    until(lambda: heard.text, "the first words")
    ready.chat.stop()
    until(lambda: not ready.chat.busy, "the end")

    assert heard.finished[0].state is State.STOPPED and heard.finished[0].text.startswith(heard.text)
    assert not heard.errors


def test_a_second_message_is_refused_while_the_first_is_answered(ready: Parts, heard: Heard) -> None:
    ready.chat.send("one")
    until(lambda: heard.text, "the first words")
    ready.chat.send("two")

    assert heard.refused
    ready.chat.stop()
    until(lambda: not ready.chat.busy, "the end")
    assert len(ready.conversations.messages(ready.chat.current or 0)) == 2


def test_two_chats_answer_at_once_and_nothing_is_mixed_or_lost(ready: Parts, heard: Heard) -> None:
    ready.preferences.change(sampling=Sampling(max_tokens=2000, seed=1))
    ready.chat.send("in the first chat")
    until(lambda: heard.text, "the first words")
    first = ready.chat.current
    ready.chat.new()
    ready.chat.send("in the second chat")
    until(lambda: heard.branch and heard.branch[-1].conversation != first, "the second question")
    second = ready.chat.current
    assert first is not None and second is not None and ready.chat.is_answering(first)
    ready.chat.open(first)
    until(lambda: not ready.chat.is_answering(first) and not ready.chat.is_answering(second), "both answers")

    for chat, question in ((first, "in the first chat"), (second, "in the second chat")):
        asked, answer = ready.conversations.branch(chat)
        assert asked.text == question and answer.state is State.LENGTH and answer.text
    assert ready.conversations.branch(first)[1].text.startswith(heard.text) and heard.text


def test_regenerating_shows_the_new_answer_beside_the_old_one(ready: Parts, heard: Heard) -> None:
    said(ready)
    old = heard.finished[0]
    ready.chat.regenerate(old.id)
    until(lambda: not ready.chat.busy, "the other answer")

    assert [message.role for message in heard.branch] == [Role.USER]
    assert len(ready.conversations.siblings(old.id)) == 2
    ready.chat.step(heard.finished[1].id, -1)
    assert heard.branch[-1].id == old.id


def test_an_edited_message_stands_beside_the_old_one_and_is_answered(ready: Parts, heard: Heard) -> None:
    said(ready, "first wording")
    question = heard.branch[0]
    ready.chat.edit(question.id, "second wording")
    until(lambda: not ready.chat.busy, "the other answer")

    assert heard.branch[-1].text == "second wording"
    assert [each.text for each in ready.conversations.siblings(question.id)] == ["first wording", "second wording"]


def test_without_a_model_the_message_is_kept_and_the_error_named(parts: Parts) -> None:
    heard = Heard(parts)
    parts.chat.send("hello")
    until(lambda: not parts.chat.busy, "the error")

    assert isinstance(heard.errors[0], ModelNotLoaded)
    assert heard.finished[0].state is State.FAILED and heard.branch[0].text == "hello"


def test_a_message_sent_while_the_model_loads_is_answered(parts: Parts, tiny_model: Path) -> None:
    heard = Heard(parts)
    parts.preferences.change(sampling=Sampling(max_tokens=8, seed=1))
    parts.loader.load(str(tiny_model))
    parts.chat.send("hello")
    until(lambda: not parts.chat.busy, "the answer")

    assert heard.finished[0].state is State.LENGTH and not heard.errors


def test_a_draft_is_there_again_after_a_restart(tmp_path: Path, qapp: QApplication) -> None:
    with program(tmp_path, qapp, SETTINGS) as first:
        first.chat.keep_draft("half a thought")
        chat = first.chat.current
    with program(tmp_path, qapp, SETTINGS) as second:
        second.chat.open(chat or 0)
        assert second.chat.draft() == "half a thought"


def test_a_chat_without_a_word_does_not_stay_in_the_list(ready: Parts) -> None:
    ready.chat.ensure()
    ready.chat.new()

    assert ready.chat.chats() == []


def test_a_deleted_chat_comes_back(ready: Parts, heard: Heard) -> None:
    said(ready, "keep me")
    chat = ready.chat.current or 0
    ready.chat.delete(chat)
    assert ready.chat.chats() == [] and ready.chat.current is None
    ready.chat.restore(chat)

    assert heard.branch[0].text == "keep me"


def test_closing_in_mid_answer_keeps_its_half(tmp_path: Path, qapp: QApplication, tiny_model: Path) -> None:
    with program(tmp_path, qapp) as parts:
        heard = Heard(parts)
        parts.loader.load(str(tiny_model))
        parts.chat.send("tell me everything")
        until(lambda: heard.text, "the first words")
        chat = parts.chat.current or 0
    qapp.processEvents()  # what its thread told last finds the database closed, and is not heard
    with program(tmp_path, qapp) as parts:
        answer = parts.conversations.branch(chat)[1]
        assert answer.state is State.STOPPED and answer.text.startswith(heard.text)
