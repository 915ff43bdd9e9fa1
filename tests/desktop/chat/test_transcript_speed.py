"""The transcript keeps up: CPU time of the window's thread, measured alone."""

from __future__ import annotations

import statistics
import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.chat.transcript_view import TranscriptView
from desktop.widgets.theme import Theme
from models.store.message import Message, Role, State

pytestmark = pytest.mark.alone

PARAGRAPH = "Some **bold** text with `code` and a [link](https://example.org), 以及一些**中文**内容。 " * 4
CODE = "```python\ndef f(x: int) -> int:\n    return x + 1  # one more\n\n\nclass A:\n    name = 'a'\n```\n"
STREAMS = {
    "mixed": (PARAGRAPH + "\n\n- one\n- two\n- three\n\n" + CODE + "\n| a | b |\n|--|--|\n| 1 | 2 |\n\n") * 14,
    "fence": "```python\n" + "def f(x):\n    return x + 1  # more\n\n\n" * 700,
    "list": "".join(f"{n}. item number {n} with **bold** words and some more text\n" for n in range(1, 600)),
    "table": "| name | value | note |\n|---|---:|---|\n" + "| row | 12 345 | some words |\n" * 60,
}
TOKENS_AN_UPDATE = 6  # 33 updates a second at 200 tok/s
CHARACTERS_A_TOKEN = 4


def message(number: int, role: Role, text: str, state: State = State.DONE) -> Message:
    return Message(id=number, conversation=1, parent=None, role=role, text=text, state=state, created_ms=0)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> TranscriptView:
    shown = TranscriptView(Theme(qapp, "light"), "Tiny")
    qtbot.addWidget(shown)
    shown.resize(1024, 700)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_a_chat_of_1000_messages_opens_within_150_ms(view: TranscriptView) -> None:
    text = PARAGRAPH + "\n\n" + CODE
    messages = [message(n, Role.USER if n % 2 else Role.ASSISTANT, text) for n in range(1000)]
    started = time.thread_time()
    view.show_branch(messages, {})
    view.repaint()
    took_ms = (time.thread_time() - started) * 1000
    print(f"1000 messages, {len(text) * 1000 / 1e3:.0f} kB: {took_ms:.0f} ms CPU")

    assert took_ms <= 150


@pytest.mark.parametrize("name", STREAMS)
def test_an_update_of_a_stream_takes_8_ms(view: TranscriptView, name: str) -> None:
    view.show_branch([message(n, Role.USER, PARAGRAPH) for n in range(50)], {})
    view.begin(message(999, Role.ASSISTANT, "", State.STREAMING))
    text, size = STREAMS[name], TOKENS_AN_UPDATE * CHARACTERS_A_TOKEN
    costs = []
    for at in range(0, len(text), size):
        started = time.thread_time()
        view.grow(text[at : at + size])
        QApplication.processEvents()
        costs.append((time.thread_time() - started) * 1000)
    costs.sort()
    p95 = costs[int(len(costs) * 0.95)]
    print(
        f"{name}: {len(costs)} updates, p50 {statistics.median(costs):.1f}, p95 {p95:.1f}, max {costs[-1]:.1f} ms CPU"
    )

    assert p95 <= 8
