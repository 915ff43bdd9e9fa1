"""Markdown tokens written into a QTextDocument by cursor: no HTML, no images, no resources, nothing to open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextList, QTextListFormat

from desktop.markdown import math_objects, maths
from desktop.markdown.highlight import coloured
from desktop.markdown.look import LIST_PX, Look, Property
from desktop.markdown.parser import safe_link
from desktop.markdown.table_writer import Slab, TableWriter, rows_of
from models.maths.formula import may_be_set

MARK_SCHEME = "mark:"  # the address of a citation mark [n] is mark:n
AFTER_LIST_PX = 9
_MARK = re.compile(r"\[(\d{1,3})\]")


class Renderer:
    """Writes blocks at `cursor`; `reuse`: the block it stands in is empty and becomes the first of them.

    `marks`: so many [n] are citations. `codes` counts the code blocks of the document, so that each has a number.
    `slab`: the first block is a part of a long table. `open_text`: the last of it may still change, so formulas stay as
    they are written.
    """

    def __init__(
        self,
        cursor: QTextCursor,
        look: Look,
        *,
        marks: int = 0,
        codes: int = 0,
        reuse: bool = True,
        slab: Slab | None = None,
        open_text: bool = False,
    ) -> None:
        self._cursor = cursor
        self._look = look
        self._formulas = None if open_text else look.formulas
        self._marks = marks
        self.codes = codes
        self._empty = reuse  # the cursor's block may be used
        self._slab = slab
        self._lists: list[_List] = []
        self._quotes = 0

    def render(self, tokens: Sequence[Token]) -> None:
        """Write all of `tokens` (whole blocks)."""
        walk = iter(tokens)
        for token in walk:
            match token.type:
                case "paragraph_open":
                    self._paragraph(next(walk), hidden=token.hidden)
                case "heading_open":
                    self._heading(next(walk), int(token.tag[1]))
                case "fence" | "code_block":
                    self.code(token.content, token.info.split(" ")[0].strip().lower() if token.info else "")
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(_List(token, len(self._lists)))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._lists[-1].begin_item()
                case "list_item_close":
                    self._end_item()
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "hr":
                    self._rule()
                case maths.BLOCK:
                    self._display(token)
                case "table_open":
                    self._table([token, *_until(walk, "table_close")])
                case "html_block":
                    self._plain(token.content.rstrip("\n"))

    # --- blocks ---

    def _block(self, form: QTextBlockFormat, ink: QTextCharFormat) -> None:
        if self._lists:
            form.setLeftMargin(form.leftMargin() + LIST_PX * len(self._lists))
        elif not self._empty and self._cursor.block().textList() is not None:
            form.setTopMargin(max(form.topMargin(), AFTER_LIST_PX))  # the items of a tight list stand closer
        # Qt gives the block right after a table no room above: what needs it leaves that block empty.
        if self._empty and not (form.topMargin() and self._cursor.blockFormat().property(Property.TABLE_END)):
            self._cursor.setBlockFormat(form)
            self._cursor.setBlockCharFormat(ink)
        else:
            self._cursor.insertBlock(form, ink)
        self._empty = False

    def _paragraph(self, inline: Token, *, hidden: bool) -> None:
        self._open_text(self._look.paragraph(quote=self._quotes, below_px=3 if hidden else 9))
        self._inline(inline.children or [], self._look.muted if self._quotes else self._look.text)

    def _open_text(self, form: QTextBlockFormat) -> None:
        """A block of text: with the marker of its item when it is the first of one."""
        starts_item = bool(self._lists) and self._lists[-1].fresh
        self._block(form, self._look.text)
        if starts_item:
            self._lists[-1].take(self._cursor)

    def _end_item(self) -> None:
        if self._lists[-1].fresh:  # an item without text still shows its marker
            self._open_text(self._look.paragraph(quote=self._quotes, below_px=3))

    def _heading(self, inline: Token, level: int) -> None:
        ink = self._look.heading(level)
        above = 0 if self._empty and self._cursor.position() == 0 else 14
        self._open_text(self._look.paragraph(quote=self._quotes, above_px=above, below_px=6))
        self._cursor.setBlockCharFormat(ink)
        self._inline(inline.children or [], ink)

    def _plain(self, text: str) -> None:
        self._open_text(self._look.paragraph(quote=self._quotes))
        self._cursor.insertText(text.replace("\n", "\u2028"), self._look.text)

    def _rule(self) -> None:
        form = self._look.paragraph(quote=self._quotes, above_px=8, below_px=10)
        form.setProperty(Property.RULE, True)
        self._block(form, self._look.muted)

    def _display(self, token: Token) -> None:
        self._open_text(self._look.display(quote=self._quotes))
        self._formula(token, self._look.text)

    def code(self, content: str, language: str) -> None:
        """A code block: one block a line, coloured."""
        content = content.removesuffix("\n")
        lines = content.split("\n")
        self.codes += 1
        indent = LIST_PX * len(self._lists) + (18 * self._quotes)
        lists, self._lists = self._lists, []  # its margin is its own
        first_block = None
        for number, text in enumerate(lines):
            form = self._look.code_line(self.codes, language, indent, first=number == 0, last=number == len(lines) - 1)
            self._block(form, self._look.code)
            self._cursor.insertText(text, self._look.code)
            first_block = first_block or self._cursor.block()
        self._lists = lists
        if first_block is not None:
            colour_code(self._cursor, first_block.position(), content, language, self._look)

    def _table(self, table: Sequence[Token]) -> None:
        slab, self._slab = self._slab, None
        self._block(self._look.before_table(), self._look.text)
        TableWriter(self._cursor, self._look, self._inline_at).write(rows_of(table), slab)
        self._empty = True

    # --- inside a block ---

    def _inline_at(self, cursor: QTextCursor, tokens: Sequence[Token], ink: QTextCharFormat) -> None:
        outer, self._cursor = self._cursor, cursor
        self._inline(tokens, ink)
        self._cursor = outer

    def _inline(self, tokens: Sequence[Token], ink: QTextCharFormat) -> None:
        inks = [ink]
        for token in tokens:
            match token.type:
                case "text":
                    self._text(token.content, inks[-1])
                case "softbreak" | "hardbreak":
                    self._cursor.insertText("\u2028", inks[-1])
                case "code_inline":
                    self._cursor.insertText(token.content, self._code_ink(inks[-1]))
                case "strong_open" | "em_open" | "s_open" | "link_open":
                    inks.append(self._changed(inks[-1], token))
                case "strong_close" | "em_close" | "s_close" | "link_close":
                    inks.pop()
                case "image":
                    words = QCoreApplication.translate("Markdown", "[image: %1]").replace("%1", _alternative(token))
                    muted = QTextCharFormat(inks[-1])
                    muted.setForeground(self._look.colour("muted"))
                    self._cursor.insertText(words, muted)
                case "html_inline":
                    self._cursor.insertText(token.content, inks[-1])
                case maths.INLINE:
                    self._formula(token, inks[-1])

    def _formula(self, token: Token, ink: QTextCharFormat) -> None:
        """As an object where it may be set, else as it was written."""
        source, display = str(token.meta["source"]), token.markup not in ("$", "\\(")
        formulas = self._formulas
        if formulas is None or not may_be_set(token.content) or formulas.is_given_up(token.content, display):
            self._cursor.insertText(source.replace("\n", "\u2028"), self._code_ink(ink))
        else:
            form = math_objects.written(token.content, source, ink, formulas, display=display)
            self._cursor.insertText(math_objects.OBJECT, form)

    def _text(self, text: str, ink: QTextCharFormat) -> None:
        if not self._marks:
            self._cursor.insertText(text, ink)
            return
        at = 0
        for mark in _MARK.finditer(text):
            if 1 <= int(mark[1]) <= self._marks:
                self._cursor.insertText(text[at : mark.start()], ink)
                self._cursor.insertText(f"[{mark[1]}]", self._mark_ink(ink, mark[1]))
                at = mark.end()
        self._cursor.insertText(text[at:], ink)

    def _mark_ink(self, ink: QTextCharFormat, number: str) -> QTextCharFormat:
        made = QTextCharFormat(ink)
        made.setAnchor(True)
        made.setAnchorHref(MARK_SCHEME + number)
        made.setForeground(self._look.colour("accent"))
        made.setBackground(self._look.colour("accent_soft"))
        made.setFontWeight(QFont.Weight.DemiBold)
        return made

    def _code_ink(self, ink: QTextCharFormat) -> QTextCharFormat:
        made = QTextCharFormat(ink)
        made.setFontFamilies(self._look.mono.families())
        made.setFontFixedPitch(True)
        made.setFontPointSize(ink.fontPointSize() * 0.93)
        made.setBackground(self._look.colour("bubble"))
        return made

    def _changed(self, ink: QTextCharFormat, token: Token) -> QTextCharFormat:
        made = QTextCharFormat(ink)
        match token.type:
            case "strong_open":
                made.setFontWeight(QFont.Weight.Bold)
            case "em_open":
                made.setFontItalic(True)
            case "s_open":
                made.setFontStrikeOut(True)
            case "link_open":
                address = safe_link(str(token.attrs.get("href", "")))
                if address:
                    made.setAnchor(True)
                    made.setAnchorHref(address)
                    made.setForeground(self._look.colour("accent"))
                    made.setFontUnderline(True)
        return made


class _List:
    """One list being written: its Qt list is made with its first item."""

    def __init__(self, token: Token, depth: int) -> None:
        self._ordered = token.type.startswith("ordered")
        self._start = int(token.attrs.get("start", 1)) if self._ordered else 1
        self._depth = depth
        self._list: QTextList | None = None
        self.fresh = False

    def begin_item(self) -> None:
        self.fresh = True

    def take(self, cursor: QTextCursor) -> None:
        """Give the cursor's block the marker of the item."""
        self.fresh = False
        if self._list is not None:
            self._list.add(cursor.block())
            return
        style = QTextListFormat.Style
        form = QTextListFormat()
        bullets = (style.ListDisc, style.ListCircle, style.ListSquare)
        form.setStyle(style.ListDecimal if self._ordered else bullets[self._depth % 3])
        form.setStart(self._start)
        form.setIndent(0)  # the block's own margin indents it
        self._list = cursor.createList(form)


def colour_code(cursor: QTextCursor, start: int, code: str, language: str, look: Look) -> None:
    """Colour `code`, which stands in the document from `start` on, one block a line (so offsets agree)."""
    painter = QTextCursor(cursor)
    for offset, length, name in coloured(code, language):
        painter.setPosition(start + offset)
        painter.setPosition(start + offset + length, QTextCursor.MoveMode.KeepAnchor)
        ink = QTextCharFormat()
        ink.setForeground(look.colour(name))
        painter.mergeCharFormat(ink)


def _alternative(image: Token) -> str:
    """What stands for an image: its words without their marks (CommonMark, section 6.4)."""
    parts = []
    for token in image.children or ():
        match token.type:
            case "image":
                parts.append(_alternative(token))
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case _:
                parts.append(token.content)
    return "".join(parts)


def _until(walk: Iterator[Token], last: str) -> Iterator[Token]:
    """The tokens up to and with the first of type `last`."""
    for token in walk:
        yield token
        if token.type == last:
            return
