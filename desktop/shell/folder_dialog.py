"""What the chats of a folder are read before."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.widgets.controls import button, label
from models.store.folders import Folder

_WIDTH_PX = 520


class FolderDialog(QDialog):
    """The instructions of one folder.

    Signals:
        chosen: They are these now: the folder (id) and the text.
    """

    chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None, folder: Folder) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Instructions of a folder"))
        self.setMinimumWidth(_WIDTH_PX)
        self._folder = folder
        words = self.tr("Instructions for all chats in “%1”").replace("%1", folder.name)
        self._text = QPlainTextEdit(folder.system_prompt)
        self._text.setAccessibleName(words)
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(self.tr("For example: You are a patient teacher of mathematics."))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(words, "heading", wrap=True))
        help_words = self.tr("The model reads them before every answer in the folder. What a chat says itself follows.")
        column.addWidget(label(help_words, "muted", wrap=True))
        column.addWidget(self._text, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(button(self.tr("Cancel"), self.reject))
        foot.addWidget(button(self.tr("Keep"), self._keep, role="primary"))
        column.addLayout(foot)

    def _keep(self) -> None:
        self.chosen.emit(self._folder.id, self._text.toPlainText().strip())
        self.accept()
