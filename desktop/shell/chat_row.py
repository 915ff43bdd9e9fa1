"""How a row of the sidebar is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.shell.chat_list import Roles
from desktop.widgets.icons import pixmap
from desktop.widgets.theme import Theme

MORE_PX = 28  # the square of “…” at the right of a chat
_PAD_PX = 12


class ChatRow(QStyledItemDelegate):
    """A small heading, or a title on a rounded ground with “…” where the mouse is or the chat is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = self._theme.tokens
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = rect.adjusted(_PAD_PX + 4, 0, -_PAD_PX, 0)
        if index.data(Roles.HEADING):
            painter.setFont(self._theme.font(0.84, bold=True))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(text.adjusted(0, 10, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            state = option.state
            selected = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
            if selected or hovered:
                painter.setBrush(QColor(tokens.selected if selected else tokens.hover))
                painter.setPen(QColor(tokens.accent) if focused else Qt.PenStyle.NoPen)
                painter.drawRoundedRect(rect.adjusted(8, 1, -8, -1), 8, 8)
                text.setRight(text.right() - MORE_PX + 4)
                ratio = painter.device().devicePixelRatioF()
                painter.drawPixmap(more_rect(rect).adjusted(6, 6, -6, -6), pixmap("ellipsis", 16, "muted", ratio))
            font = QFont(self._theme.font())
            if selected:
                font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(tokens.text))
            words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line_px = option.fontMetrics.height()
        return QSize(0, line_px + 18)


def more_rect(row: QRect) -> QRect:
    """Where “…” is in a row."""
    return QRect(row.right() - MORE_PX - 10, row.center().y() - MORE_PX // 2 + 1, MORE_PX, MORE_PX)
