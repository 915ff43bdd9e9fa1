"""Code that is wider than its frame and scrolls sideways: how wide each block is, and how far it was scrolled."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument

from desktop.markdown import decorations
from desktop.markdown.decorations import Decoration
from desktop.markdown.look import CODE_HEADER_PX, CODE_PAD_PX

_MARGIN_PX = 40


@dataclass(frozen=True, slots=True)
class Slide:
    """A block of code that is wider than its frame. `rect`: where its lines are seen, in the document."""

    number: int
    rect: QRectF
    offset: float
    furthest: float


@dataclass(slots=True)
class _Width:
    """The widest of the lines up to block `measured`, which may still grow itself."""

    measured: int
    width: float


class CodeSlides:
    """The sideways scrolling of one message's code; blocks of code are told by their numbers."""

    def __init__(self) -> None:
        self._offsets: dict[int, float] = {}
        self._widths: dict[int, _Width] = {}

    def forget_widths(self) -> None:
        """The document is another one."""
        self._widths.clear()

    def between(self, document: QTextDocument, known: list[Decoration], top: float, bottom: float) -> list[Slide]:
        """Those that stand between two heights of the document, of its decorations `known`."""
        found = []
        for decoration, frame in decorations.within(document, known, top, bottom):
            if decoration.kind is decorations.Kind.CODE and (slide := self._slide(document, decoration, frame)):
                found.append(slide)
        return found

    def _slide(self, document: QTextDocument, code: Decoration, frame: QRectF) -> Slide | None:
        """How `code` in `frame` scrolls, or None where it need not."""
        left = document.findBlockByNumber(code.first).blockFormat().leftMargin()
        rect = frame.adjusted(1, CODE_HEADER_PX + 1, -1, 0)
        furthest = left + self._width(document, code) + CODE_PAD_PX - rect.right()
        if furthest <= 1:
            return None
        return Slide(code.depth, rect, min(self._offsets.get(code.depth, 0.0), furthest), furthest)

    def move(self, slide: Slide, offset: float) -> None:
        """Scroll a block so far."""
        self._offsets[slide.number] = min(slide.furthest, max(0.0, offset))

    def reveal(self, slide: Slide, x: float) -> None:
        """Scroll a block until `x` of the document is in sight."""
        if x - slide.offset > slide.rect.right() - _MARGIN_PX:
            self.move(slide, x - slide.rect.right() + _MARGIN_PX)
        elif x - slide.offset < slide.rect.left() + CODE_PAD_PX:
            self.move(slide, x - slide.rect.left() - _MARGIN_PX)

    def _width(self, document: QTextDocument, code: Decoration) -> float:
        """Of the longest line; only lines that are new since the last time are measured."""
        known = self._widths.get(code.depth)
        if known is None or known.measured > code.last:
            known = self._widths[code.depth] = _Width(code.first, 0.0)
        block = document.findBlockByNumber(known.measured)
        while block.isValid() and block.blockNumber() <= code.last:
            text_origin(document, block)  # lays it out
            known.width = max(known.width, block.layout().maximumWidth())
            known.measured = block.blockNumber()
            block = block.next()
        return known.width


def text_origin(document: QTextDocument, block: QTextBlock) -> QPointF:
    """Where the lines of `block` are counted from, in the document."""
    return document.documentLayout().blockBoundingRect(block).topLeft()
