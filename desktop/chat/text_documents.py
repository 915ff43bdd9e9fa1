"""The documents a message is made of: plain ones, and how any of them is painted with what is marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from desktop.chat.code_slides import Slide, text_origin
from desktop.markdown import decorations, math_objects
from desktop.markdown.decorations import Decoration
from desktop.markdown.long_lines import capped
from desktop.markdown.look import Look

CARET_PX = 2


@dataclass(frozen=True, slots=True)
class Lit:
    """The positions `start` to `end` of a document stand on the ground `colour`, in `ink`: tokens; a later one wins."""

    start: int
    end: int
    colour: str
    ink: str = ""


def new_document() -> QTextDocument:
    """An empty one that keeps nothing for undoing."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    return document


def write_plain(document: QTextDocument, text: str, look: Look, *, muted: bool = False) -> None:
    """All of `text` as it is: nothing in it is Markdown."""
    cursor = QTextCursor(document)
    cursor.setBlockFormat(look.paragraph(below_px=0))
    ink = look.muted if muted else look.text
    cursor.setBlockCharFormat(ink)
    cursor.insertText(capped(text.replace("\r\n", "\n")), ink)


def paint_document(
    painter: QPainter,
    document: QTextDocument,
    around: list[Decoration],
    at: QPointF,
    clip: QRectF,
    look: Look,
    lit: Sequence[Lit],
    slides: Sequence[Slide] = (),
) -> None:
    """Paint what of `document`, which stands `at`, touches `clip`; `around`: its decorations.

    What stands beside a slide is painted as it is, the slide itself as far as it was scrolled.
    """
    painter.save()
    painter.translate(at)
    inside = clip.translated(-at)
    below = decorations.overhang(document, around)
    page = QRectF(-4, -4, document.textWidth() + 8, document.size().height() + below + 8)
    painter.setClipRect(inside.intersected(page))
    decorations.paint(painter, document, around, inside, look)
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, look.colour("text"))
    context.palette = palette
    context.selections = [_selection(document, each, look) for each in lit if each.start != each.end]
    top = page.top()
    for slide in slides:
        _paint_strip(
            painter, document, context, inside & QRectF(page.left(), top, page.width(), slide.rect.top() - top)
        )
        _paint_strip(painter, document, context, inside & slide.rect, slide.offset)
        top = slide.rect.bottom()
    _paint_strip(painter, document, context, inside & QRectF(page.left(), top, page.width(), page.bottom() - top))
    painter.restore()


def _paint_strip(
    painter: QPainter,
    document: QTextDocument,
    context: QAbstractTextDocumentLayout.PaintContext,
    strip: QRectF,
    offset: float = 0.0,
) -> None:
    """The lines that touch `strip`, moved to the left by `offset`."""
    if strip.isEmpty():
        return
    painter.save()
    painter.setClipRect(strip, Qt.ClipOperation.IntersectClip)
    painter.translate(-offset, 0)
    context.clip = strip.translated(offset, 0)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _selection(document: QTextDocument, lit: Lit, look: Look) -> QAbstractTextDocumentLayout.Selection:
    made = QAbstractTextDocumentLayout.Selection()
    last = document.characterCount() - 1
    cursor = QTextCursor(document)
    cursor.setPosition(min(lit.start, last))
    cursor.setPosition(min(lit.end, last), QTextCursor.MoveMode.KeepAnchor)
    made.cursor = cursor
    ink = QTextCharFormat()
    ink.setBackground(look.colour(lit.colour))
    if lit.ink:
        ink.setForeground(look.colour(lit.ink))
    made.format = ink
    return made


def place_rect(document: QTextDocument, position: int) -> QRectF:
    """The line at `position`, as wide as a caret, in the document."""
    block = document.findBlock(min(position, document.characterCount() - 1))
    origin = text_origin(document, block)  # lays the block out
    line = block.layout().lineForTextPosition(position - block.position())
    if not line.isValid():
        return QRectF(origin, QSizeF(CARET_PX, 20))
    x: float = line.cursorToX(position - block.position())[0]  # type: ignore[index]  # the stubs know of no pair
    return QRectF(origin.x() + x, origin.y() + line.y(), CARET_PX, line.height())


def plain_between(document: QTextDocument, start: int, end: int) -> str:
    """What is read between two positions; formulas as they were written."""
    cursor = QTextCursor(document)
    last = document.characterCount() - 1
    cursor.setPosition(min(start, last))
    cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
    return math_objects.with_sources(cursor).replace("\u2029", "\n").replace("\u2028", "\n")


def lines_of(document: QTextDocument, first: int, last: int) -> str:
    """The text of the blocks `first` to `last`, each a line."""
    lines, block = [], document.findBlockByNumber(first)
    while block.isValid() and block.blockNumber() <= last:
        lines.append(block.text())
        block = block.next()
    return "\n".join(lines) + "\n"
