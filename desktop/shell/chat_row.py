"""How a row of the sidebar is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.shell.chat_list import Kind, Roles, Row
from desktop.widgets.icons import pixmap
from desktop.widgets.theme import Theme
from desktop.widgets.zooming import pixels

MORE_PX = 28  # the square of “…” at the right of a chat or folder
_PAD_PX = 12
_INSIDE_PX = 22
_ICON_PX = 16


class ChatRow(QStyledItemDelegate):
    """A small heading, or a title on a rounded ground with “…” where the mouse is or the chat is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(Roles.ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = rect.adjusted(_PAD_PX + 4, 0, -_PAD_PX, 0)
        if row.kind is Kind.HEADING:
            painter.setFont(self._theme.font(0.84, bold=True))
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.drawText(text.adjusted(0, 10, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.text)
        else:
            lit = self._paint_ground(painter, option)
            if lit and row.kind is not Kind.HIT:
                text.setRight(text.right() - MORE_PX + 4)
                dots = QRect(0, 0, pixels(_ICON_PX), pixels(_ICON_PX))
                dots.moveCenter(more_rect(rect).center())
                self._paint_icon(painter, "ellipsis", dots)
            match row.kind:
                case Kind.FOLDER:
                    self._paint_folder(painter, text, row, lit=lit)
                case Kind.HIT:
                    self._paint_hit(painter, text, row)
                case _:
                    selected = bool(option.state & QStyle.StateFlag.State_Selected)
                    inside = text.adjusted(pixels(_INSIDE_PX) * row.inside, 0, 0, 0)
                    self._paint_title(painter, inside, row.text, selected)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: Row = index.data(Roles.ROW)
        line_px = option.fontMetrics.height()
        return QSize(0, 2 * line_px + 20 if row.kind is Kind.HIT else line_px + 18)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> bool:
        """Returns whether the row stands out."""
        tokens = self._theme.tokens
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected or hovered:
            painter.setBrush(QColor(tokens.selected if selected else tokens.hover))
            painter.setPen(QColor(tokens.accent) if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(option.rect.adjusted(8, 1, -8, -1), 8, 8)
        return selected or hovered

    def _paint_title(self, painter: QPainter, rect: QRect, words: str, bold: bool) -> None:
        font = QFont(self._theme.font())
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.text))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_folder(self, painter: QPainter, rect: QRect, row: Row, *, lit: bool) -> None:
        chevron = "chevron-down" if row.open else "chevron-right"
        for name in (chevron, "folder"):
            side = pixels(_ICON_PX)
            self._paint_icon(painter, name, QRect(rect.left() - 2, rect.center().y() - side // 2 + 1, side, side))
            rect = rect.adjusted(pixels(_INSIDE_PX) - 2, 0, 0, 0)
        if row.count and not lit:
            painter.setFont(self._theme.font(0.84))
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(row.count))
            rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(str(row.count)) - 6)
        self._paint_title(painter, rect, row.text, bold=False)

    def _paint_hit(self, painter: QPainter, rect: QRect, row: Row) -> None:
        """The title, and below it what stands around the word, which is lit."""
        assert row.hit is not None
        line_px = QFontMetrics(self._theme.font()).height()
        self._paint_title(painter, QRect(rect.left(), rect.top() + 8, rect.width(), line_px), row.text, bold=True)
        below = QRect(rect.left(), rect.top() + 10 + line_px, rect.width(), line_px)
        painter.setFont(self._theme.font(0.92))
        metrics = painter.fontMetrics()
        snippet, start, end = row.hit.snippet, row.hit.start, row.hit.end
        room = max(below.width() // 3, below.width() - metrics.horizontalAdvance(snippet[start:]))
        left = below.left()
        for part, is_word in (
            (metrics.elidedText(snippet[:start], Qt.TextElideMode.ElideLeft, room), False),
            (snippet[start:end], True),
            (snippet[end:], False),
        ):
            room = max(0, below.right() - left)
            shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, room)
            piece = QRect(left, below.top(), min(metrics.horizontalAdvance(shown), room), line_px)
            if is_word:
                painter.fillRect(piece, QColor(self._theme.tokens.lit))
            painter.setPen(QColor(self._theme.tokens.text if is_word else self._theme.tokens.muted))
            painter.drawText(piece, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
            left += piece.width()

    def _paint_icon(self, painter: QPainter, name: str, rect: QRect) -> None:
        painter.drawPixmap(rect, pixmap(name, rect.width(), "muted", painter.device().devicePixelRatioF()))


def more_rect(row: QRect) -> QRect:
    """Where “…” is in a row."""
    return QRect(row.right() - MORE_PX - 10, row.center().y() - MORE_PX // 2 + 1, MORE_PX, MORE_PX)
