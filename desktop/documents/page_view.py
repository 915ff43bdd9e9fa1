"""A page of a document as a picture, with the passage lit that is looked for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.theme import Theme
from models.documents.document import PageImage

_POINTS_WIDE = 595.0  # an A4 page, before the true width is known


class PageView(QWidget):
    """A page as a picture as wide as the pane, with rectangles over what is lit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._ratio = 1.0
        self._rects: list[QRectF] = []
        self.points_wide = _POINTS_WIDE
        theme.changed.connect(self.update)

    def show_page(self, page: PageImage, ratio: float, quote: str) -> None:
        """Show `page`, painted for a screen of this `ratio`."""
        self._image = QImage.fromData(page.png)
        self._ratio = ratio
        self._rects = [QRectF(*rect) for rect in page.rects]
        where = self.tr("Page %1").replace("%1", str(page.page))
        self.setAccessibleName(f"{where}: {quote}" if page.rects else where)
        self.setMinimumHeight(round(self._image.height() * self._scale()))
        self.update()

    def lit(self) -> QRect:
        """Around everything that is lit."""
        around = QRectF()
        for rect in self._rects:
            around = around.united(rect)
        scale = self._scale()
        return QRectF(around.topLeft() * scale, around.size() * scale).toRect()

    def _scale(self) -> float:
        """From pixels of the picture to those of this widget."""
        return self.width() / self._image.width() if not self._image.isNull() else 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = self._scale()
        painter.scale(scale, scale)
        painter.drawImage(0, 0, self._image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffe27a"))  # paper is white in the dark, too
        for rect in self._rects:
            painter.drawRoundedRect(rect.adjusted(-2, -1, 2, 1), 3, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._image.isNull():
            self.setMinimumHeight(round(self._image.height() * self._scale()))
