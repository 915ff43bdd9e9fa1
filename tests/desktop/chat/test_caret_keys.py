"""Selecting with the keyboard, within a message and across several; and with a mouse dragged beyond the edge."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.chat.selection import Place
from desktop.chat.transcript_view import TranscriptView
from models.store.message import Message, Role

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TEXTS = ("first question", "the **second** answer\n\nand more of it", "third question", "- a\n- list of 🎉 things\n")


@pytest.fixture
def view(view: TranscriptView) -> TranscriptView:
    view.show_branch(
        [
            Message(id=n, conversation=1, parent=None, role=(Role.USER, Role.ASSISTANT)[n % 2], text=text, created_ms=0)
            for n, text in enumerate(TEXTS)
        ],
        {},
    )
    view.grab()
    return view


def press(view: TranscriptView, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(view, key, modifiers)


def copied(view: TranscriptView) -> str:
    press(view, Qt.Key.Key_C, modifiers=CONTROL)
    return QGuiApplication.clipboard().text()


MARKED: dict[str, Any] = {"kind": "summary", "state": "done", "document": "a.txt", "notes": [{}, {}], "sources": []}


def show_marked(view: TranscriptView, text: str = "word[1] and more", *, of_card: bool = True) -> None:
    """One answer, the caret at its beginning; of a card, its brackets are marks."""
    card = MARKED | {"text": text} if of_card else None
    answer = Message(id=7, conversation=1, parent=None, role=Role.ASSISTANT, text=text, created_ms=0, card=card)
    view.show_branch([answer], {})
    view.grab()
    press(view, Qt.Key.Key_F7)
    press(view, Qt.Key.Key_Home, modifiers=CONTROL)


def caret(view: TranscriptView) -> Place:
    assert view.selecting.selection is not None
    return view.selecting.selection.head


def test_shift_and_arrows_select_from_the_first_line_in_sight(view: TranscriptView) -> None:
    press(view, *[Qt.Key.Key_Right] * 5, modifiers=SHIFT)

    assert copied(view) == "first"


def test_a_selection_goes_on_into_the_next_message(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_Right, Qt.Key.Key_Right, modifiers=SHIFT | CONTROL)
    press(view, *[Qt.Key.Key_Right] * 4, modifiers=SHIFT)

    assert copied(view) == "first question\n\nthe"


def test_everything_is_selected_from_the_caret_to_the_end(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_F7)
    press(view, Qt.Key.Key_End, modifiers=SHIFT | CONTROL)

    assert copied(view) == "\n\n".join(TEXTS)


def test_the_caret_goes_up_and_down_through_lines_and_messages(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_F7)
    seen = [caret(view).row]
    for _ in range(5):
        press(view, Qt.Key.Key_Down)
        seen.append(caret(view).row)
    assert seen == [0, 1, 1, 2, 3, 3]
    for _ in range(5):
        press(view, Qt.Key.Key_Up)
    assert caret(view).row == 0


def test_every_place_is_reached_to_the_right_and_to_the_left(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_F7)
    press(view, Qt.Key.Key_Home, modifiers=CONTROL)
    there = [caret(view)]
    while there[-1:] != there[-2:-1]:
        press(view, Qt.Key.Key_Right)
        there.append(caret(view))
    back = [caret(view)]
    while back[-1:] != back[-2:-1]:
        press(view, Qt.Key.Key_Left)
        back.append(caret(view))

    assert back[:-1] == there[:-1][::-1]
    assert len({place.row for place in there}) == len(TEXTS)


def test_home_end_and_jumps_between_messages(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_F7)
    press(view, Qt.Key.Key_End)
    assert caret(view) == Place(0, len(TEXTS[0]))
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down, modifiers=CONTROL)
    assert caret(view) == Place(2, 0)
    press(view, Qt.Key.Key_Up, modifiers=CONTROL)
    assert caret(view) == Place(1, 0)


def test_without_a_caret_plain_keys_scroll(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_Down, Qt.Key.Key_PageUp)

    assert view.selecting.selection is None


@pytest.mark.parametrize("steps", range(4, 8), ids=["before", "inside", "inside too", "behind"])
def test_return_opens_the_mark_the_caret_stands_at(view: TranscriptView, qtbot: QtBot, steps: int) -> None:
    show_marked(view)
    press(view, *[Qt.Key.Key_Right] * steps)

    with qtbot.waitSignal(view.citation_activated, timeout=1000) as opened:
        press(view, Qt.Key.Key_Return)

    assert opened.args == [7, 1]


def test_of_two_marks_side_by_side_return_opens_the_one_after_the_caret(view: TranscriptView, qtbot: QtBot) -> None:
    show_marked(view, text="word [1][2]")
    press(view, *[Qt.Key.Key_Right] * 8)

    with qtbot.waitSignal(view.citation_activated, timeout=1000) as opened:
        press(view, Qt.Key.Key_Enter)

    assert opened.args == [7, 2]


@pytest.mark.parametrize("steps", [2, 8, 9], ids=["far before", "next line", "in the next line"])
def test_return_elsewhere_opens_nothing(view: TranscriptView, qtbot: QtBot, steps: int) -> None:
    show_marked(view, text="word[1]\n\nmore")
    press(view, *[Qt.Key.Key_Right] * steps)

    with qtbot.assertNotEmitted(view.citation_activated):
        press(view, Qt.Key.Key_Return)


def test_return_opens_the_link_the_caret_stands_in(view: TranscriptView, qtbot: QtBot) -> None:
    show_marked(view, text="see [there](https://example.org/a)", of_card=False)
    press(view, *[Qt.Key.Key_Right] * 6)

    with qtbot.waitSignal(view.link_activated, timeout=1000) as opened:
        press(view, Qt.Key.Key_Return)

    assert opened.args == ["https://example.org/a"]


def test_a_long_way_down_is_scrolled_into_sight(view: TranscriptView) -> None:
    view.resize(900, 200)
    view.grab()
    press(view, Qt.Key.Key_F7)
    press(view, Qt.Key.Key_Home, modifiers=CONTROL)
    assert view.verticalScrollBar().value() < 20
    press(view, Qt.Key.Key_End, modifiers=CONTROL)

    assert view.verticalScrollBar().value() > 100


def test_dragging_beyond_the_edge_scrolls_and_selects(view: TranscriptView, qtbot: QtBot) -> None:
    view.resize(900, 200)
    view.grab()
    view.verticalScrollBar().setValue(0)
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(round(view.left + view.measure) - 60, 40))
    QTest.mouseMove(port, QPoint(300, 230))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == view.verticalScrollBar().maximum(), timeout=5000)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 230))

    assert caret(view).row == len(TEXTS) - 1
