from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies
from PySide6.QtGui import QFont, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication

from desktop.chat.json_answer import MOST_ROWS, flat_list, shown, table
from desktop.chat.message_item import MessageItem
from desktop.markdown.look import Look
from desktop.markdown.stream_writer import render_whole
from desktop.shell.parts import Parts
from desktop.widgets.tokens import LIGHT
from models.chat.controls import ANY_JSON, Controls, Form
from models.settings import Sampling
from models.store.message import Message, Role
from tests.desktop.program import until

LOOK = Look(LIGHT, QFont(), QFont())
HELD = {"sampling": {"json_schema": ANY_JSON}}


def answer(value: object, receipt: object = HELD) -> Message:
    text = value if isinstance(value, str) else json.dumps(value)
    return Message(id=1, conversation=1, parent=None, role=Role.ASSISTANT, text=text, created_ms=0, receipt=receipt)


def test_json_is_set_out_in_lines() -> None:
    assert shown(answer({"a": [1, "二"]})) == '```json\n{\n  "a": [\n    1,\n    "二"\n  ]\n}\n```'


def test_a_flat_list_is_a_table_above_its_json() -> None:
    said = shown(answer([{"task": "a|b", "due": None, "urgent": True}, {"task": "c", "hours": 3}])) or ""
    head, rule, first, second, *_ = said.splitlines()
    assert (head, rule) == (r"| task | due | urgent | hours |", "| --- | --- | --- | ---: |")
    assert (first, second) == ("| a&#124;b |  | ✓ |  |", "| c |  |  | 3 |")


@pytest.mark.parametrize(
    "value",
    [[], {}, [1, 2], [{"a": [1]}], [{"a": 1}, 2], {"a": [{"b": 1}], "c": 2}, [{str(n): n for n in range(13)}], [{}]],
)
def test_what_is_no_flat_list_is_no_table(value: object) -> None:
    assert flat_list(value) == []


def test_a_list_in_an_object_of_its_own_is_one_too() -> None:
    assert flat_list({"items": [{"a": 1}]}) == [{"a": 1}]


def test_a_long_list_says_how_much_is_not_in_the_table() -> None:
    said = table([{"a": number} for number in range(MOST_ROWS + 5)])
    assert said.count("\n|") == MOST_ROWS + 1 and "5" in said.splitlines()[-1]


def test_an_answer_that_was_cut_is_shown_as_it_came_and_a_free_one_is_left_alone() -> None:
    assert shown(answer('{"a": 1, "b')) == '```json\n{"a": 1, "b\n```'
    assert shown(answer({"a": 1}, None)) is None
    assert shown(answer({"a": 1}, {"sampling": {"json_schema": None}})) is None


@given(strategies.text(max_size=40), strategies.text(max_size=20))
def test_no_cell_breaks_out_of_its_table(qapp: QApplication, cell: str, name: str) -> None:
    document = QTextDocument()
    render_whole(document, table([{name: cell, f"{name} ": 1}]), LOOK)
    [found] = tables(document)
    assert (found.rows(), found.columns()) == (2, 2)


@pytest.mark.parametrize(
    "cell", ["a|b", "`x`", "<b>", "[a](http://b)", "# a", "$x$", "**b**", "http://example.org", "\\|"]
)
def test_a_cell_is_its_text_and_nothing_else(qapp: QApplication, cell: str) -> None:
    document = QTextDocument()
    render_whole(document, table([{"a": cell, "b": 1}]), LOOK)
    place = tables(document)[0].cellAt(1, 0).firstCursorPosition()
    assert place.block().text() == cell and not place.charFormat().isAnchor()


def tables(document: QTextDocument) -> list[QTextTable]:
    return [each for each in document.rootFrame().childFrames() if isinstance(each, QTextTable)]


def test_the_transcript_shows_a_real_answer_so(ready: Parts) -> None:
    number = {"type": "object", "properties": {"n": {"enum": [1, 2, 3]}}, "required": ["n"]}
    schema = {"type": "array", "minItems": 2, "maxItems": 2, "items": number}
    ready.preferences.change(sampling=Sampling(max_tokens=200, seed=1))
    ready.chat.choices.choose(Controls(form=Form(name="numbers", json_schema=schema)))
    ready.chat.send("two numbers")
    until(lambda: not ready.chat.busy, "the answer")
    message = ready.conversations.branch(ready.chat.current or 0)[1]
    item = MessageItem(message)
    item.lay_out(600, LOOK)
    assert item.document is not None
    assert tables(item.document) and item.text == message.text
