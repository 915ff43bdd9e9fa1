"""A heading of the library and the cards under it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.library.card import ModelCard
from desktop.widgets.controls import label


class Section(QWidget):
    """A heading and its cards; it hides when none of them fits the search."""

    def __init__(self, title: str, cards: list[ModelCard]) -> None:
        super().__init__()
        self._cards = cards
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title, "section"))
        for each in cards:
            column.addWidget(each)

    def filter(self, words: str) -> bool:
        """Leave the cards that `words` name; True when there are some."""
        fitting = [each.mentions(words) for each in self._cards]
        for each, fits in zip(self._cards, fitting, strict=True):
            each.setVisible(fits)
        self.setVisible(any(fitting))
        return any(fitting)
