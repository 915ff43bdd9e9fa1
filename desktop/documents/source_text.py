"""The text of a file without pages, beside the chat: a passage of it lit, its headings large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.documents.headings import Shown
from desktop.widgets.theme import Theme


class SourceText(QPlainTextEdit):
    """The text of a file without pages, at the passage."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._span = (0, 0)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Text of the source"))
        theme.changed.connect(self._light)

    def show_passage(self, found: Shown, start: int, end: int) -> None:
        """Show a text with the characters [start, end) of what was read lit and in the middle."""
        self.setCurrentCharFormat(QTextCharFormat())  # or the whole text is like a heading that was lit before
        self.setPlainText(found.text)
        self._head(found)
        start, end = found.place(start), found.place(end)
        before = _units(found.text[:start])
        self._span = before, before + _units(found.text[start:end])
        self._light()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._span[0])
        self.setTextCursor(cursor)
        self.centerCursor()

    def _head(self, found: Shown) -> None:
        """Make the headings stand out."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        at = taken = 0
        for heading in found.headings:
            at += _units(found.text[taken : heading.start])
            cursor.setPosition(at)
            at += _units(found.text[heading.start : heading.end])
            taken = heading.end
            cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(_HEADINGS[min(heading.level, len(_HEADINGS)) - 1])
        cursor.endEditBlock()

    def _light(self) -> None:
        lit = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.tokens.lit))
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._span[0])
        cursor.setPosition(self._span[1], QTextCursor.MoveMode.KeepAnchor)
        lit.cursor, lit.format = cursor, form
        self.setExtraSelections([lit])


def _units(text: str) -> int:
    """Qt counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _heading(larger: int) -> QTextCharFormat:
    """Bold, and so many steps larger than the text around it, whatever the zoom."""
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold)
    form.setProperty(QTextFormat.Property.FontSizeAdjustment, larger)
    return form


_HEADINGS = (_heading(2), _heading(1), _heading(0))  # the highest first; lower ones are like the last
