"""The library's models under their headings."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
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


class Sections(QWidget):
    """All of them, one below the other.

    Making the cards of 34 models takes 85 ms of processor time, so those on the screen are made section by section
    between other events. New ones take the place of the old ones one by one: what is read meanwhile does not jump.

    Signals:
        shown: All sections are new.
    """

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._made = 0
        self._coming: Iterator[tuple[str, list[ModelCard]]] = iter(())
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._make_one)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_sections(self, sections: Iterator[tuple[str, list[ModelCard]]]) -> None:
        """Show these in place of what is there: titles and cards, made one by one; those without cards are left out."""
        self._coming, self._made = sections, 0
        if self.isVisible():
            self._turn.start()
            return
        self._turn.stop()
        while self._make_one():
            pass

    @property
    def making(self) -> bool:
        """Some are still to come."""
        return self._turn.isActive()

    def filter(self, words: str) -> bool:
        """Leave the cards that `words` name; True when there are some."""
        self._words = words
        fitting = [section.filter(words) for section in self._sections()]
        return any(fitting)

    def _make_one(self) -> bool:
        """The next section; False when there was none left, and all is new."""
        title, cards = next(self._coming, ("", None))
        if cards is None:
            self._turn.stop()
            while self._column.count() > self._made:
                self._drop(self._made)
            self.shown.emit()
            return False
        if cards:
            section = Section(title, cards)
            self._drop(self._made)
            self._column.insertWidget(self._made, section)
            section.filter(self._words)
            self._made += 1
        return True

    def _drop(self, place: int) -> None:
        item = self._column.takeAt(place)
        if item is not None and (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

    def _sections(self) -> Iterator[Section]:
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            section = item.widget() if item is not None else None
            if isinstance(section, Section):
                yield section
