"""A slider of numbers, with a mark where one of them is recommended."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle

_HANDLE_PX = 14  # as in the style sheet


class MarkedSlider(QSlider):
    """Horizontal. The wheel scrolls the page around it unless the slider has the focus."""

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._mark: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(24)

    def mark(self, value: int | None) -> None:
        """Show a mark at `value`; None: none."""
        self._mark = value if value is not None and self.minimum() <= value <= self.maximum() else None
        self.update()

    def x_of(self, value: int) -> float:
        """Where the middle of the handle stands for `value`."""
        room = self.width() - _HANDLE_PX
        along = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, room)
        return along + _HANDLE_PX / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._mark is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette().color(QPalette.ColorRole.PlaceholderText)))
            painter.drawRoundedRect(QRectF(self.x_of(self._mark) - 1.5, self.height() / 2 - 9, 3, 18), 1.5, 1.5)
            painter.end()
        super().paintEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
