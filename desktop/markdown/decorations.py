"""What is painted around the text of a document: the frames of code, the bars of quotes, rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextBlock, QTextDocument

from desktop.markdown.look import CODE_HEADER_PX, QUOTE_PX, Look, Property

_PAD_TOP_PX = 8
_PAD_BOTTOM_PX = 14


class Kind(Enum):
    """What is painted."""

    CODE = "code"
    QUOTE = "quote"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Decoration:
    """Blocks `first` to `last` belong together. `depth`: how deep a quote; the number of a code block."""

    kind: Kind
    first: int
    last: int
    depth: int = 0
    language: str = ""


def scan(document: QTextDocument, known: list[Decoration], changed_block: int) -> list[Decoration]:
    """The decorations of `document`; what `known` says of the blocks before `changed_block` is taken over."""
    found = [each for each in known if each.first < changed_block]
    if found and found[-1].last >= changed_block:
        found[-1] = replace(found[-1], last=changed_block - 1)
    block = document.findBlockByNumber(changed_block)
    while block.isValid():
        made = _decoration(block)
        if made is not None:
            before = found[-1] if found else None
            if (
                before is not None
                and before.last == made.first - 1
                and (before.kind, before.depth) == (made.kind, made.depth)
                and made.kind is not Kind.RULE
            ):
                found[-1] = Decoration(before.kind, before.first, made.last, before.depth, before.language)
            else:
                found.append(made)
        block = block.next()
    return found


def _decoration(block: QTextBlock) -> Decoration | None:
    form, number = block.blockFormat(), block.blockNumber()
    if code := form.property(Property.CODE):
        return Decoration(Kind.CODE, number, number, int(code), str(form.property(Property.LANGUAGE) or ""))
    if quote := form.property(Property.QUOTE):
        return Decoration(Kind.QUOTE, number, number, int(quote))
    if form.property(Property.RULE):
        return Decoration(Kind.RULE, number, number)
    return None


def frame(document: QTextDocument, decoration: Decoration) -> QRectF:
    """Where it stands, in the document's coordinates; of code with its header line."""
    layout = document.documentLayout()
    first = layout.blockBoundingRect(document.findBlockByNumber(decoration.first))
    last = layout.blockBoundingRect(document.findBlockByNumber(decoration.last))
    if decoration.kind is Kind.CODE:
        left = document.findBlockByNumber(decoration.first).blockFormat().leftMargin() - 14
        top = first.top() - CODE_HEADER_PX - _PAD_TOP_PX
        return QRectF(left, top, document.textWidth() - left, last.bottom() + _PAD_BOTTOM_PX - top)
    return QRectF(0, first.top(), document.textWidth(), last.bottom() - first.top())


def overhang(document: QTextDocument, known: list[Decoration]) -> float:
    """How much of the last frame stands below the document's own end: Qt leaves out the margin of a last block."""
    ends_in_code = bool(known) and known[-1].kind is Kind.CODE and known[-1].last == document.blockCount() - 1
    return _PAD_BOTTOM_PX if ends_in_code else 0.0


def within(
    document: QTextDocument, known: list[Decoration], top: float, bottom: float
) -> Iterator[tuple[Decoration, QRectF]]:
    """Those of `known` that stand between two heights of the document, and their frames."""
    for decoration in known[bisect_left(known, top, key=lambda each: frame(document, each).bottom()) :]:
        rect = frame(document, decoration)
        if rect.top() > bottom:
            return
        yield decoration, rect


def paint(painter: QPainter, document: QTextDocument, decorations: list[Decoration], clip: QRectF, look: Look) -> None:
    """Paint those that touch `clip`, in the document's coordinates, before its text is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for decoration, rect in within(document, decorations, clip.top(), clip.bottom()):
        match decoration.kind:
            case Kind.CODE:
                _paint_code(painter, rect, look, decoration.language)
            case Kind.QUOTE:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("border"))
                for depth in range(decoration.depth):
                    painter.drawRoundedRect(QRectF(QUOTE_PX * depth + 1, rect.top(), 3, rect.height()), 1.5, 1.5)
            case Kind.RULE:
                painter.setPen(QPen(look.colour("border"), 1))
                middle = rect.center().y()
                painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))


def _paint_code(painter: QPainter, rect: QRectF, look: Look, language: str) -> None:
    inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(look.colour("border"), 1))
    painter.setBrush(look.colour("code"))
    painter.drawRoundedRect(inside, 10, 10)
    under = inside.top() + CODE_HEADER_PX
    painter.drawLine(QPointF(inside.left(), under), QPointF(inside.right(), under))
    painter.setFont(look.font)
    painter.setPen(look.colour("muted"))
    header = QRectF(inside.left() + 14, inside.top(), inside.width() - 28, CODE_HEADER_PX)
    painter.drawText(header, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, language or "text")
