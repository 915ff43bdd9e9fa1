"""The counts of a report, each a button to its files: how many, which share as a bar, how many need a look."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.documents.records import Figure
from desktop.widgets.controls import ElidedLabel, button, clear, label
from desktop.widgets.theme import Theme
from desktop.widgets.tips import plain_tip

_BAR_PX = 160


class FiguresTable(QWidget):
    """One line a figure.

    Signals:
        chosen: Show the files of this figure alone (Figure).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(3, 1)
        self._names: list[str] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """These and no others; the focus stays on the line of the same name."""
        focused = self.focusWidget()
        name = focused.property("figure") if focused and self.isAncestorOf(focused) else None
        clear(self._grid)
        for row, figure in enumerate(figures):
            self._add(row, figure)
            if figure.name == name:
                self.lines()[row].setFocus()
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.setVisible(self._grid.indexOf(child) >= 0)  # at once: its height is asked for next

    def lines(self) -> list[QWidget]:
        """The buttons, from top to bottom."""
        found = (self._grid.itemAtPosition(row, 1) for row in range(self._grid.rowCount()))
        return [widget for item in found if item and (widget := item.widget())]

    def _add(self, row: int, figure: Figure) -> None:
        name = ElidedLabel(figure.name)
        name.setToolTip(plain_tip(figure.name))
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        count = button(QLocale().toString(len(figure.files)), lambda: self.chosen.emit(figure), role="link")
        count.setProperty("figure", figure.name)
        count.setAccessibleName(self.tr("%1: %n file(s), show them", "", len(figure.files)).replace("%1", figure.name))
        count.setToolTip(self.tr("Show these files"))
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(count, row, 1, Qt.AlignmentFlag.AlignRight)
        if figure.percent is None:
            return
        self._grid.addWidget(label(f"{figure.percent:g} %", "muted"), row, 2, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(_Bar(self._theme, figure.percent / 100), row, 3)
        if figure.review:
            doubtful = Figure(name=figure.name, files=figure.review)
            words = self.tr("%n need(s) a look", "", len(figure.review))
            look = button(words, lambda: self.chosen.emit(doubtful), role="link")
            self._grid.addWidget(look, row, 4)


class _Bar(QWidget):
    """A share, 0 to 1, as a part of a line."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme = theme
        self._share = min(1.0, max(0.0, share))
        self.setFixedHeight(22)
        self.setMaximumWidth(_BAR_PX)
        self.setMinimumWidth(_BAR_PX // 4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_BAR_PX, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(0, self.height() / 2 - 4, self.width(), 8)
        painter.setBrush(QColor(self._theme.tokens.selected))
        painter.drawRoundedRect(line, 4, 4)
        if self._share:
            line.setWidth(max(8.0, line.width() * self._share))
            painter.setBrush(QColor(self._theme.tokens.accent_ground))
            painter.drawRoundedRect(line, 4, 4)
        painter.end()
