from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.chat.controller import ChatController
from desktop.chat.receipt_dialog import ReceiptDialog
from desktop.chat.receipt_words import badge, rows, settings, verdict
from desktop.shell.parts import Parts
from models.settings import Sampling
from models.store.message import Message, Role
from tests.desktop.program import until

RECEIPT = {
    "sampling": {"temperature": 0.7, "top_k": 40, "seed": None, "draft": True, "stop": []},
    "seed": 42, "model": "Tiny", "file": "tiny.gguf", "sha256": "a" * 64, "prompt_sha256": "b" * 64,
    "engine": {"build": "AVX2", "device": "CPU", "n_ctx": 4096, "size_bytes": 1000},
    "figures": {"prompt_tokens": 10, "cached_tokens": 4, "prompt_ms": 5.0, "predicted_tokens": 2, "predicted_ms": 2.0},
}  # fmt: skip


def answer(**receipt: object) -> Message:
    return Message(
        id=3, conversation=1, parent=2, role=Role.ASSISTANT, text="Hi", created_ms=1, receipt={**RECEIPT, **receipt}
    )


def texts(dialog: ReceiptDialog) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel))


def press(dialog: ReceiptDialog, name: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.accessibleName() == name).click()


def test_every_part_of_the_receipt_is_shown(qtbot: QtBot) -> None:
    dialog = ReceiptDialog(None, answer())
    qtbot.addWidget(dialog)

    for part in (
        "Tiny",
        "tiny.gguf",
        "a" * 64,
        "temperature 0.7 · top_k 40",
        "42",
        "AVX2",
        "CPU, context 4",
    ):
        assert part in texts(dialog)


def test_it_is_copied_as_json(qtbot: QtBot) -> None:
    dialog = ReceiptDialog(None, answer())
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.copied):
        press(dialog, "Copy as JSON")

    assert json.loads(QGuiApplication.clipboard().text()) == RECEIPT


@pytest.mark.parametrize("missing", ["seed", "sampling"])
def test_what_cannot_be_run_again_does_not_offer_it(qtbot: QtBot, missing: str) -> None:
    message = answer(**{missing: None})
    dialog = ReceiptDialog(None, message)
    qtbot.addWidget(dialog)

    assert [each.accessibleName() for each in dialog.findChildren(QPushButton)] == ["Copy as JSON", "Close"]


@pytest.mark.parametrize("receipt", [{}, {"engine": 5, "figures": "x", "sampling": [], "repeats": 7, "cached_ms": "x"}])
def test_a_receipt_that_is_none_is_shown_as_far_as_it_goes(receipt: dict[str, object]) -> None:
    assert rows(receipt)
    badge(receipt), verdict(receipt)


@pytest.mark.parametrize(
    ("receipt", "short", "long"),
    [
        ({}, "", ""),
        ({"cached_ms": 1_700_000_000_000}, "from cache", "2023-11-14"),
        ({"repeats": {"identical": True, "alike": 5}}, "identical", "to the last character"),
        ({"repeats": {"identical": False, "alike": 5, "changed": []}}, "differs after 5", "Nothing else"),
        ({"repeats": {"identical": False, "alike": 5, "changed": ["model"]}}, "differs", "before: the model"),
    ],
    ids=["none", "cache", "same", "differs", "another model"],
)  # fmt: skip
def test_what_an_answer_is_worth_is_said(receipt: dict[str, object], short: str, long: str) -> None:
    assert short in badge(receipt)
    assert long in verdict(receipt)


def test_settings_are_said_in_the_engines_words() -> None:
    assert (
        settings({"temperature": 0.0, "top_p": 0.9, "json_schema": {"a": 1}})
        == "temperature 0 · top_p 0.9 · json_schema"
    )


def test_in_the_window_a_question_asked_again_is_answered_from_the_cache_and_run_again(ready: Parts) -> None:
    ready.preferences.change(sampling=Sampling(max_tokens=12, temperature=0.0))
    chat = ready.chat

    def last(controller: ChatController) -> Message:
        assert controller.current is not None
        return ready.conversations.branch(controller.current)[-1]

    for _ in range(2):
        chat.new()
        chat.send("Where is the horse?")
        until(lambda: not chat.busy, "the answer")
    again = last(chat)
    assert again.receipt is not None and badge(again.receipt) == "from cache"
    chat.repeat(again.id)
    until(lambda: not chat.busy, "the second run")

    fresh = last(chat)
    assert fresh.receipt is not None and fresh.receipt["repeats"]["identical"] is True
    assert fresh.text == again.text
