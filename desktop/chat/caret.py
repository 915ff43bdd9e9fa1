"""The dot behind the last word of an answer that is being written."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QTextDocument

from desktop.chat.code_slides import text_origin
from desktop.markdown.look import Look

_RADIUS_PX = 4.0
_GAP_PX = 6.0


def paint(painter: QPainter, document: QTextDocument, at: QPointF, look: Look) -> None:
    """Behind the end of `document`, which is drawn at `at`."""
    block = document.lastBlock()
    layout = block.layout()
    line = layout.lineForTextPosition(block.length() - 1)
    if not line.isValid():
        return
    text = text_origin(document, block)
    end = QPointF(line.naturalTextRect().right(), line.y() + line.ascent())
    up = QPointF(_GAP_PX + _RADIUS_PX, -_RADIUS_PX - 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    painter.drawEllipse(at + text + end + up, _RADIUS_PX, _RADIUS_PX)
