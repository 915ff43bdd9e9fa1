"""What the program is made of: its parts with versions and licences, their texts, and the receipt of its build."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.controls import button, label
from desktop.widgets.search_field import SearchField
from desktop.widgets.tips import plain_tip
from models.inside import Inside, Part

SIZE_PX = (720, 560)


class InsideDialog(QDialog):
    """Of `inside`; `licences` is the page with the texts, None where there is none."""

    def __init__(self, parent: QWidget | None, inside: Inside, licences: str | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What is inside"))
        self.resize(*SIZE_PX)
        self._inside = inside
        self.search = SearchField(self.tr("Search parts and licences"))
        self.search.textChanged.connect(self._filter)
        self.table = _table(inside.parts, (self.tr("Part"), self.tr("Version"), self.tr("Licence")))
        self.table.setAccessibleName(self.tr("Parts of the program"))
        self.texts = QPlainTextEdit(licences or "", readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.texts.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.texts.setAccessibleName(self.tr("Texts of the licences"))
        self._shown = QStackedWidget()
        self._shown.addWidget(self.table)
        self._shown.addWidget(self.texts)
        self.copied = label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(f"Paddock {inside.version}", "heading", selectable=True))
        if receipt := self._receipt():
            column.addWidget(label(receipt, "small", wrap=True, selectable=True))
        column.addWidget(self.search)
        column.addWidget(self._shown, 1)
        column.addLayout(self._buttons(with_texts=licences is not None))

    def _receipt(self) -> str:
        said = [f"Python {self._inside.python}"] if self._inside.python else []
        if self._inside.commit:
            said.append(self.tr("made of commit %1").replace("%1", self._inside.commit))
        if self._inside.built:
            said.append(self.tr("built %1").replace("%1", self._inside.built.replace("T", " ").replace("Z", " UTC")))
        return " · ".join(said)

    def _buttons(self, *, with_texts: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button(self.tr("Copy"), self._copy, icon_name="copy"))
        self.switch: QPushButton | None = None
        if with_texts:
            self.switch = button(self.tr("Texts of the licences"), self._switch, icon_name="file-text")
            row.addWidget(self.switch)
        row.addWidget(self.copied)
        row.addStretch()
        row.addWidget(button(self.tr("Close"), self.accept, role="primary"))
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._inside.told())
        self.copied.setText(self.tr("Copied"))

    def _switch(self) -> None:
        """Between the table and the texts."""
        to_texts = self._shown.currentWidget() is self.table
        self._shown.setCurrentWidget(self.texts if to_texts else self.table)
        if self.switch is not None:
            words = self.tr("Parts of the program") if to_texts else self.tr("Texts of the licences")
            self.switch.setText(f" {words}")
        self._filter(self.search.text())

    def _filter(self, words: str) -> None:
        """Rows with all the words; in the texts the next place with them as they stand."""
        if self._shown.currentWidget() is self.texts:
            self.texts.moveCursor(self.texts.textCursor().MoveOperation.Start)
            self.texts.find(words)
            return
        wanted = words.casefold().split()
        for row, part in enumerate(self._inside.parts):
            said = f"{part.name} {part.version} {part.licence}".casefold()
            self.table.setRowHidden(row, not all(word in said for word in wanted))


def _table(parts: tuple[Part, ...], heads: tuple[str, str, str]) -> QTableWidget:
    table = QTableWidget(len(parts), len(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    for row, part in enumerate(parts):
        for column, words in enumerate((part.name, part.version, part.licence)):
            cell = QTableWidgetItem(words)
            cell.setToolTip(plain_tip(words))
            table.setItem(row, column, cell)
    head = table.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
    return table
