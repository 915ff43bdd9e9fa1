"""One message of the transcript: its documents, its height, and how it is painted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from desktop.chat import card, caret
from desktop.markdown import decorations
from desktop.markdown.decorations import Decoration
from desktop.markdown.long_lines import capped
from desktop.markdown.look import Look
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets import icons
from desktop.widgets.words import sentence_of
from models import errors
from models.store.message import Message, Role, State

HEAD_PX = 30
ACTIONS_PX = 30
BETWEEN_PX = 18
BUBBLE_X_PX, BUBBLE_Y_PX = 16, 10
CHIP_PX = 30
REASONING_PX = 30
_CHARACTERS_A_LINE = 88
_HALF_LEAD_PX = 3


class MessageItem:
    """Lays one message out in `width` pixels, on demand. Everything is in the item's own coordinates.

    `text_at` is where the document of the text begins. While the answer streams, `writer` grows the document.
    """

    def __init__(self, message: Message) -> None:
        self.message = card.sound(message)
        self.siblings = (1, 1)
        self.model_name = ""
        self.phase = ""
        self.unfolded = False
        self.live = message.state is State.STREAMING
        self.height = 0.0
        self.exact = False  # `height` was measured, not estimated
        self.document: QTextDocument | None = None
        self.decorations: list[Decoration] = []
        self.writer: StreamWriter | None = None
        self.text_at = QPointF()
        self._reasoning: QTextDocument | None = None
        self._reasoning_text = message.reasoning
        self._width = 0.0
        self._bubble = QRectF()
        self._error_rect = QRectF()
        self._error: QTextDocument | None = None

    # --- what it is ---

    @property
    def is_user(self) -> bool:
        return self.message.role is Role.USER

    @property
    def text(self) -> str:
        """The source of what is shown."""
        return self.writer.source if self.writer is not None else self.message.text

    @property
    def reasoning(self) -> str:
        return self._reasoning_text

    @property
    def speaker(self) -> str:
        if self.is_user:
            return QCoreApplication.translate("Transcript", "You")
        return self.model_name or QCoreApplication.translate("Transcript", "Assistant")

    @property
    def error_sentence(self) -> str:
        """Why the answer is not whole, in the user's language."""
        if self.message.error is None:
            return ""
        name, values = self.message.error
        return sentence_of(errors.rebuild(name, values))

    def estimate(self, width: float) -> None:
        """A height to go on with until it is laid out."""
        if self.exact and self._width == width:
            return
        text = self.message.text
        lines = text.count("\n") + len(text) * 780 / max(200.0, width) / _CHARACTERS_A_LINE + 1
        self.height = lines * 21 + HEAD_PX + ACTIONS_PX + BETWEEN_PX
        self.exact = False

    # --- documents ---

    def lay_out(self, width: float, look: Look) -> bool:
        """Measure at `width`; returns whether the height changed."""
        before = self.height
        if self.document is None:
            self._build(look)
        self._width = width
        y = self._lay_out_user(width, 0.0) if self.is_user else self._lay_out_answer(width, float(HEAD_PX), look)
        self.height = y + ACTIONS_PX + BETWEEN_PX
        self.exact = True
        return abs(self.height - before) > 0.5

    def drop_documents(self) -> None:
        """Give the memory back; the height stays."""
        if self.writer is None:
            self.document = self._reasoning = self._error = None
            self.decorations = []

    def restyle(self) -> None:
        """Other colours or sizes: everything is made anew when it is next seen."""
        source = self.writer.source if self.writer is not None else None
        self.writer, self.document, self._reasoning, self._error = None, None, None, None
        self.decorations = []
        self.exact = False
        self._pending = source

    _pending: str | None = None

    def _build(self, look: Look) -> None:
        document = _new_document()
        if self.live:
            self.writer = StreamWriter(document, look)
            self.writer.feed(self._pending or self.message.text)
            self._pending = None
        elif self.is_user:
            _write_plain(document, self.message.text, look)
        else:
            marks = len(self.message.card["notes"]) if self.message.card else 0
            render_whole(document, card.text_of(self.message), look, marks=marks)
        self.document = document
        self.decorations = decorations.scan(document, [], 0)

    def _lay_out_user(self, width: float, y: float) -> float:
        assert self.document is not None
        y += CHIP_PX * len(self.message.attachments)
        self.document.setTextWidth(-1)
        wanted = min(width * 0.82 - 2 * BUBBLE_X_PX, self.document.idealWidth() + 1)
        self.document.setTextWidth(max(24.0, wanted))
        size = self.document.size()
        left = width - size.width() - 2 * BUBBLE_X_PX
        self._bubble = QRectF(left, y, size.width() + 2 * BUBBLE_X_PX, size.height() + 2 * BUBBLE_Y_PX)
        # The room of a high line lies below its words; half of it above centres them.
        self.text_at = QPointF(left + BUBBLE_X_PX, y + BUBBLE_Y_PX + _HALF_LEAD_PX)
        return self._bubble.bottom()

    def _lay_out_answer(self, width: float, y: float, look: Look) -> float:
        assert self.document is not None
        if self._reasoning_text:
            y += REASONING_PX
            if self.unfolded:
                y += self._lay_out_reasoning(width, look) + 8
        if self.message.card:
            y += card.head_height(self.message.card, width, look)
        self.text_at = QPointF(0, y)
        if self.document.textWidth() != width:
            self.document.setTextWidth(width)
        if self.text or not self.live:
            y += self.document.size().height() if not self.document.isEmpty() else 0
        else:
            y += 26
        if sentence := self.error_sentence:
            y += self._lay_out_error(sentence, width, y, look)
        return y

    def _lay_out_reasoning(self, width: float, look: Look) -> float:
        if self._reasoning is None:
            self._reasoning = _new_document()
            _write_plain(self._reasoning, self._reasoning_text, look, muted=True)
        self._reasoning.setTextWidth(width - 20)
        return self._reasoning.size().height()

    def _lay_out_error(self, sentence: str, width: float, y: float, look: Look) -> float:
        if self._error is None:
            self._error = _new_document()
            _write_plain(self._error, sentence, look)
        self._error.setTextWidth(width - 60)
        height = self._error.size().height() + 20
        self._error_rect = QRectF(0, y + 6, width, height)
        return height + 12

    # --- growing ---

    def grow(self, text: str) -> float:
        """More text; returns the y from which on the picture changed."""
        if self.writer is None or self.document is None:
            self._pending = (self._pending if self._pending is not None else self.message.text) + text
            return 0.0
        was_empty = not self.writer.source
        changed = self.writer.feed(text)
        block = self.document.findBlock(changed)
        self.decorations = decorations.scan(self.document, self.decorations, block.blockNumber())
        if was_empty:
            return 0.0
        top = self.document.documentLayout().blockBoundingRect(block).top()
        return max(0.0, self.text_at.y() + top - 48)

    def grow_reasoning(self, text: str) -> None:
        self._reasoning_text += text
        self._reasoning = None

    def become(self, message: Message) -> None:
        """The message as it is on the disk now."""
        self.message = card.sound(message)
        self.live = message.state is State.STREAMING
        self._reasoning_text = message.reasoning or self._reasoning_text
        self.writer = None
        self.drop_documents()
        self.exact = False

    # --- painting ---

    def paint(self, painter: QPainter, clip: QRectF, look: Look, selection: tuple[int, int] | None) -> None:
        """Paint what touches `clip`; `selection` are positions in the document."""
        if self.is_user:
            self._paint_user(painter, look)
        else:
            self._paint_head(painter, look)
        if self.document is not None and (self.text or not self.live):
            _paint_document(painter, self.document, self.decorations, self.text_at, clip, look, selection)
            if self.live:
                caret.paint(painter, self.document, self.text_at, look)
        elif self.live:
            painter.setFont(look.font)
            painter.setPen(look.colour("muted"))
            painter.drawText(
                QRectF(self.text_at.x(), self.text_at.y(), self._width, 24), Qt.AlignmentFlag.AlignVCenter, self.phase
            )
        if self.error_sentence and self._error is not None:
            self._paint_error(painter, look)

    def _paint_user(self, painter: QPainter, look: Look) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("bubble"))
        if self.message.text.strip():
            painter.drawRoundedRect(self._bubble, 14, 14)
        for row, name in enumerate(self.message.attachments):
            self._paint_chip(painter, look, row, name)

    def _paint_chip(self, painter: QPainter, look: Look, row: int, name: str) -> None:
        painter.setFont(look.font)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(self._width * 0.6))
        width = metrics.horizontalAdvance(words) + 44
        rect = QRectF(self._width - width, row * CHIP_PX, width, CHIP_PX - 6)
        painter.setPen(look.colour("border"))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            QPointF(rect.left() + 9, rect.center().y() - 8), icons.pixmap("file-text", 16, "accent", ratio)
        )
        painter.setPen(look.colour("text"))
        painter.drawText(rect.adjusted(32, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_head(self, painter: QPainter, look: Look) -> None:
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
        painter.drawText(QRectF(28, 0, self._width - 28, 26), Qt.AlignmentFlag.AlignVCenter, self.speaker)
        if self._reasoning_text and self.unfolded and self._reasoning is not None:
            top = float(HEAD_PX + REASONING_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("border"))
            painter.drawRoundedRect(QRectF(1, top, 3, self._reasoning.size().height()), 1.5, 1.5)
            painter.save()
            painter.translate(16, top)
            self._reasoning.drawContents(painter)
            painter.restore()
        if self.message.card:
            height = card.head_height(self.message.card, self._width, look)
            rect = QRectF(0, self.text_at.y() - height, self._width, height)
            card.paint_head(painter, rect, self.message, look)

    def _paint_error(self, painter: QPainter, look: Look) -> None:
        assert self._error is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("bad_soft"))
        painter.drawRoundedRect(self._error_rect, 10, 10)
        ratio = painter.device().devicePixelRatioF()
        middle = self._error_rect.center().y()
        painter.drawPixmap(QPointF(14, middle - 9), icons.pixmap("triangle-alert", 18, "bad", ratio))
        painter.save()
        painter.translate(44, self._error_rect.top() + 10)
        self._error.drawContents(painter)
        painter.restore()

    # --- places ---

    def position_at(self, point: QPointF) -> int:
        """The place in the document nearest to `point`."""
        if self.document is None:
            return 0
        inside = point - self.text_at
        if inside.y() < 0:
            return 0
        found = self.document.documentLayout().hitTest(inside, Qt.HitTestAccuracy.FuzzyHit)
        return found if found >= 0 else self.length

    def anchor_at(self, point: QPointF) -> str:
        """The address of the link or mark at `point`, or nothing."""
        if self.document is None or self.is_user:
            return ""
        return self.document.documentLayout().anchorAt(point - self.text_at)

    @property
    def length(self) -> int:
        """Positions in the document."""
        return self.document.characterCount() - 1 if self.document is not None else len(self.message.text)

    def plain(self, start: int = 0, end: int | None = None) -> str:
        """What is read between two positions."""
        if self.document is None or (start == 0 and end is None):
            return self.text
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(start, self.length))
        cursor.setPosition(min(self.length if end is None else end, self.length), QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")

    def code_frames(self, top: float, bottom: float) -> list[tuple[Decoration, QRectF]]:
        """The code blocks between two heights and where they are, all in the item's coordinates."""
        if self.document is None or self.is_user:
            return []
        above = self.text_at.y()
        return [
            (each, rect.translated(self.text_at))
            for each, rect in decorations.within(self.document, self.decorations, top - above, bottom - above)
            if each.kind is decorations.Kind.CODE
        ]

    def code(self, decoration: Decoration) -> str:
        """The source of a code block."""
        if self.document is None:
            return ""
        lines, block = [], self.document.findBlockByNumber(decoration.first)
        while block.isValid() and block.blockNumber() <= decoration.last:
            lines.append(block.text())
            block = block.next()
        return "\n".join(lines) + "\n"


def _new_document() -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    return document


def _write_plain(document: QTextDocument, text: str, look: Look, *, muted: bool = False) -> None:
    cursor = QTextCursor(document)
    cursor.setBlockFormat(look.paragraph(below_px=0))
    ink = look.muted if muted else look.text
    cursor.setBlockCharFormat(ink)
    cursor.insertText(capped(text.replace("\r\n", "\n")), ink)


def _paint_document(
    painter: QPainter,
    document: QTextDocument,
    around: list[Decoration],
    at: QPointF,
    clip: QRectF,
    look: Look,
    selection: tuple[int, int] | None,
) -> None:
    painter.save()
    painter.translate(at)
    inside = clip.translated(-at)
    painter.setClipRect(inside.intersected(QRectF(-4, -4, document.textWidth() + 8, document.size().height() + 8)))
    decorations.paint(painter, document, around, inside, look)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = inside
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, look.colour("text"))
    context.palette = palette
    if selection is not None and selection[0] != selection[1]:
        chosen = QAbstractTextDocumentLayout.Selection()
        cursor = QTextCursor(document)
        last = document.characterCount() - 1
        cursor.setPosition(min(selection[0], last))
        cursor.setPosition(min(selection[1], last), QTextCursor.MoveMode.KeepAnchor)
        chosen.cursor = cursor
        ink = QTextCharFormat()
        ink.setBackground(look.colour("selection"))
        chosen.format = ink
        context.selections = [chosen]
    document.documentLayout().draw(painter, context)
    painter.restore()
