"""The page of all keys, searchable by what they do and by their names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.shortcuts import Shortcut, groups
from desktop.widgets.controls import label
from desktop.widgets.scroll import centred
from desktop.widgets.search_field import SearchField
from desktop.widgets.searched_card import SearchedCard, SearchedRow

MEASURE_PX = 640


class ShortcutsPage(QWidget):
    """Made from the table that installs them, so that it cannot be wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.search = SearchField(self.tr("Search shortcuts"))
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._filter)
        self._none = label(self.tr("No key does that."), "muted")
        self._none.hide()
        self.rows: list[_Row] = []
        self._cards: list[SearchedCard] = []
        for group in groups():
            rows = [_Row(shortcut) for shortcut in group.shortcuts]
            self.rows += rows
            self._cards.append(SearchedCard(group.title, rows))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Keyboard shortcuts"), "title"))
        column.addWidget(self.search)
        column.addWidget(self._none)
        for each in self._cards:
            column.addWidget(each)
        column.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(centred(content, MEASURE_PX))

    def shown(self) -> list[str]:
        """The words of the rows that fit the search."""
        return [row.shortcut.words for row in self.rows if row.isVisibleTo(self)]

    def _filter(self, words: str) -> None:
        for each in self._cards:
            each.filter(words.casefold().split())
        self._none.setVisible(not self.shown())


class _Row(SearchedRow):
    """What it does on the left, its keys on the right."""

    def __init__(self, shortcut: Shortcut) -> None:
        super().__init__()
        self.shortcut = shortcut
        self.searched = " ".join((shortcut.words, *shortcut.shown, *shortcut.keys)).casefold()
        self.setAccessibleName(f"{shortcut.words}: {', '.join(shortcut.shown)}")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(label(shortcut.words, wrap=True), 1)
        for key in shortcut.shown:
            row.addWidget(label(key, "tag"), 0, Qt.AlignmentFlag.AlignVCenter)
