"""The transcript, with real mouse and keys on a real (offscreen) widget."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.chat import accessible
from desktop.chat.overlays import ActionRow
from desktop.chat.transcript_view import TranscriptView
from models.store.message import Message, Role, State

CARD = {
    "kind": "summary", "state": "done", "document": "report.pdf", "pages": 3, "processed": 3, "checked": 2,
    "text": "- Revenue grew. [1]\n- Costs fell. [2]\n- A bracket [9] that is no mark.", "notes": [{}, {}],
}  # fmt: skip


def message(number: int, role: Role = Role.ASSISTANT, text: str = "", **more: object) -> Message:
    return Message(id=number, conversation=1, parent=None, role=role, text=text, created_ms=0, **more)  # type: ignore[arg-type]


def point_of(view: TranscriptView, row: int, words: str) -> QPoint:
    """Where `words` stand in the viewport."""
    item = view.items[row]
    assert item.document is not None
    found: QTextCursor = item.document.find(words)
    block = found.block()
    line = block.layout().lineForTextPosition(found.selectionStart() - block.position())
    x, _ = line.cursorToX(found.selectionStart() - block.position() + 1)
    inside = item.text_at + block.layout().position() + QPointF(x, line.y() + line.height() / 2)
    return QPoint(round(view.left + inside.x()), round(view.top_of(row) + inside.y()))


def test_a_mark_of_a_card_is_clicked(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([message(7, card=CARD)], {})
    view.grab()

    with qtbot.waitSignal(view.citation_activated, timeout=1000) as clicked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 0, "[2]"))

    assert clicked.args == [7, 2]


def test_a_bracket_that_is_no_mark_is_only_text(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([message(7, card=CARD)], {})
    view.grab()

    with qtbot.assertNotEmitted(view.citation_activated):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 0, "[9]"))


def test_a_link_is_told_and_nothing_is_opened(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([message(1, text="see [there](https://example.org/a?b=c)")], {})
    view.grab()

    with qtbot.waitSignal(view.link_activated, timeout=1000) as clicked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 0, "there"))

    assert clicked.args == ["https://example.org/a?b=c"]


def test_a_selection_goes_across_messages_and_is_copied(view: TranscriptView) -> None:
    view.show_branch([message(1, Role.USER, "first question"), message(2, text="the **second** answer")], {})
    view.grab()
    start, end = point_of(view, 0, "question"), point_of(view, 1, "answer")

    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    copied = QGuiApplication.clipboard().text()
    assert "uestion" in copied
    assert "the second a" in copied
    assert "first" not in copied


def test_select_all_copies_the_sources(view: TranscriptView) -> None:
    view.show_branch([message(1, Role.USER, "q"), message(2, text="the **second** answer")], {})

    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "q\n\nthe **second** answer"


def test_an_answer_grows_at_its_end_and_is_whole_at_last(view: TranscriptView) -> None:
    view.show_branch([message(1, Role.USER, "q")], {})
    view.begin(message(2, state=State.STREAMING))
    view.say_phase("Reading 43 %")
    view.grab()
    for piece in ("# Ti", "tle\n\nSome *te", "xt*\n\n```py\nx =", " 1\n```\n"):
        view.grow(piece)
        view.grab()
    view.finish(message(2, text="# Title\n\nSome *text*\n\n```py\nx = 1\n```\n"))
    view.grab()

    item = view.items[1]
    assert not item.live
    [(code, _)] = item.code_frames(0, item.height)
    assert code.language == "py"
    assert item.code(code) == "x = 1\n"


def test_a_screen_reader_hears_how_far_the_reading_is_only_while_it_goes_on(view: TranscriptView) -> None:
    accessible.install()
    view.show_branch([message(1, Role.USER, "q")], {})
    interface = QAccessible.queryAccessibleInterface(view)

    def heard() -> str:
        return interface.child(1).text(QAccessible.Text.Name)

    view.begin(message(2, state=State.STREAMING))
    view.say_phase("Reading 43 %")
    assert "Reading 43 %" in heard()
    view.finish(message(2, state=State.STOPPED))
    assert "Reading" not in heard()


def test_what_is_read_stays_in_place_while_the_answer_grows(view: TranscriptView) -> None:
    view.show_branch([message(n, text=f"message {n}\n\n" * 8) for n in range(20)], {})
    view.begin(message(99, state=State.STREAMING))
    view.grab()
    view.verticalScrollBar().setValue(300)
    view.grab()
    top = view.top_of(view.visible_rows()[0])
    view.grow("more and more\n\n" * 30)
    view.grab()

    assert view.top_of(view.visible_rows()[0]) == top


def test_the_end_stays_in_sight_while_the_answer_grows(view: TranscriptView) -> None:
    view.show_branch([message(n, text=f"message {n}\n\n" * 8) for n in range(20)], {})
    view.begin(message(99, state=State.STREAMING))
    for _ in range(30):
        view.grow("more and more\n\n")
    view.grab()

    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_the_end_stays_in_sight_while_heights_are_measured(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([message(n, text=f"- item {n}\n" * (n % 40 + 1)) for n in range(60)], {})
    view.begin(message(99, state=State.STREAMING))
    view.grow("more and more")
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: all(item.exact for item in view.items), timeout=10000)

    assert bar.value() == bar.maximum()
    view.grow("and more\n\n" * 30)
    assert bar.value() == bar.maximum()


def test_the_scroll_bar_is_honest_after_idle_time(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([message(n, text=f"- item {n}\n" * (n % 40 + 1)) for n in range(200)], {})
    qtbot.waitUntil(lambda: all(item.exact for item in view.items), timeout=10000)
    before = view.verticalScrollBar().maximum()
    for value in range(0, before, 400):
        view.verticalScrollBar().setValue(value)
        view.grab()

    assert view.verticalScrollBar().maximum() == before


def test_an_error_is_said_in_words(view: TranscriptView) -> None:
    view.show_branch(
        [message(3, text="Half", state=State.FAILED, error=("EngineCrashed", {"exit": "signal SIGSEGV"}))], {}
    )

    assert "SIGSEGV" in view.items[0].error_sentence


def test_every_message_and_button_is_heard_in_order(view: TranscriptView) -> None:
    accessible.install()
    view.show_branch(
        [message(1, Role.USER, "a question"), message(2, text="an answer\n\n```py\nx\n```", receipt={"model": "Tiny"})],
        {},
    )
    view.grab()
    interface = QAccessible.queryAccessibleInterface(view)
    heard = [interface.child(index).text(QAccessible.Text.Name) for index in range(interface.childCount())]

    assert heard[:2] == ["You: a question", "Tiny: an answer\n\n```py\nx\n```"]
    assert {"Copy", "Edit", "Answer again", "Copy code"} <= set(heard)
    assert all(heard)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_change_of_theme_keeps_the_text(view: TranscriptView, theme: str) -> None:
    view.show_branch([message(2, state=State.STREAMING)], {})
    view.grow("streamed text")
    view.grab()
    view._theme.choose(theme)  # type: ignore[arg-type]
    view.grow(" and more")
    view.grab()

    assert view.items[0].plain() == "streamed text and more"


def test_a_reader_stays_where_he_reads_when_the_window_is_resized(view: TranscriptView) -> None:
    view.show_branch([message(n, text=f"message {n} and so on " * 40) for n in range(60)], {})
    view.grab()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.grab()
    row = view.visible_rows()[0]

    for width in (600, 400, 1000):
        view.resize(width, 600)
        view.grab()
        assert view.visible_rows()[0] == row


def test_a_new_version_of_an_answer_shows_the_way_to_the_old_one_when_it_is_done(view: TranscriptView) -> None:
    view.show_branch([message(1, Role.USER, "why")], {3: (2, 2)})
    view.begin(message(3, state=State.STREAMING))
    view.grow("because")
    view.finish(message(3, text="because"))
    QApplication.processEvents()
    assert {"Previous version", "Next version"} <= {each.accessibleName() for each in view.controls()}


@pytest.mark.parametrize(
    ("receipt", "words"),
    [({"thinking_ms": 4200}, "Thought for 4 s"), ({"thinking_ms": 65_000}, "Thought for 1 min 5 s"), ({}, "Reasoning")],
    ids=["seconds", "minutes", "unknown"],
)
def test_reasoning_is_folded_with_its_time(view: TranscriptView, receipt: dict[str, int], words: str) -> None:
    view.show_branch([message(1, text="so", reasoning="because", receipt=receipt)], {})
    view.grab()

    assert f"{words}. Show the reasoning" in {each.accessibleName() for each in view.controls()}
    assert not view.items[0].unfolded


def test_a_message_told_twice_is_there_once(view: TranscriptView) -> None:
    view.show_branch([message(7, card=CARD | {"state": "running"})], {})
    view.add(message(7, card=CARD))
    view.add(message(8, card=CARD))

    assert [item.message.id for item in view.items] == [7, 8]
    assert view.items[0].message.card == CARD


def test_an_answer_of_nobody_known_is_not_called_by_the_model_of_now(view: TranscriptView) -> None:
    view.show_branch([message(1, text="As somebody else said")], {})
    view.begin(message(2, state=State.STREAMING))

    assert [item.speaker for item in view.items] == ["Assistant", "Tiny"]


@pytest.mark.parametrize("width", [400, 500, 620, 900])
def test_words_of_buttons_give_way_to_their_icons_where_there_is_little_room(view: TranscriptView, width: int) -> None:
    view.resize(width, 600)
    view.show_branch([message(1, card=CARD | {"task": "report"})], {})
    QApplication.processEvents()
    (row,) = (each for each in view.findChildren(ActionRow) if each.isVisible())
    row._row.activate()
    worded = [each for each in row.buttons if each.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon]

    assert all(each.width() >= each.sizeHint().width() for each in row.buttons), [
        (each.text(), each.width(), each.sizeHint().width(), row.width()) for each in row.buttons
    ]
    assert worded == row.buttons[len(row.buttons) - len(worded) :], "what is offered last keeps its words longest"
    assert len(worded) == {400: 0, 500: 1, 620: 2, 900: 4}[width]
