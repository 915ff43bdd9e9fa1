"""One message of the transcript: its documents, where they stand, and how high it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.chat import card, json_answer
from desktop.chat.code_slides import CodeSlides, Slide
from desktop.chat.text_documents import lines_of, new_document, place_rect, plain_between, write_plain
from desktop.markdown import decorations, math_objects
from desktop.markdown.decorations import Decoration
from desktop.markdown.long_lines import capped
from desktop.markdown.look import Look
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets.words import model_words, sentence_of
from models import errors
from models.store.message import Message, Role, State

HEAD_PX = 30
ACTIONS_PX = 30
BETWEEN_PX = 18
BUBBLE_X_PX, BUBBLE_Y_PX = 16, 10
CHIP_PX = 30
REASONING_PX = 30
REASONING_AT = QPointF(16, HEAD_PX + REASONING_PX)
_CHARACTERS_A_LINE = 88
_HALF_LEAD_PX = 3


class MessageItem:
    """Lays one message out in `width` pixels, on demand. Everything is in the item's own coordinates.

    `text_at` is where the document of the text begins. While the answer streams, `writer` grows the document. How it is
    painted: desktop.chat.message_painting.
    """

    def __init__(self, message: Message) -> None:
        self.message = card.sound(message)
        self.siblings = (1, 1)
        self.revision = 0  # another number whenever other words are shown
        self.model_name = ""
        self.phase = ""
        self.unfolded = False
        self.live = message.state is State.STREAMING
        self.height = 0.0
        self.exact = False  # `height` was measured, not estimated
        self.document: QTextDocument | None = None
        self.decorations: list[Decoration] = []
        self.writer: StreamWriter | None = None
        self._pending: str | None = None  # the text so far of a live answer that has no document now
        self._shown: str | None = None  # the words of a document that was dropped
        self.code_slides = CodeSlides()
        self._slides = False  # code that is wider than its frame scrolls
        self.text_at = QPointF()
        self.reasoning_document: QTextDocument | None = None
        self._reasoning_text = message.reasoning
        self.width = 0.0
        self.bubble = QRectF()
        self.error_rect = QRectF()
        self.error_document: QTextDocument | None = None

    # --- what it is ---

    @property
    def is_user(self) -> bool:
        return self.message.role is Role.USER

    @property
    def text(self) -> str:
        """The source of what is shown."""
        if self.writer is not None:
            return self.writer.source
        return self.message.text if self._pending is None else self._pending

    @property
    def reasoning(self) -> str:
        return self._reasoning_text

    @property
    def reasoning_shown(self) -> str:
        """The reasoning, position by position as its document has it."""
        return capped(self._reasoning_text.replace("\r\n", "\n"))

    def text_shown(self, look: Look) -> str:
        """The words of the document, position by position; where there is none it is made for them, and dropped."""
        if self.document is not None:
            return self.document.toPlainText()
        if self.is_user:
            return capped(self.message.text.replace("\r\n", "\n"))
        if self._shown is None:
            self._build(look)
            self._shown = self.document.toPlainText() if self.document is not None else ""
            if self.writer is None:
                self.drop_documents()
        return self._shown

    @property
    def speaker(self) -> str:
        if self.is_user:
            return QCoreApplication.translate("Transcript", "You")
        return model_words(self.model_name) or QCoreApplication.translate("Transcript", "Assistant")

    @property
    def badge(self) -> str:
        """Beside the speaker's name: that the small model wrote it."""
        fast = (self.message.receipt or {}).get("fast")
        return QCoreApplication.translate("Transcript", "fast") if fast else ""

    @property
    def error_sentence(self) -> str:
        """Why the answer is not whole, in the user's language."""
        if self.message.error is None:
            return ""
        name, values = self.message.error
        return sentence_of(errors.rebuild(name, values))

    def estimate(self, width: float) -> None:
        """A height to go on with until it is laid out."""
        if self.exact and self.width == width:
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
        self.width = width
        y = self._lay_out_user(width, 0.0) if self.is_user else self._lay_out_answer(width, float(HEAD_PX), look)
        self.height = y + ACTIONS_PX + BETWEEN_PX
        self.exact = True
        return abs(self.height - before) > 0.5

    def drop_documents(self) -> None:
        """Give the memory back; the height stays."""
        if self.writer is None:
            self.document = self.reasoning_document = self.error_document = None
            self.decorations = []

    def restyle(self) -> None:
        """Other colours or sizes: everything is made anew when it is next seen."""
        self._pending = self.text if self.live else None
        self.writer = None
        self.drop_documents()
        self.exact = False

    def _build(self, look: Look) -> None:
        document = new_document()
        if self.live:
            source, self._pending = self.text, None
            self.writer = StreamWriter(document, look)
            self.writer.feed(source)
        elif self.is_user:
            write_plain(document, self.message.text, look)
        else:
            marks = len(self.message.card["notes"]) if self.message.card else 0
            text = json_answer.shown(self.message) or card.text_of(self.message)
            render_whole(document, text, look, marks=marks)
        self.document = document
        self.decorations = decorations.scan(document, [], 0)
        self.code_slides.forget_widths()
        self._slides = not look.wrap_code

    def _lay_out_user(self, width: float, y: float) -> float:
        assert self.document is not None
        y += CHIP_PX * len(self.message.attachments)
        self.document.setTextWidth(-1)
        wanted = min(width * 0.82 - 2 * BUBBLE_X_PX, self.document.idealWidth() + 1)
        self.document.setTextWidth(max(24.0, wanted))
        size = self.document.size()
        left = width - size.width() - 2 * BUBBLE_X_PX
        self.bubble = QRectF(left, y, size.width() + 2 * BUBBLE_X_PX, size.height() + 2 * BUBBLE_Y_PX)
        # The room of a high line lies below its words; half of it above centres them.
        self.text_at = QPointF(left + BUBBLE_X_PX, y + BUBBLE_Y_PX + _HALF_LEAD_PX)
        return self.bubble.bottom()

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
            if not self.document.isEmpty():
                y += self.document.size().height() + decorations.overhang(self.document, self.decorations)
        else:
            y += 26
        if sentence := self.error_sentence:
            y += self._lay_out_error(sentence, width, y, look)
        return y

    def _lay_out_reasoning(self, width: float, look: Look) -> float:
        if self.reasoning_document is None:
            self.reasoning_document = new_document()
            write_plain(self.reasoning_document, self.reasoning_shown, look, muted=True)
        self.reasoning_document.setTextWidth(width - 20)
        return self.reasoning_document.size().height()

    def _lay_out_error(self, sentence: str, width: float, y: float, look: Look) -> float:
        if self.error_document is None:
            self.error_document = new_document()
            write_plain(self.error_document, sentence, look)
        self.error_document.setTextWidth(width - 60)
        height = self.error_document.size().height() + 20
        self.error_rect = QRectF(0, y + 6, width, height)
        return height + 12

    # --- growing ---

    def grow(self, text: str) -> float:
        """More text; returns the y from which on the picture changed."""
        self._change()
        if self.writer is None or self.document is None:
            self._pending = self.text + text
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
        self._change()
        self._reasoning_text += text
        self.reasoning_document = None

    def refresh_formulas(self, look: Look) -> bool:
        """Show what formulas were set meanwhile; returns whether there may be another height.

        A formula that was given up is written as text: the document is made anew, while the answer streams at its end.
        """
        if self.document is None or look.formulas is None or math_objects.OBJECT not in self.document.toPlainText():
            return False
        if not math_objects.refresh(self.document, look.formulas) and self.writer is None:
            self._change()
            self.drop_documents()
        return True

    def _change(self) -> None:
        self.revision += 1
        self._shown = None

    def become(self, message: Message) -> None:
        """The message as it is on the disk now."""
        self._change()
        self.message = card.sound(message)
        self.live = message.state is State.STREAMING
        self._reasoning_text = message.reasoning or self._reasoning_text
        self.writer, self._pending = None, None
        self.drop_documents()
        self.exact = False

    # --- places ---

    def position_at(self, point: QPointF) -> int:
        """The place in the document nearest to `point`."""
        if self.document is None:
            return 0
        inside = point - self.text_at
        if inside.y() < 0:
            return 0
        for slide in self.slides(point.y(), point.y()):
            inside.setX(inside.x() + slide.offset)
        found = self.document.documentLayout().hitTest(inside, Qt.HitTestAccuracy.FuzzyHit)
        return found if found >= 0 else self.length

    def anchor_at(self, point: QPointF) -> str:
        """The address of the link or mark at `point`, or nothing."""
        if self.document is None or self.is_user:
            return ""
        return self.document.documentLayout().anchorAt(point - self.text_at)

    def anchor_beside(self, position: int) -> str:
        """The address of the link or mark right of a caret at `position`, else left of it, or nothing."""
        if self.document is None or self.is_user:
            return ""
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(position, self.length))
        left = "" if cursor.atBlockStart() else cursor.charFormat().anchorHref()  # a format is that of what lies left
        if cursor.atBlockEnd():
            return left
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        return cursor.charFormat().anchorHref() or left

    @property
    def length(self) -> int:
        """Positions in the document."""
        return self.document.characterCount() - 1 if self.document is not None else len(self.message.text)

    def plain(self, start: int = 0, end: int | None = None) -> str:
        """What is read between two positions."""
        if self.document is None or (start == 0 and end is None):
            return self.text
        return plain_between(self.document, start, self.length if end is None else end)

    def rect_at(self, position: int) -> QRectF:
        """A caret at a position of the document, in the item's coordinates; where it is seen."""
        if self.document is None:
            return QRectF()
        rect = place_rect(self.document, position).translated(self.text_at)
        for slide in self.slides(rect.center().y(), rect.center().y()):
            rect.translate(-slide.offset, 0)
        return rect

    def reveal_sideways(self, position: int) -> None:
        """Scroll the code in which a position stands until it is in sight."""
        if self.document is not None:
            rect = place_rect(self.document, position)
            y = rect.center().y() + self.text_at.y()
            for slide in self.slides(y, y):
                self.code_slides.reveal(slide, rect.x())

    def slides(self, top: float, bottom: float) -> list[Slide]:
        """Code that scrolls sideways between two heights of the item; in the document's coordinates."""
        if self.document is None or self.is_user or not self._slides:
            return []
        above = self.text_at.y()
        return self.code_slides.between(self.document, self.decorations, top - above, bottom - above)

    def reasoning_rect_at(self, position: int) -> QRectF:
        """The same in the reasoning, where it is unfolded."""
        if self.reasoning_document is None:
            return QRectF()
        return place_rect(self.reasoning_document, position).translated(REASONING_AT)

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
        return lines_of(self.document, decoration.first, decoration.last)
