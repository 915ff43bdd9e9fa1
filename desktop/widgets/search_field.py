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
        super().__init__(placeholderText=words)
        self.setAccessibleName(words)
        self.addAction(QAction(icon("search"), words, self), QLineEdit.ActionPosition.LeadingPosition)
        # Qt's own cross would be looked for in 30 000 places of the system's icon themes, whenever the program starts.
        spoken = self.tr("Clear")
        self._clear = QAction(icon("x"), f"{spoken}: {words}", self)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)  # heard only by a button that is there

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.to_results.emit()
        else:
            super().keyPressEvent(event)
