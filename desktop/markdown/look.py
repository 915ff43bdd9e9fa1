"""The formats Markdown is drawn with: made once for a theme and a size, shared by every document."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextDocument, QTextFormat

from desktop.markdown.formulas import Formulas
from desktop.markdown.math_objects import MathObject
from desktop.widgets.tokens import LINE_HEIGHT_PERCENT, Tokens

HEADINGS = (1.5, 1.28, 1.13, 1.0, 1.0, 1.0)
CODE_HEADER_PX = 32
CODE_PAD_PX = 14
CODE_BOTTOM_PX = 12
QUOTE_PX = 18
LIST_PX = 26


class Property(IntEnum):
    """What a block is, for whoever paints around it."""

    CODE = QTextFormat.Property.UserProperty + 1  # the number of the code block within its document
    LANGUAGE = QTextFormat.Property.UserProperty + 2
    QUOTE = QTextFormat.Property.UserProperty + 3  # how deep
    RULE = QTextFormat.Property.UserProperty + 4
    TABLE_END = QTextFormat.Property.UserProperty + 5  # the empty block Qt puts after a table


class Look:
    """Formats for one theme. `font` and `mono` are the sizes of running text and of code.

    Without `maths` formulas stay as they are written. `wrap_code`: long lines of code are broken; else they go on
    beyond their frame, and whoever paints it scrolls it.
    """

    def __init__(
        self, tokens: Tokens, font: QFont, mono: QFont, maths: MathObject | None = None, *, wrap_code: bool = True
    ) -> None:
        self.wrap_code = wrap_code
        self.tokens = tokens
        self._maths = maths
        self.font = font
        self.mono = mono

    @property
    def formulas(self) -> Formulas | None:
        return self._maths.formulas if self._maths else None

    def prepare(self, document: QTextDocument) -> None:
        """Let `document` show what this look writes."""
        if self._maths is not None:
            self._maths.prepare(document)

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self.tokens, name))

    @cached_property
    def text(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self.font)
        made.setForeground(self.colour("text"))
        return made

    @cached_property
    def muted(self) -> QTextCharFormat:
        made = QTextCharFormat(self.text)
        made.setForeground(self.colour("muted"))
        return made

    @cached_property
    def code(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self.mono)
        made.setForeground(self.colour("text"))
        return made

    def heading(self, level: int) -> QTextCharFormat:
        made = QTextCharFormat(self.text)
        made.setFontPointSize(self.font.pointSizeF() * HEADINGS[level - 1])
        made.setFontWeight(QFont.Weight.DemiBold)
        return made

    def paragraph(self, *, quote: int = 0, above_px: float = 0, below_px: float = 9) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        made.setTopMargin(above_px)
        made.setBottomMargin(below_px)
        if quote:
            made.setLeftMargin(QUOTE_PX * quote)
            made.setProperty(Property.QUOTE, quote)
        return made

    def display(self, *, quote: int = 0) -> QTextBlockFormat:
        """A formula on a line of its own: its height is its own, without the lead of text."""
        made = self.paragraph(quote=quote, above_px=6, below_px=12)
        made.setLineHeight(100, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return made

    def before_table(self) -> QTextBlockFormat:
        """The empty block that Qt keeps before a table."""
        made = QTextBlockFormat()
        made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return made

    def code_line(self, number: int, language: str, indent_px: float, *, first: bool, last: bool) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        made.setLeftMargin(indent_px + CODE_PAD_PX)
        made.setRightMargin(CODE_PAD_PX)
        made.setNonBreakableLines(not self.wrap_code)
        made.setTopMargin(CODE_HEADER_PX + 16 if first else 0)
        made.setBottomMargin(CODE_BOTTOM_PX + 14 if last else 0)
        made.setProperty(Property.CODE, number)
        made.setProperty(Property.LANGUAGE, language)
        return made
