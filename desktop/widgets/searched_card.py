"""A group of rows with a title that shows only what fits a search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.controls import card, label, line


class SearchedRow(QWidget):
    """One row; `searched` are its words in lower case."""

    searched = ""

    def mentions(self, words: Sequence[str]) -> bool:
        return all(word in self.searched for word in words)


class SearchedCard(QWidget):
    """Rows in a frame, with a rule between any two in sight; it hides when nothing in it fits."""

    def __init__(self, title: str, rows: Sequence[SearchedRow]) -> None:
        super().__init__()
        self._title = title.casefold()
        self._rows = rows
        self._lines = [line() for _ in rows[1:]]
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                inside.addWidget(self._lines[number - 1])
            inside.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(title, "section"))
        column.addWidget(frame)

    def filter(self, words: Sequence[str]) -> None:
        """Show the rows that mention all `words` (in lower case), or all rows when the title does."""
        whole = all(word in self._title for word in words)
        fitting = [whole or row.mentions(words) for row in self._rows]
        for row, fits in zip(self._rows, fitting, strict=True):
            row.setVisible(fits)
        for number, each in enumerate(self._lines, start=1):
            each.setVisible(fitting[number] and any(fitting[:number]))
        self.setVisible(any(fitting))
