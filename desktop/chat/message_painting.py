"""How a message is painted: the user's bubble with its files, the head of an answer, its text, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from desktop.chat import card, caret
from desktop.chat.message_item import CHIP_PX, REASONING_AT, MessageItem
from desktop.chat.text_documents import Lit, paint_document
from desktop.markdown.look import Look
from desktop.widgets import icons

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def paint(
    painter: QPainter, item: MessageItem, clip: QRectF, look: Look, lit: Sequence[Lit], reasoning_lit: Sequence[Lit]
) -> None:
    """Paint what touches `clip`, in the item's coordinates, with what is lit in its text and in its reasoning."""
    if item.is_user:
        _paint_user(painter, item, look)
    else:
        _paint_head(painter, item, look)
    if item.reasoning_document is not None and item.unfolded:
        _paint_reasoning(painter, item, clip, look, reasoning_lit)
    if item.document is not None and (item.text or not item.live):
        slides = item.slides(clip.top(), clip.bottom())
        paint_document(painter, item.document, item.decorations, item.text_at, clip, look, lit, slides)
        if item.live:
            caret.paint(painter, item.document, item.text_at, look)
    elif item.live:
        painter.setFont(look.font)
        painter.setPen(look.colour("muted"))
        painter.drawText(QRectF(item.text_at.x(), item.text_at.y(), item.width, 24), _MIDDLE, item.phase)
    if item.error_document is not None:
        _paint_error(painter, item, look)


def _paint_user(painter: QPainter, item: MessageItem, look: Look) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("bubble"))
    if item.message.text.strip():
        painter.drawRoundedRect(item.bubble, 14, 14)
    for row, name in enumerate(item.message.attachments):
        _paint_chip(painter, item, look, row, name)


def _paint_chip(painter: QPainter, item: MessageItem, look: Look, row: int, name: str) -> None:
    painter.setFont(look.font)
    metrics = painter.fontMetrics()
    words = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(item.width * 0.6))
    width = metrics.horizontalAdvance(words) + 44
    rect = QRectF(item.width - width, row * CHIP_PX, width, CHIP_PX - 6)
    painter.setPen(look.colour("border"))
    painter.setBrush(look.colour("raised"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(rect.left() + 9, rect.center().y() - 8), icons.pixmap("file-text", 16, "accent", ratio))
    painter.setPen(look.colour("text"))
    painter.drawText(rect.adjusted(32, 0, -8, 0), _MIDDLE, words)


def _paint_badge(painter: QPainter, left: float, words: str, look: Look) -> None:
    painter.setFont(look.font)
    wide = painter.fontMetrics().horizontalAdvance(words)
    box = QRectF(left, 3, wide + 34, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent_soft"))
    painter.drawRoundedRect(box, 10, 10)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(left + 8, 7), icons.pixmap("zap", 12, "accent", ratio))
    painter.setPen(look.colour("accent"))
    painter.drawText(box.adjusted(24, 0, 0, 0), _MIDDLE, words)


def _paint_head(painter: QPainter, item: MessageItem, look: Look) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent_ground"))
    painter.drawEllipse(QRectF(0, 3, 20, 20))
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(4, 7), icons.pixmap("sparkles", 12, "on_accent", ratio))
    bold = QFont(look.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(look.colour("text"))
    painter.drawText(QRectF(28, 0, item.width - 28, 26), _MIDDLE, item.speaker)
    if item.badge:
        _paint_badge(painter, 36 + painter.fontMetrics().horizontalAdvance(item.speaker), item.badge, look)
    if item.message.card:
        height = card.head_height(item.message.card, item.width, look)
        card.paint_head(painter, QRectF(0, item.text_at.y() - height, item.width, height), item.message, look)


def _paint_reasoning(painter: QPainter, item: MessageItem, clip: QRectF, look: Look, lit: Sequence[Lit]) -> None:
    assert item.reasoning_document is not None
    bar = QRectF(1, REASONING_AT.y(), 3, item.reasoning_document.size().height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("border"))
    painter.drawRoundedRect(bar, 1.5, 1.5)
    paint_document(painter, item.reasoning_document, [], REASONING_AT, clip, look, lit)


def _paint_error(painter: QPainter, item: MessageItem, look: Look) -> None:
    assert item.error_document is not None
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("bad_soft"))
    painter.drawRoundedRect(item.error_rect, 10, 10)
    ratio = painter.device().devicePixelRatioF()
    middle = item.error_rect.center().y()
    painter.drawPixmap(QPointF(14, middle - 9), icons.pixmap("triangle-alert", 18, "bad", ratio))
    painter.save()
    painter.translate(44, item.error_rect.top() + 10)
    item.error_document.drawContents(painter)
    painter.restore()
