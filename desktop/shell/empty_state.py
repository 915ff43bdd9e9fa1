"""What a chat without messages shows: a greeting and ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.documents.dropping import Wish
from desktop.widgets.controls import label
from desktop.widgets.tokens import MEASURE_PX
from desktop.widgets.way import WayButton


class EmptyState(QWidget):
    """The beginning.

    Signals:
        files_wanted: Choose files, for this (Wish).
        text_wanted: Put a beginning into the composer (str).
    """

    files_wanted = Signal(object)
    text_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._title = label(self.tr("What are you working on?"), "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail = label(self.tr("Everything you write and every file stays on this computer."), "muted")
        self._detail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        code = self.tr("Write a Python function that ")
        text = self.tr("Rewrite this text so that it is clear and polite:\n\n")
        ways = (
            self._way(Wish.SUMMARISE, "quote", self.tr("Summarise a document"),
                      self.tr("Every point with the passage it comes from")),
            self._way(Wish.ASK, "messages-square", self.tr("Ask about a file"),
                      self.tr("Its text goes with your question")),
            self._way(Wish.COMPARE, "columns-2", self.tr("Compare two files"), self.tr("What differs, side by side")),
            self._way(Wish.REPORT, "chart-column", self.tr("Report over a folder"),
                      self.tr("The same questions to every file, counted")),
            WayButton("sparkles", self.tr("Write code"), self.tr("A function, a script, a test"),
                 lambda: self.text_wanted.emit(code)),
            WayButton("pencil", self.tr("Improve a text"), self.tr("A letter, a mail, a report"),
                 lambda: self.text_wanted.emit(text)),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setSpacing(12)
        for number, way in enumerate(ways):
            grid.addWidget(way, number // 2, number % 2)
        for column_number in range(2):
            grid.setColumnStretch(column_number, 1)
        middle = QWidget()
        middle.setMaximumWidth(MEASURE_PX - 112)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self._title)
        inside.addWidget(self._detail)
        inside.addSpacing(22)
        inside.addLayout(grid)
        column = QVBoxLayout(self)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(middle, 100)
        row.addStretch()
        column.addLayout(row)
        column.addSpacing(20)

    def _way(self, wish: Wish, picture: str, title: str, detail: str) -> WayButton:
        return WayButton(picture, title, detail, lambda: self.files_wanted.emit(wish))
