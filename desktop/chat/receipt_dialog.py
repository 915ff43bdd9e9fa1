"""What made an answer, to be read, copied, and tried again."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chat import receipt_words
from desktop.widgets.controls import button, fit_height, label
from models.chat.receipt import sampling_of
from models.store.message import Message

_WIDTH_PX = 600


class ReceiptDialog(QDialog):
    """The receipt of one answer.

    Signals:
        again_wanted: Run it again (the message's id).
        copied: The receipt is on the clipboard.
    """

    again_wanted = Signal(int)
    copied = Signal()

    def __init__(self, parent: QWidget | None, message: Message) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Receipt"))
        self.setFixedWidth(_WIDTH_PX)
        self._message = message
        self._receipt: dict[str, Any] = message.receipt or {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("What made this answer"), "heading"))
        if verdict := receipt_words.verdict(self._receipt):
            column.addWidget(label(verdict, wrap=True, selectable=True))
        column.addLayout(self._table())
        can_repeat = sampling_of(self._receipt) is not None and message.parent is not None
        if can_repeat:
            words = self.tr("Running it again draws with the same seed and says if every character is the same.")
            column.addWidget(label(words, "muted", wrap=True))
        column.addLayout(self._buttons(can_repeat=can_repeat))
        fit_height(self)

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(18)
        table.setVerticalSpacing(6)
        table.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(receipt_words.rows(self._receipt)):
            shown = label(_breakable(value), wrap=True, selectable=True)
            shown.setAccessibleName(f"{name}: {value}")
            table.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(shown, row, 1)
        return table

    def _buttons(self, *, can_repeat: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button(self.tr("Copy as JSON"), self._copy, icon_name="copy"))
        row.addStretch()
        if can_repeat:
            row.addWidget(button(self.tr("Run again"), self._run_again, icon_name="refresh-cw"))
        row.addWidget(button(self.tr("Close"), self.accept, role="primary"))
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(json.dumps(self._receipt, ensure_ascii=False, indent=2))
        self.copied.emit()

    def _run_again(self) -> None:
        self.again_wanted.emit(self._message.id)
        self.accept()


def _breakable(value: str) -> str:
    """A hash or a build line has no blanks to break at; a zero-width space gives it some."""
    return (
        value
        if len(value) < 48 or " " in value
        else "\u200b".join(value[at : at + 8] for at in range(0, len(value), 8))
    )
