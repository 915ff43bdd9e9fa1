from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.shell.chat_list import Kind, Roles
from desktop.shell.deleted_dialog import DeletedDialog
from desktop.shell.folder_dialog import FolderDialog
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.store.folders import Folders
from models.store.message import Role
from tests.desktop.program import until


@pytest.fixture
def window(parts: Parts, qtbot: QtBot, tiny_model: Path) -> Iterator[MainWindow]:
    parts.shelf.add(tiny_model)  # the guide of the first start would look for others
    pages = Pages(parts)
    made = MainWindow(parts, pages)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    yield made
    made.sidebar.new_wanted.emit()  # nothing half written is left to be kept
    pages.close()


def rows(window: MainWindow) -> list[tuple[Kind, str]]:
    model = window.sidebar.chats.rows
    kept = [model.index(number).data(Roles.ROW) for number in range(model.rowCount())]
    return [(row.kind, row.text) for row in kept]


def press(dialog: QDialog, name: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if name in (each.accessibleName(), each.text())).click()


def test_a_hit_opens_its_branch_and_lights_the_word(window: MainWindow, qtbot: QtBot) -> None:
    chats = window._parts.conversations
    chat = chats.create("Animals")
    asked = chats.append(chat.id, Role.USER, "Which one?", parent=None)
    hidden = chats.append(chat.id, Role.ASSISTANT, "first\n\n" * 60 + "the 🐎 and the 斑马 zebra", parent=asked.id)
    chats.append(chat.id, Role.ASSISTANT, "another answer", parent=asked.id)
    qtbot.keyClicks(window.sidebar.search, "zebra")
    until(lambda: (Kind.HIT, "Animals") in rows(window), "the hit")
    view = window.sidebar.chats
    view.setCurrentIndex(view.rows.index(rows(window).index((Kind.HIT, "Animals"))))
    qtbot.keyClick(view, Qt.Key.Key_Return)

    transcript = window.chat.transcript
    assert transcript.items[-1].message.id == hidden.id
    assert transcript.selecting.text() == "zebra"
    assert transcript.verticalScrollBar().value() > 0
    assert view.currentIndex().data(Roles.ROW).kind is Kind.HIT  # the next is one key away


def test_a_new_chat_in_a_folder_is_there_from_its_first_word(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.chats.folder_wanted.emit("Zoo", None)
    (folder,) = Folders(window._parts.database).list()
    window.sidebar.chats.new_wanted.emit(folder.id)
    qtbot.keyClicks(window.chat.composer.field, "lions")
    window.chat.keep_draft()

    assert [chat.folder for chat in window._parts.chat.chats()] == [folder.id]
    assert (Kind.FOLDER, "Zoo") in rows(window)


def test_a_closed_folder_is_closed_at_the_next_start(window: MainWindow) -> None:
    window.sidebar.chats.folder_wanted.emit("Zoo", None)
    (folder,) = Folders(window._parts.database).list()
    window.sidebar.chats.rows.toggle(folder.id)

    assert window._parts.preferences.value.closed_folders == (folder.id,)


def test_moving_and_deleting_a_folder_are_undone(window: MainWindow) -> None:
    chat = window._parts.conversations.create("Lions")
    window.sidebar.chats.folder_wanted.emit("Zoo", None)
    (folder,) = Folders(window._parts.database).list()

    def undo() -> None:
        next(each for each in window.toast.findChildren(QPushButton) if each.accessibleName() == "Undo").click()

    window.sidebar.chats.moved.emit(chat.id, folder.id)
    assert window._parts.conversations.get(chat.id).folder == folder.id
    undo()
    assert window._parts.conversations.get(chat.id).folder is None
    window.sidebar.chats.folder_deleted.emit(folder.id)
    assert (Kind.FOLDER, "Zoo") not in rows(window)
    undo()
    assert (Kind.FOLDER, "Zoo") in rows(window)


def test_a_name_that_is_taken_is_refused_in_a_sentence(window: MainWindow) -> None:
    window.sidebar.chats.folder_wanted.emit("Zoo", None)
    window.sidebar.chats.folder_wanted.emit("zoo", None)

    assert "already" in window.banner.accessibleName()


def test_the_instructions_of_a_folder_are_kept(window: MainWindow) -> None:
    window.sidebar.chats.folder_wanted.emit("Zoo", None)
    window.sidebar.chats.instructions_wanted.emit(Folders(window._parts.database).list()[0])
    dialog = window.findChildren(FolderDialog)[0]
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("You are a keeper.")
    press(dialog, "Keep")

    assert [folder.system_prompt for folder in Folders(window._parts.database).list()] == ["You are a keeper."]


def test_a_deleted_chat_is_restored_or_removed_for_good(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    chats = window._parts.conversations
    lions, zebras = chats.create("Lions"), chats.create("Zebras")
    for chat in (lions, zebras):
        window.sidebar.chats.deleted.emit(chat.id)
    window.sidebar.deleted_wanted.emit()
    dialog = window.findChildren(DeletedDialog)[0]
    press(dialog, "Restore: Lions")
    assert [chat.title for chat in chats.deleted()] == ["Zebras"]

    def sure(box: QMessageBox) -> None:
        press(box, "Delete for good")

    monkeypatch.setattr(QMessageBox, "exec", sure)
    press(dialog, "Delete all for good…")
    until(lambda: chats.deleted() == [], "the purge")
    until(lambda: not dialog._empty.isEnabled(), "the list")
    assert [chat.title for chat in chats.list()] == ["Lions"]


def test_chats_of_before_the_index_are_taken_into_it_in_the_background(window: MainWindow) -> None:
    database = window._parts.database
    chat = window._parts.conversations.create("Animals")
    with database.write() as connection:
        connection.executemany(
            "INSERT INTO message (conversation, role, text, state, created_ms) VALUES (?, 'user', 'okapi', 'done', 1)",
            [(chat.id,)] * 700,
        )
    window.desk.begin()

    def unknown() -> int:
        with database.read() as connection:
            return int(connection.execute("SELECT count(*) FROM unindexed").fetchone()[0])

    until(lambda: unknown() == 0, "the index")


def test_a_file_dragged_over_the_chats_is_taken_by_the_window(window: MainWindow, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    (tmp_path / "a.txt").write_text("hay")
    window._parts.conversations.create("Animals")
    window.desk.show()
    viewport = window.sidebar.chats.viewport()
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(viewport.rect().center(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(viewport, enter)

    assert enter.isAccepted()
    assert window.drops._overlay.isVisible()
    window.drops.leave()


def test_a_chat_dragged_onto_a_folder_goes_into_it(window: MainWindow) -> None:
    chat = window._parts.conversations.create("Lions")
    window.sidebar.chats.folder_wanted.emit("Zoo", None)
    view = window.sidebar.chats
    data = view.rows.mimeData([view.rows.index_of(chat.id)])
    at = view.visualRect(view.rows.index(rows(window).index((Kind.FOLDER, "Zoo")))).center()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(at, Qt.DropAction.MoveAction, data, buttons, keys),
        QDragMoveEvent(at, Qt.DropAction.MoveAction, data, buttons, keys),
        QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, buttons, keys),
    ):
        QApplication.sendEvent(view.viewport(), event)

    (folder,) = Folders(window._parts.database).list()
    assert window._parts.conversations.get(chat.id).folder == folder.id
