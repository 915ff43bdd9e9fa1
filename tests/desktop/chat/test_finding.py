"""Finding words in the chat that is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.chat.find_bar import FindableTranscript
from desktop.chat.finding import places
from desktop.chat.transcript_view import TranscriptView
from desktop.widgets.theme import Theme
from desktop.widgets.tokens import LIGHT
from models.store.message import Message, Role, State


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> FindableTranscript:
    shown = FindableTranscript(TranscriptView(Theme(qapp, tmp_path, "light"), "Tiny"))
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def message(number: int, text: str, **more: object) -> Message:
    return Message(id=number, conversation=1, parent=None, role=Role.ASSISTANT, text=text, created_ms=0, **more)  # type: ignore[arg-type]


def ask(page: FindableTranscript, qtbot: QtBot, words: str) -> str:
    """What the bar says of these words."""
    page.bar.begin()
    page.bar.field.setText(words)
    page.bar.step(0) if not words else page.bar._look()
    qtbot.waitUntil(lambda: not page._view.finder.is_looking, timeout=20000)
    return page.bar._count.text()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A cat, a CAT", "cat", [(2, 5), (9, 12)]),
        ("🎉🎉 cat 🎉 cat", "cat", [(5, 8), (12, 15)]),
        ("two\n words", "two words", []),
        ("two\u2028words", "two words", [(0, 9)]),
        ("请先备份", "备份", [(2, 4)]),
        ("ＡＢＣ", "abc", [(0, 3)]),
        ("anything", "", []),
        ("a.b axb", "a.b", [(0, 3)]),
    ],
)
def test_places_are_those_of_the_document(text: str, words: str, expected: list[tuple[int, int]]) -> None:
    assert list(places(text, words)) == expected


def test_what_is_read_is_found_and_not_what_is_written(page: FindableTranscript, qtbot: QtBot) -> None:
    page._view.show_branch([message(n, f"the **second** answer number {n}") for n in range(40)], {})

    assert ask(page, qtbot, "second answer").endswith("of 40")
    assert ask(page, qtbot, "**second**") == "Not found"


def test_enter_and_f3_go_on_and_back_and_round_the_end(page: FindableTranscript, qtbot: QtBot) -> None:
    page._view.show_branch([message(n, f"word {n}\n\n" * 3) for n in range(5)], {})
    assert ask(page, qtbot, "word").endswith("of 15")
    numbers = []
    for key, modifier in [(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)] * 15:
        QTest.keyClick(page.bar.field, key, modifier)
        numbers.append(page._view.finder.number)
    assert sorted(numbers) == list(range(1, 16))
    before = page._view.finder.number
    QTest.keyClick(page.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page, Qt.Key.Key_F3)
    assert page._view.finder.number == before


def test_a_match_far_above_is_brought_into_sight_and_marked(page: FindableTranscript, qtbot: QtBot) -> None:
    texts = ["nothing of the kind\n\n" * 6] * 80
    texts[3] = "before\n\n- here is the needle\n\nafter"
    page._view.show_branch([message(n, text) for n, text in enumerate(texts)], {})
    assert ask(page, qtbot, "needle") == "1 of 1"

    view = page._view
    assert 3 in view.visible_rows()
    picture = view.viewport().grab(view.rect_of(3)).toImage()
    ground = LIGHT.accent_ground
    assert any(
        picture.pixelColor(x, y).name() == ground for x in range(picture.width()) for y in range(picture.height())
    )


def test_folded_reasoning_is_opened_where_the_match_is(page: FindableTranscript, qtbot: QtBot) -> None:
    page._view.show_branch([message(1, "plain", reasoning="the needle\n" * 3), message(2, "other")], {})
    assert ask(page, qtbot, "needle").endswith("of 3")

    assert page._view.items[0].unfolded
    assert not page._view.items[1].unfolded


def test_an_answer_that_grows_is_looked_into_again(page: FindableTranscript, qtbot: QtBot) -> None:
    page._view.show_branch([message(1, "one needle")], {})
    page._view.begin(message(2, "", state=State.STREAMING))
    assert ask(page, qtbot, "needle") == "1 of 1"
    page._view.grow("another needle")
    qtbot.waitUntil(lambda: page.bar._count.text() == "1 of 2", timeout=5000)


def test_escape_closes_the_bar_and_unmarks(page: FindableTranscript, qtbot: QtBot) -> None:
    page._view.show_branch([message(1, "one needle")], {})
    ask(page, qtbot, "needle")
    QTest.keyClick(page.bar.field, Qt.Key.Key_Escape)

    assert page.bar.isHidden()
    assert not page._view.finder.is_active


def test_another_chat_is_looked_into_with_the_same_words(page: FindableTranscript, qtbot: QtBot) -> None:
    page._view.show_branch([message(1, "one needle")], {})
    assert ask(page, qtbot, "needle") == "1 of 1"
    page._view.show_branch([message(2, "a needle, a needle")], {})
    qtbot.waitUntil(lambda: page.bar._count.text() == "1 of 2", timeout=5000)
