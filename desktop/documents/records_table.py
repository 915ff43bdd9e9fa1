"""The records of a report in a table: file, answer, passage, and what is to be known of the check."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.documents.records import Row
from desktop.widgets.icons import icon
from desktop.widgets.theme import Theme
from models.documents.sentences import flat

FILE, ANSWER, PASSAGE, CHECK = range(4)
_SHARES = (0.24, 0.26, 0.30, 0.20)  # of the width
_SMALLEST_PX = 70
_MOST_PX = {FILE: 240, ANSWER: 340, CHECK: 260}
_LONGEST = 300  # characters of a passage in its cell
Index = QModelIndex | QPersistentModelIndex


class RecordsModel(QAbstractTableModel):
    """Rows as they are told."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows; where they are of the same files, only what they say changes."""
        if [row.name for row in rows] == [row.name for row in self._rows]:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, CHECK))
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def row_at(self, index: Index) -> Row:
        return self._rows[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else CHECK + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (self.tr("File"), self.tr("Answer"), self.tr("Passage"), self.tr("Check"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.row_at(index), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._whole(row, column)
            case Qt.ItemDataRole.DecorationRole if column == CHECK and row.doubtful:
                return icon("triangle-alert", "warning")
            case Qt.ItemDataRole.DecorationRole if column == CHECK and row.corrected:
                return icon("pencil", "accent")
            case Qt.ItemDataRole.ForegroundRole if column == PASSAGE and row.passages:
                return QColor(self._theme.tokens.accent)
            case Qt.ItemDataRole.ForegroundRole if column == CHECK:
                tokens = self._theme.tokens
                return QColor(tokens.warning if row.doubtful else tokens.muted)
        return None

    def _words(self, row: Row, column: int) -> str:
        if column == ANSWER:
            asked = [self.tr("%1?").replace("%1", each) for each in row.asked]
            return " · ".join([*row.answers, *asked]) or "–"
        if column == PASSAGE:
            return flat(row.passages[0].quote)[:_LONGEST] if row.passages else ""
        return row.name if column == FILE else row.check

    def _whole(self, row: Row, column: int) -> str:
        """What a cell may have no room for. Qt would take what looks like HTML for it."""
        words = "\n\n".join(f"{one.value}: “{flat(one.quote)}”" for one in row.passages)
        shown = words if column == PASSAGE else self._words(row, column)
        return f"<p>{escape(shown).replace(chr(10), '<br>')}</p>" if shown else ""


class _Names(QStyledItemDelegate):
    """Names of files: those of one folder often begin alike, so what gives way is the middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class RecordsTable(QTableView):
    """The table itself. A click or Enter on an answer asks to change it, on a passage to show it.

    Signals:
        answer_wanted: An answer is to be changed (Row, QPoint of the screen).
        passage_wanted: A passage is to be shown (Passage).
    """

    answer_wanted = Signal(object, QPoint)
    passage_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.records = RecordsModel(theme)
        self.setModel(self.records)
        self.setItemDelegateForColumn(FILE, _Names(self))
        self.setAccessibleName(self.tr("Records"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header.setSectionResizeMode(PASSAGE, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._act_on)

    def _act_on(self, index: QModelIndex) -> None:
        row = self.records.row_at(index)
        below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        if index.column() == ANSWER:
            self.answer_wanted.emit(row, below)
        elif index.column() == PASSAGE and len(row.passages) == 1:
            self.passage_wanted.emit(row.passages[0])
        elif index.column() == PASSAGE and row.passages:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for one in row.passages:
                words = f"{one.value}: {flat(one.quote)[:60]}".replace("&", "&&")
                menu.addAction(words, partial(self.passage_wanted.emit, one))
            menu.popup(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in (FILE, ANSWER, CHECK):
            most = _MOST_PX[column]
            self.setColumnWidth(column, max(_SMALLEST_PX, min(most, round(_SHARES[column] * event.size().width()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.currentIndex().isValid():
            self._act_on(self.currentIndex())
        else:
            super().keyPressEvent(event)
