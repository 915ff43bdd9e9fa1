"""Code in the transcript: wider than its frame it scrolls sideways, or its lines are broken; its header's buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop.chat.code_actions import SlideBar
from desktop.chat.transcript_view import TranscriptView
from desktop.markdown.highlight import EXTENSIONS, LANGUAGES, extension
from desktop.widgets.tokens import LIGHT
from models.store.message import Message, Role, State

LONG = "x = '" + "word " * 60 + "the end'"
TEXT = f"Before\n\n```python\nshort = 1\n{LONG}\n```\n\nAfter\n\n```\nnarrow\n```\n"


def show(view: TranscriptView, text: str, state: State = State.DONE) -> None:
    message = Message(id=1, conversation=1, parent=None, role=Role.ASSISTANT, text=text, created_ms=0, state=state)
    view.show_branch([message], {})
    view.grab()


def bars(view: TranscriptView) -> list[SlideBar]:
    return [each for each in view.controls() if isinstance(each, SlideBar)]


def button(view: TranscriptView, words: str) -> QAbstractButton:
    found = next(each for each in view.controls() if each.accessibleName() == words)
    assert isinstance(found, QAbstractButton)
    return found


def picture(view: TranscriptView) -> QImage:
    return view.viewport().grab().toImage()


def test_wide_code_has_a_bar_and_narrow_code_has_none(view: TranscriptView) -> None:
    show(view, TEXT)
    [bar] = bars(view)

    assert bar.accessibleName()
    assert bar.maximum() > 500
    right = round(view.left + view.measure)
    assert bar.geometry().right() < right


def test_nothing_of_wide_code_is_painted_beyond_its_frame(view: TranscriptView) -> None:
    show(view, TEXT)
    for value in (0, bars(view)[0].maximum()):
        bars(view)[0].setValue(value)
        seen = picture(view)
        beside = [*range(round(view.left) - 40, round(view.left) - 4)]
        beside += range(round(view.left + view.measure) + 4, seen.width())
        assert {seen.pixelColor(x, y).name() for x in beside for y in range(30, 260)} == {"#ffffff"}


def test_the_frame_of_code_at_the_end_is_closed_and_has_its_room(view: TranscriptView) -> None:
    show(view, "Before\n\n```python\nx = 1\n```")
    item = view.items[0]
    [(_, frame)] = item.code_frames(0, item.height)
    x, bottom = round(view.left + view.measure / 2), view.top_of(0) + frame.bottom()
    seen = picture(view)

    line = min(seen.pixelColor(x, round(bottom) + nearby).lightness() for nearby in (-2, -1, 0))
    assert line < QColor(LIGHT.code).lightness()
    copy = button(view, "Copy")
    assert copy.mapTo(view.viewport(), QPoint(0, 0)).y() >= bottom


def test_the_bar_moves_the_code_and_leaves_the_text_beside_it(view: TranscriptView) -> None:
    show(view, TEXT)
    [slide] = view.items[0].slides(0, 600)
    code = slide.rect.translated(view.items[0].text_at).translated(view.left, view.top_of(0)).toRect()
    before = picture(view)
    bars(view)[0].setValue(bars(view)[0].maximum())
    after = picture(view)

    assert before.copy(code) != after.copy(code)
    above = before.rect().adjusted(0, 0, 0, code.top() - before.height())
    assert before.copy(above) == after.copy(above)


def test_a_click_in_code_that_was_scrolled_meets_the_letter_that_is_seen(view: TranscriptView) -> None:
    show(view, TEXT)
    bars(view)[0].setValue(bars(view)[0].maximum())
    item = view.items[0]
    document = item.document
    assert document is not None
    end = document.find("the end'").selectionEnd()
    seen = item.rect_at(end)
    assert view.measure - 60 < seen.x() < view.measure

    assert item.position_at(seen.center()) == end


@pytest.mark.parametrize(("delta", "modifier"), [((-240, 0), Qt.KeyboardModifier.NoModifier),
                                                 ((0, -240), Qt.KeyboardModifier.ShiftModifier)])  # fmt: skip
def test_the_wheel_scrolls_code_sideways(
    view: TranscriptView, delta: tuple[int, int], modifier: Qt.KeyboardModifier
) -> None:
    show(view, TEXT)
    at = QPointF(bars(view)[0].geometry().center() - QPoint(0, 20))
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(*delta), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    view.grab()

    assert bars(view)[0].value() > 0


def test_the_caret_is_followed_into_hidden_code(view: TranscriptView) -> None:
    show(view, "```\n" + LONG + "\n```")
    QTest.keyClick(view, Qt.Key.Key_F7)
    QTest.keyClick(view, Qt.Key.Key_End)
    view.grab()
    assert bars(view)[0].value() > bars(view)[0].maximum() * 0.9
    QTest.keyClick(view, Qt.Key.Key_Home)
    view.grab()
    assert bars(view)[0].value() == 0


def test_the_switch_breaks_long_lines_and_is_heard_of(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, TEXT)
    before = view.items[0].height
    with qtbot.waitSignal(view.wrap_code_changed) as told:
        button(view, "Wrap long lines of code").click()
    view.grab()

    assert told.args == [True]
    assert bars(view) == []
    assert view.items[0].height > before
    assert button(view, "Wrap long lines of code").isChecked()
    button(view, "Wrap long lines of code").click()
    view.grab()
    assert len(bars(view)) == 1


def test_a_streamed_line_grows_beyond_the_frame(view: TranscriptView) -> None:
    show(view, "", State.STREAMING)
    view.grow("```py\n")
    for _ in range(40):
        view.grow("word 🎉 ")
        view.grab()

    assert bars(view)[0].maximum() > 500
    button(view, "Copy code").click()
    assert QGuiApplication.clipboard().text() == "word 🎉 " * 40 + "\n"


def test_every_language_is_saved_under_its_own_ending() -> None:
    endings = {language: extension(language) for language in LANGUAGES}

    assert endings["python"] == endings["py"] == "py"
    assert endings["cpp"] == "cpp"
    assert endings["typescript"] == "ts"
    assert endings["batch"] == "bat"
    assert {"docker", "javascript", "html", "json"} <= set(endings)
    assert all(ending and not ending.startswith(".") for ending in endings.values())
    assert extension("no-such-language") == "txt"
    assert set(EXTENSIONS) - LANGUAGES <= {"text", ""}
