"""Qt's own dialog of files, which is used where the system has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.shortcuts import groups
from desktop.widgets import file_dialog
from desktop.widgets.language import speak


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def in_chinese(qapp: QApplication) -> Iterator[None]:
    speak(qapp, "zh-CN")
    yield
    speak(qapp, "en")


def meanwhile(act: Callable[[QFileDialog], object]) -> None:
    """Do this with the dialog once it is open and has the keyboard; it is closed whatever becomes of that."""

    def when_open() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(10, when_open)
            return
        try:
            dialog.activateWindow()
            QApplication.processEvents()
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, when_open)


def typed(words: str) -> Callable[[QFileDialog], object]:
    def act(dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        field.setFocus()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return act


def test_a_typed_path_is_the_file_that_is_taken(parent: QWidget, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "note.txt"
    file.parent.mkdir()
    file.write_text("x")
    meanwhile(typed(str(file)))
    assert file_dialog.open_file(parent, "Open") == file
    meanwhile(typed(str(file)))
    assert file_dialog.open_files(parent, "Open") == [file]
    meanwhile(typed(str(file.parent)))
    assert file_dialog.open_folder(parent, "Open") == file.parent


def test_a_new_name_comes_with_the_kind_it_is_to_be(parent: QWidget, tmp_path: Path) -> None:
    meanwhile(typed(str(tmp_path / "new.md")))
    answer = file_dialog.save_file(parent, "Save", str(tmp_path / "proposed.md"), "Markdown (*.md);;HTML (*.html)")
    assert answer == (tmp_path / "new.md", "Markdown (*.md)")


def test_nothing_chosen_is_nothing(parent: QWidget) -> None:
    for ask in (file_dialog.open_file, file_dialog.open_folder):
        meanwhile(QFileDialog.reject)
        assert ask(parent, "Open") is None
    meanwhile(QFileDialog.reject)
    assert file_dialog.open_files(parent, "Open") == []
    meanwhile(QFileDialog.reject)
    assert file_dialog.save_file(parent, "Save", "name") is None


def test_no_completions_stand_between_return_and_the_file(parent: QWidget) -> None:
    def act(dialog: QFileDialog) -> None:
        found.append(dialog.findChild(QLineEdit, "fileNameEdit").completer())

    found: list[object] = []
    meanwhile(act)
    file_dialog.open_file(parent, "Open")
    assert found == [None]


@pytest.mark.usefixtures("in_chinese")
def test_all_its_words_are_chinese(parent: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    def act(dialog: QFileDialog) -> None:
        dialog.setDirectory(str(tmp_path))
        words.extend(each.text() for each in (*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton)))
        words.extend(box.itemText(0) for box in dialog.findChildren(QComboBox) if box.objectName() == "fileTypeCombo")
        model = dialog.findChild(QTreeView).model()
        words.extend(model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount()))
        root = dialog.findChild(QTreeView).rootIndex()
        qtbot.waitUntil(lambda: model.rowCount(root) > 0)
        words.append(model.index(0, 2, root or QModelIndex()).data())

    (tmp_path / "a folder").mkdir()
    words: list[str] = []
    meanwhile(act)
    file_dialog.open_file(parent, "打开")
    shown = [each for each in words if each]
    assert len(shown) == 11
    assert [each for each in shown if not any("\u4e00" <= letter <= "\u9fff" for letter in each)] == []


@pytest.mark.usefixtures("in_chinese")
def test_the_arrow_keys_are_shown_as_arrows() -> None:
    keys = {key for group in groups() for shortcut in group.shortcuts for key in shortcut.shown}
    assert {"Shift+→", "Shift+↓", "Ctrl+↑", "Ctrl+↓"} <= keys
    assert not [key for key in keys if "方向" in key]
