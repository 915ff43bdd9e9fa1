"""A line to search with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.widgets.escape import claims_escape
from desktop.widgets.icons import icon


class SearchField(QLineEdit):
    """With a looking glass, a name, and a cross that empties it and has a name, too.

    Escape empties it as well; in an empty one it is the window's.

    Signals:
        to_results: The key Down was pressed.
    """

    to_results = Signal()

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

    def event(self, event: QEvent) -> bool:
        return (bool(self.text()) and claims_escape(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.to_results.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
