"""Formulas within a document: each is one character that is painted as the formula, or as its TeX until it is set.

The object's format carries TeX and source. A formula that hangs below the line by less than the line's own lead is
painted beyond its box, so that lines keep their distance; a deeper one is centred on the line (Qt's AlignMiddle).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.markdown.formulas import Formulas
from models.maths.formula import Formula

OBJECT = "\ufffc"
MATHS = QTextFormat.ObjectTypes.UserObject.value + 1
_TEX, _DISPLAY, _SOURCE, _STATE = (QTextFormat.Property.UserProperty.value + 20 + number for number in range(4))
_SHALLOW_EM = 0.3
_LARGER = 1.12
_SET, _GIVEN_UP = 1, 2


def written(tex: str, source: str, ink: QTextCharFormat, formulas: Formulas, *, display: bool) -> QTextCharFormat:
    """The format of the character that stands for a formula."""
    made = QTextCharFormat(ink)
    made.setObjectType(MATHS)
    made.setProperty(_TEX, tex)
    made.setProperty(_DISPLAY, display)
    made.setProperty(_SOURCE, source)
    _settle(made, formulas)
    return made


def source_of(form: QTextFormat) -> str:
    """What was written where the formula stands."""
    return str(form.property(_SOURCE) or "")


def with_sources(cursor: QTextCursor) -> str:
    """The text `cursor` selects, formulas as they were written."""
    text = cursor.selectedText()
    if OBJECT not in text:
        return text
    at = QTextCursor(cursor.document())
    parts, position = [], cursor.selectionStart()
    for piece in text.split(OBJECT):
        parts.append(piece)
        position += sum(2 if character > "\uffff" else 1 for character in piece) + 1  # in UTF-16
        if position <= cursor.selectionEnd():
            at.setPosition(position)
            parts.append(source_of(at.charFormat()))
    return "".join(parts)


def refresh(document: QTextDocument, formulas: Formulas) -> bool:
    """Give the formulas that were set meanwhile their room; returns False when one was given up."""
    whole, changes = True, []
    block = document.begin()
    while block.isValid():
        if OBJECT in block.text():
            changes += _unsettled(block)
        block = block.next()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for position, form in changes:
        if _settle(form, formulas):
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)
            whole = whole and form.property(_STATE) != _GIVEN_UP
    cursor.endEditBlock()
    return whole


def _unsettled(block: QTextBlock) -> list[tuple[int, QTextCharFormat]]:
    found = []
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        form = fragment.charFormat()
        if form.objectType() == MATHS and not form.property(_STATE):
            found += [(fragment.position() + number, QTextCharFormat(form)) for number in range(fragment.length())]
        fragments += 1
    return found


def _settle(form: QTextCharFormat, formulas: Formulas) -> bool:
    """Note in `form` that its formula is set or given up; returns whether it is."""
    tex, display = str(form.property(_TEX)), bool(form.property(_DISPLAY))
    formula = formulas.get(tex, display)
    if formula is None:
        if not formulas.is_given_up(tex, display):
            return False
        form.setProperty(_STATE, _GIVEN_UP)
        return True
    form.setProperty(_STATE, _SET)
    if display or formula.depth > _SHALLOW_EM:
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    return True


class MathObject(QPyTextObject):
    """Paints the formulas of every document it is registered with."""

    def __init__(self, formulas: Formulas) -> None:
        super().__init__(formulas)
        self.formulas = formulas

    def prepare(self, document: QTextDocument) -> None:
        """Let `document` show formulas."""
        document.documentLayout().registerHandler(MATHS, self)

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        ink = form.toCharFormat()
        metrics, em = QFontMetricsF(ink.font()), _em(ink)
        formula = self._formula(form)
        if formula is None:
            width = metrics.horizontalAdvance(source_of(form)) + 2
            return QSizeF(min(width, _room(document)), metrics.ascent())
        scale = _fit(formula, em, document)
        ascent, depth = (formula.height - formula.depth) * em * scale, formula.depth * em * scale
        if ink.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignMiddle:
            quarter = metrics.xHeight() / 2  # Qt puts (height + xHeight / 2) / 2 of it above the base line
            ascent = max(2 * ascent - quarter, 2 * depth + quarter)
        return QSizeF(formula.width * em * scale, ascent)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, position: int, form: QTextFormat
    ) -> None:
        rect, ink = QRectF(rect), form.toCharFormat()
        metrics, em = QFontMetricsF(ink.font()), _em(ink)
        formula = self._formula(form)
        if formula is None:
            tex, display = str(form.property(_TEX)), bool(form.property(_DISPLAY))
            self.formulas.want(tex, display)
            words = metrics.elidedText(
                source_of(form).replace("\n", " "), Qt.TextElideMode.ElideRight, rect.width() + 1
            )
            painter.setFont(ink.font())
            painter.setPen(ink.foreground().color())
            painter.drawText(QPointF(rect.left(), rect.bottom()), words)
            return
        scale = _fit(formula, em, document)
        size = QSizeF(formula.width * em * scale, formula.height * em * scale)
        base = rect.bottom()
        if ink.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignMiddle:
            base = rect.top() + (rect.height() + metrics.xHeight() / 2) / 2
        top = base - (formula.height - formula.depth) * em * scale
        ratio = painter.device().devicePixelRatioF()
        pixels = QSize(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        tex, display = str(form.property(_TEX)), bool(form.property(_DISPLAY))
        picture = self.formulas.picture(tex, display, pixels, ink.foreground().color())
        at = painter.transform().map(QPointF(rect.left(), top))  # whole pixels keep it sharp
        shift = QPointF(round(at.x() * ratio) / ratio - at.x(), round(at.y() * ratio) / ratio - at.y())
        painter.drawImage(QRectF(QPointF(rect.left(), top) + shift, QSizeF(pixels) / ratio), picture)

    def _formula(self, form: QTextFormat) -> Formula | None:
        """The formula once its room was given: one that was set since then comes with the next `refresh`."""
        if form.property(_STATE) != _SET:
            return None
        return self.formulas.get(str(form.property(_TEX)), bool(form.property(_DISPLAY)))


def _em(ink: QTextCharFormat) -> float:
    """The size of formulas in logical pixels: STIX is smaller than the fonts of the interface."""
    return QFontMetricsF(ink.font()).fontDpi() / 72 * ink.fontPointSize() * _LARGER


def _room(document: QTextDocument) -> float:
    return document.textWidth() - 40 if document.textWidth() > 200 else 160.0


def _fit(formula: Formula, em: float, document: QTextDocument) -> float:
    """How much smaller a formula wider than the page is."""
    return min(1.0, _room(document) / (formula.width * em)) if document.textWidth() > 0 else 1.0
