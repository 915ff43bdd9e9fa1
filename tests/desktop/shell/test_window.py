from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.chat.loading import Stage
from desktop.documents.card import card_of
from desktop.documents.dropping import Wish
from desktop.documents.summary_dialog import SummaryDialog
from desktop.shell.drop_overlay import DropOverlay
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.settings import Sampling
from models.store.message import Role
from tests.desktop.program import until


def opened(parts: Parts, qtbot: QtBot) -> MainWindow:
    window = MainWindow(parts, Pages(parts))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.begin()
    window.activateWindow()
    return window


@pytest.fixture
def window(ready: Parts, qtbot: QtBot) -> Iterator[MainWindow]:
    ready.preferences.change(sampling=Sampling(max_tokens=40, seed=1))
    ready.shelf.add(Path(ready.loader.choice.path))
    made = opened(ready, qtbot)
    made.show_page("chat")
    yield made


def drop(window: MainWindow, *paths: Path, at: QPoint | None = None) -> None:
    """Drag files in and let them go, with the program they come from gone by then."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at = at or QPoint(window.width() // 3, window.height() // 3)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    gone = QMimeData()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, gone, buttons, keys))


def test_the_overlay_goes_when_the_other_program_has_died_in_the_middle_of_a_drag(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("text")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, over)
    assert window.findChild(DropOverlay).isVisible()
    qtbot.keyClicks(window.chat.composer.field, "Hello")

    assert not window.findChild(DropOverlay).isVisible() and window.chat.composer.text() == "Hello"


def test_a_question_typed_and_sent_is_answered_and_its_figures_shown(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.chat.composer.field, "How are you?")
    qtbot.keyClick(window.chat.composer.field, Qt.Key.Key_Return)
    until(lambda: "tok/s" in window.chat.status.text(), "the figures")

    roles = [item.message.role for item in window.chat.transcript.items]
    assert roles == [Role.USER, Role.ASSISTANT]
    assert window.chat.composer.text() == ""


def test_dropped_files_become_a_summary_with_one_key(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("\n\n".join(f"In {1900 + each} the yard kept {each + 3} horses." for each in range(30)))
    drop(window, file)
    assert isinstance(window.files.dialog, SummaryDialog)
    QTest.keyClick(window.files.dialog, Qt.Key.Key_Return)
    until(lambda: not window._parts.jobs.busy and len(window.chat.transcript.items) == 2, "the summary")

    card = card_of(window.chat.transcript.items[-1].message.card)
    assert card is not None and card.state == "done" and card.notes
    window.chat.transcript.citation_activated.emit(window.chat.transcript.items[-1].message.id, 1)
    assert window.source.isVisible()


def test_a_drop_on_ask_attaches_the_file_to_the_next_message(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The mill burned down in 1901.")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, enter)
    QApplication.processEvents()
    ask = window.drops._overlay._zones[Wish.ASK].geometry().center()
    drop(window, file, at=ask)
    until(lambda: not window._parts.readings.busy and window._parts.readings.documents, "the reader")
    window.chat.composer.field.setPlainText("When?")
    window.chat.composer._press()
    until(lambda: len(window.chat.transcript.items) == 2 and not window._parts.chat.busy, "the answer")

    question = window.chat.transcript.items[0].message
    (attached,) = window._parts.conversations.attachments([question])[question.id]
    assert question.attachments == ("note.txt",) and attached.text == file.read_text()


def test_a_question_to_a_file_too_large_for_a_message_is_answered_with_its_passages(
    window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    file.write_text("\n\n".join(f"In {year} the yard kept {year - 1000} horses." for year in range(1000, 2600)))
    window.files.begin(Wish.ASK, [file])
    until(lambda: not window._parts.readings.busy and window._parts.readings.documents, "the reader")
    window.chat.composer.field.setPlainText("How many horses were there in 1904?")
    window.chat.composer._press()
    until(lambda: not window._parts.jobs.busy and len(window.chat.transcript.items) == 2, "the answer", 90)

    card = card_of(window.chat.transcript.items[-1].message.card)
    assert card is not None and card.task == "ask" and card.state == "done"
    assert window.chat.composer.text() == "" and not window._parts.readings.documents


def test_two_dropped_files_are_compared_also_without_a_model(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("The rent is 900 euros a month. Pets are allowed.")
    new.write_text("The rent is 980 euros a month. Pets are allowed.")
    window = opened(parts, qtbot)
    window.files.begin(Wish.COMPARE, [old, new])
    until(lambda: not parts.jobs.busy and len(window.chat.transcript.items) == 2, "the comparison")

    card = card_of(window.chat.transcript.items[-1].message.card)
    assert card is not None and card.state == "done" and "980" in card.text


def test_a_folder_that_is_no_ocr_pack_is_refused_with_the_way_out(window: MainWindow, tmp_path: Path) -> None:
    window.files.take_ocr_pack(tmp_path)
    until(lambda: not window.banner.isHidden(), "the refusal")

    assert "wheels of rapidocr" in window.banner.accessibleName()


def test_what_cannot_be_read_is_said_and_starts_nothing(window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "photo.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    drop(window, picture)

    assert "photo.pdf" in window.banner.accessibleName() and not window._parts.jobs.busy
    assert window.chat.transcript.items == []


def test_without_a_model_the_first_run_guide_is_shown(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)

    assert window._stack.currentWidget() is window.pages.first_run


def test_a_dropped_model_is_loaded_and_the_guide_makes_way(parts: Parts, qtbot: QtBot, tiny_model: Path) -> None:
    window = opened(parts, qtbot)
    drop(window, tiny_model)
    until(lambda: parts.loader.choice.stage is Stage.READY, "the model")

    assert window._stack.currentWidget() is window.chat
    assert parts.preferences.value.model == str(tiny_model)


def test_a_deleted_chat_comes_back_by_undo(window: MainWindow) -> None:
    chat = window._parts.conversations.create("Horses")
    window.sidebar.chats.deleted.emit(chat.id)
    undo = next(each for each in window.toast.findChildren(QPushButton) if each.accessibleName() == "Undo")
    assert window._parts.chat.chats() == []
    undo.click()

    assert [each.title for each in window._parts.chat.chats()] == ["Horses"]


def test_what_is_being_written_is_there_again_when_its_chat_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.chat.composer.field, "half a thought")
    window.chat.keep_draft()
    chat = window._parts.chat.current
    assert chat is not None
    window.sidebar.new_wanted.emit()
    assert window.chat.composer.text() == ""
    window.sidebar.chats.opened.emit(chat)

    assert window.chat.composer.text() == "half a thought"


def test_what_was_sent_is_no_draft_although_its_rest_ends_just_then(window: MainWindow) -> None:
    composer, conversations = window.chat.composer, window._parts.conversations
    chat = window._parts.chat.ensure()
    assert chat is not None
    until(lambda: window._parts.loader.choice.stage is Stage.READY, "the model")
    composer.field.setPlainText("hello")
    composer._press()
    deadline = time.monotonic() + 30
    while not conversations.branch(chat.id) and time.monotonic() < deadline:
        time.sleep(0.001)  # it is on the disk, by another thread, and the window has not heard of it
    composer.draft_changed.emit(composer.text())
    assert conversations.get(chat.id).draft == "hello"
    until(lambda: window.chat.transcript.items and not window._parts.chat.busy, "the answer")

    assert conversations.get(chat.id).draft == "" and composer.text() == ""


def test_an_edited_message_is_said_anew_and_the_draft_is_kept(window: MainWindow) -> None:
    window.chat.composer.field.setPlainText("first wording")
    window.chat.composer._press()
    until(lambda: len(window.chat.transcript.items) == 2 and not window._parts.chat.busy, "the answer")
    window.chat.composer.field.setPlainText("a draft")
    window.chat.transcript.edit_wanted.emit(window.chat.transcript.items[0].message.id)
    assert window.chat.composer.text() == "first wording"
    window.chat.composer.field.setPlainText("second wording")
    window.chat.composer._press()
    until(lambda: not window._parts.chat.busy, "the other answer")

    assert window.chat.transcript.items[0].message.text == "second wording"
    assert window.chat.composer.text() == "a draft"


@pytest.mark.parametrize(
    ("key", "effect"),
    [
        (Qt.Key.Key_B, lambda window: window.sidebar.isHidden()),
        (Qt.Key.Key_K, lambda window: window.sidebar.search.hasFocus()),
        (Qt.Key.Key_Plus, lambda window: window._parts.theme.zoom == 1.1),
    ],
    ids=["sidebar", "search", "larger"],
)
def test_the_keyboard_reaches_it(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, effect: Callable[[MainWindow], bool]
) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)

    assert effect(window)


def test_every_control_in_sight_has_a_name(window: MainWindow) -> None:
    nameless = [
        type(each).__name__
        for each in window.findChildren(QWidget)
        if isinstance(each, QAbstractButton | QLineEdit | QComboBox) and each.isVisible()
        and not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    ]  # fmt: skip

    assert nameless == []


def test_the_window_comes_back_where_it_was(window: MainWindow) -> None:
    window.resize(1000, 640)
    window.close()

    assert window._parts.preferences.value.geometry
    assert window._parts.preferences.value.conversation == window._parts.chat.current


def test_enter_in_the_search_opens_the_first_that_is_found(window: MainWindow, qtbot: QtBot) -> None:
    store = window._parts.conversations
    chat = store.create("Horses")
    store.append(chat.id, Role.USER, "How many horses are in the yard?", parent=None)
    store.create("Something else")
    window._parts.chat.chats_changed.emit()
    window.sidebar.search.setFocus()
    qtbot.keyClicks(window.sidebar.search, "yard")
    qtbot.keyClick(window.sidebar.search, Qt.Key.Key_Return)
    until(lambda: window._parts.chat.current == chat.id, "the chat in which it was said")


def test_escape_in_the_search_empties_it_then_goes_back_to_the_composer(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.sidebar.search.setFocus()
    qtbot.keyClicks(window.sidebar.search, "yard")
    qtbot.keyClick(window.sidebar.search, Qt.Key.Key_Escape)
    assert (window.sidebar.search.text(), QApplication.focusWidget()) == ("", window.sidebar.search)

    qtbot.keyClick(window.sidebar.search, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.chat.composer.field
