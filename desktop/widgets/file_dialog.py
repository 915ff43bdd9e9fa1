"""Asking for files: the system's own dialog where it has one, else Qt's, without the list that leads it astray."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

Mode, Accept = QFileDialog.FileMode, QFileDialog.AcceptMode
_LONGEST_NAME = 60  # characters of a title


def open_file(parent: QWidget, title: str, kinds: str = "") -> Path | None:
    """One file that is there; `kinds` as QFileDialog's name filters ("JSON (*.json);;*"). None: nothing was chosen."""
    chosen = _asked(_dialog(parent, title, Mode.ExistingFile, kinds))
    return chosen[0] if chosen else None


def open_files(parent: QWidget, title: str, kinds: str = "") -> list[Path]:
    """Files that are there; empty: nothing was chosen."""
    return _asked(_dialog(parent, title, Mode.ExistingFiles, kinds))


def open_folder(parent: QWidget, title: str) -> Path | None:
    """One folder that is there."""
    dialog = _dialog(parent, title, Mode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    chosen = _asked(dialog)
    return chosen[0] if chosen else None


def save_file(parent: QWidget, title: str, name: str, kinds: str = "") -> tuple[Path, str] | None:
    """Where to write something, `name` proposed, and which of `kinds` it is to be; asked before a file is replaced."""
    dialog = _dialog(parent, title, Mode.AnyFile, kinds)
    dialog.setAcceptMode(Accept.AcceptSave)
    dialog.selectFile(name)
    chosen = _asked(dialog)
    return (chosen[0], dialog.selectedNameFilter()) if chosen else None


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode, kinds: str = "") -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(mode)
    if kinds:
        dialog.setNameFilter(kinds)
    # Qt's own dialog (the system's has no such field): while its list of completions is open, the folders a typed path
    # leads through stay chosen, and Return goes into one of them instead of taking the file (6.11).
    if (field := dialog.findChild(QLineEdit, "fileNameEdit")) is not None:
        field.setCompleter(None)  # type: ignore[arg-type]  # Qt takes None; the stub does not say so
    return dialog


def _asked(dialog: QFileDialog) -> list[Path]:
    try:
        return [Path(each) for each in dialog.selectedFiles()] if dialog.exec() else []
    finally:
        dialog.deleteLater()


def name_of(title: str) -> str:
    """A name that every file system takes, of what something is called; it may be empty."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title).strip(" .")[:_LONGEST_NAME]
