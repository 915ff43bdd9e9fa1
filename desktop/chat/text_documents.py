"""The documents a message is made of: plain ones, and how any of them is painted with what is marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from desktop.markdown import decorations
from desktop.markdown.decorations import Decoration
from desktop.markdown.long_lines import capped
from desktop.markdown.look import Look


@dataclass(frozen=True, slots=True)
class Lit:
    """The positions `start` to `end` of a document stand on the ground `colour`, a token; a later one wins."""

    start: int
    end: int
    colour: str


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
) -> None:
    """Paint what of `document`, which stands `at`, touches `clip`; `around`: its decorations."""
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
    context.selections = [_selection(document, each, look) for each in lit if each.start != each.end]
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
    made.format = ink
    return made
