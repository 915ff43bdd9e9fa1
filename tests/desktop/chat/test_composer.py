from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.chat.composer import DRAFT_AFTER_MS, Composer


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    qtbot.waitExposed(made)
    made.field.setFocus()
    return made


def send_button(composer: Composer) -> QToolButton:
    return next(each for each in composer.findChildren(QToolButton) if each.property("role") == "send")


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    """What an input method does while it composes."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(composer.field, event)


def test_enter_sends_and_the_text_stays_until_it_is_safe(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.field, "hello")

    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)

    assert sent.args == ["hello"]
    assert composer.text() == "hello"


def test_shift_enter_breaks_the_line(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.field, "a")
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert composer.text() == "a\n"


def test_enter_in_a_composition_never_sends(composer: Composer, qtbot: QtBot) -> None:
    compose(composer, "nihao")
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)


def test_enter_after_the_composition_sends_what_was_chosen(composer: Composer, qtbot: QtBot) -> None:
    compose(composer, "nihao")
    compose(composer, "", commit="你好")

    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)

    assert sent.args == ["你好"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"], ids=["empty", "spaces", "lines"])
def test_nothing_is_sent_without_a_word(composer: Composer, qtbot: QtBot, text: str) -> None:
    composer.set_text(text)
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)

    assert not send_button(composer).isEnabled()


def test_a_file_alone_can_be_sent(composer: Composer, qtbot: QtBot) -> None:
    composer.add_file(Path("report.pdf"), "12 pages")

    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.mouseClick(send_button(composer), Qt.MouseButton.LeftButton)

    assert sent.args == [""]


def test_while_an_answer_comes_the_button_stops_and_enter_waits(composer: Composer, qtbot: QtBot) -> None:
    composer.set_text("next question")
    composer.set_busy(True)

    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(composer.stopped):
        qtbot.mouseClick(send_button(composer), Qt.MouseButton.LeftButton)

    assert send_button(composer).accessibleName() == "Stop"
    assert composer.text() == "next question"


def test_the_field_grows_with_its_text_up_to_ten_lines(composer: Composer, qtbot: QtBot) -> None:
    line_px = composer.field.fontMetrics().lineSpacing()
    one = composer.field.height()
    composer.set_text("a\nb\nc")
    three = composer.field.height()
    composer.set_text("\n".join("x" * 40))

    assert three == one + 2 * line_px
    assert composer.field.height() == one + 9 * line_px


def test_a_draft_is_told_within_a_second_of_the_last_key(composer: Composer, qtbot: QtBot) -> None:
    qtbot.keyClicks(composer.field, "half a th")

    with qtbot.waitSignal(composer.draft_changed, timeout=1000 + DRAFT_AFTER_MS) as kept:
        qtbot.keyClicks(composer.field, "ought")

    assert kept.args == ["half a thought"]
    assert DRAFT_AFTER_MS < 1000


def test_showing_a_draft_does_not_announce_it_again(composer: Composer, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(composer.draft_changed, wait=DRAFT_AFTER_MS + 100):
        composer.set_text("kept before")


def test_a_chip_taken_away_is_told_and_gone(composer: Composer, qtbot: QtBot) -> None:
    path = Path("folder/report.pdf")
    composer.add_file(path, "reading 40 %")
    cross = next(each for each in composer.findChildren(QToolButton) if each.accessibleName() == "Remove report.pdf")

    with qtbot.waitSignal(composer.file_removed) as removed:
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)

    assert removed.args == [path]
    assert not send_button(composer).isEnabled()


def test_a_dropped_file_goes_to_the_window_and_not_into_the_text(composer: Composer, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(composer.field.viewport(), event)

    assert not event.isAccepted()


def test_every_control_has_a_name(composer: Composer) -> None:
    composer.add_file(Path("a.txt"), "1 page")
    buttons = composer.findChildren(QToolButton)

    assert all(each.accessibleName() for each in [*buttons, composer.field])


def test_the_chip_of_a_file_says_what_can_be_done_with_it(composer: Composer, qtbot: QtBot) -> None:
    composer.add_file(Path("a.pdf"), "3 pages")
    composer.add_file(Path("b.pdf"), "“b.pdf” is damaged.", bad=True)
    buttons = {each.accessibleName(): each for each in composer.findChildren(QToolButton)}

    with qtbot.waitSignal(composer.file_menu_wanted) as wanted:
        buttons["Do with a.pdf"].click()

    assert wanted.args is not None and wanted.args[0] == Path("a.pdf")
    assert not buttons["Do with b.pdf"].isVisible()


def test_the_last_of_many_files_moves_no_more_in_the_tab_order_than_the_first(
    composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[int] = []
    order = QWidget.setTabOrder

    def noting(first: QWidget, second: QWidget) -> None:
        moved[-1] += 1
        order(first, second)

    monkeypatch.setattr(QWidget, "setTabOrder", noting)
    for number in range(20):
        moved.append(0)
        composer.add_file(Path(f"{number}.txt"), "1 page")

    assert set(moved) == {2}  # its two buttons
