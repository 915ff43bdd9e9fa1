"""A line to search with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.widgets.icons import icon


class SearchField(QLineEdit):
    """With a looking glass, a name, and a cross that empties it and has a name, too."""

    to_results = Signal()  # the key Down

    def __init__(self, words: str) -> None:
        super().__init__(placeholderText=words, clearButtonEnabled=True)
        self.setAccessibleName(words)
        self.addAction(QAction(icon("search"), words, self), QLineEdit.ActionPosition.LeadingPosition)
        clear = self.findChild(QAction, "_q_qlineeditclearaction")
        if clear is not None:
            spoken = self.tr("Clear")
            clear.setText(f"{spoken}: {words}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.to_results.emit()
        else:
            super().keyPressEvent(event)
