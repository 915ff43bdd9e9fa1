"""A growing Markdown text in a document, at a cost that does not grow with it.

What can no longer change is frozen: every top-level block once the next has begun, every item of a list once the next
has, the rows of a long table by the slab. Only the rest is parsed and written again. An open fence is not parsed at
all: its new lines are appended and coloured from the last safe line on.
"""

from __future__ import annotations

from markdown_it.token import Token
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from desktop.markdown.highlight import coloured
from desktop.markdown.long_lines import LineCap, capped
from desktop.markdown.look import Look, Property
from desktop.markdown.parser import parse
from desktop.markdown.renderer import Renderer
from desktop.markdown.table_writer import SLAB_ROWS, Slab, rows_of
from desktop.markdown.unfinished import Fence, shown_part

RECOLOUR_LINES = 60
SLAB_ROWS_LATER = 8  # the first slab gives the columns' widths; the others only have to be small


class StreamWriter:
    """Writes into `document`. `feed` more text as it comes, then `finish` once: that writes the whole anew, so that
    what a later line changed of an earlier one (a link's definition, a loose list) is right in the end.
    """

    def __init__(self, document: QTextDocument, look: Look, *, marks: int = 0) -> None:
        self._document = document
        self._look = look
        self._marks = marks
        self._whole: list[str] = []
        self._cap = LineCap()
        self._source = ""  # what of the whole is shown
        self._frozen = 0  # characters of the source that are written for good
        self._end = 0  # where they end in the document
        self._reuse = True  # the block there is empty and may be written into
        self._codes = 0
        self._fence: _OpenFence | None = None
        self._shown: str | None = None  # what of the source that is not frozen stands there
        self._head = ""  # of the long table whose first rows are frozen: its two lines,
        self._percents: tuple[float, ...] = ()  # and its columns' widths
        document.clear()
        look.prepare(document)
        self._cursor = QTextCursor(document)

    @property
    def source(self) -> str:
        """All that came, whether it is shown or not."""
        self._whole = ["".join(self._whole)]
        return self._whole[0]

    def feed(self, text: str) -> int:
        """Take more text; returns the position in the document from which on something changed."""
        self._whole.append(text)
        self._source += self._cap.pass_on(text)
        self._cursor.beginEditBlock()
        try:
            return self._advance()
        finally:
            self._cursor.endEditBlock()

    def finish(self) -> None:
        """Write the whole text once more, as if it had never been in parts."""
        render_whole(self._document, self.source, self._look, marks=self._marks)

    def _advance(self) -> int:
        start = self._end
        if self._fence is not None:
            start = self._fence.grow(self._source)
            if self._fence.closed_at is None:
                return start
            self._freeze(self._fence.closed_at)
            self._fence = None
        text = self._open_text()
        shown = shown_part(text)
        if shown == self._shown:
            return start
        tokens = parse(shown)
        if cut := _final_part(tokens, text):
            self._codes = self._write(parse(text[:cut]))
            self._freeze(self._frozen + cut - len(self._head))
            self._head, self._percents = "", ()
            text = text[cut:]
            tokens = parse(shown_part(text))
        elif self._freeze_rows(tokens, text):
            text = self._open_text()
            tokens = parse(shown_part(text))
        if not self._begin_fence(tokens):
            self._write(tokens, open_text=True)
        self._shown = shown_part(text) if self._fence is None else None
        return start

    def _open_text(self) -> str:
        """The source that is not frozen; rows of a table need its head to be understood."""
        return self._head + self._source[self._frozen :]

    def _freeze_rows(self, tokens: list[Token], text: str) -> bool:
        """Write the first rows of a long table for good; returns whether there were enough of them."""
        starts = [token.map[0] for token in tokens if token.type == "tr_open" and token.level == 2 and token.map]
        rows = SLAB_ROWS_LATER if self._head else SLAB_ROWS
        if not tokens or tokens[0].type != "table_open" or len(starts) < rows + 3:
            return False
        percents = self._percents or rows_of(tokens).percents()
        cut = _line_start(text, starts[rows + 1])  # the first one is the head
        self._write(parse(text[:cut]), Slab(percents, first=not self._head, last=False))
        self._freeze(self._frozen + cut - len(self._head))
        self._head = text[_line_start(text, starts[0]) : _line_start(text, starts[0] + 2)]
        self._percents = percents
        return True

    def _freeze(self, upto: int) -> None:
        """The source up to there is written, and the document's end is its end."""
        self._frozen = upto
        last = self._document.lastBlock()
        self._reuse = bool(last.blockFormat().property(Property.TABLE_END))
        self._end = last.position() if self._reuse else last.position() + last.length() - 1

    def _write(self, tokens: list[Token], slab: Slab | None = None, *, open_text: bool = False) -> int:
        """Put `tokens` in place of everything that is not frozen; returns how many code blocks there are then."""
        self._cursor.setPosition(self._end)
        kept = self._cursor.blockFormat()
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._cursor.setBlockFormat(kept if self._frozen else QTextBlockFormat())
        if self._head and slab is None:
            slab = Slab(self._percents, first=False, last=True)
        renderer = Renderer(
            self._cursor, self._look, marks=self._marks, codes=self._codes, reuse=self._reuse, slab=slab,
            open_text=open_text,
        )  # fmt: skip
        renderer.render(tokens)
        return renderer.codes

    def _begin_fence(self, tokens: list[Token]) -> bool:
        """Turn to appending when the open part is nothing but a fence that has not been closed."""
        if len(tokens) != 1 or tokens[0].type != "fence":
            return False
        head, newline, _ = self._source[self._frozen :].partition("\n")
        fence = Fence.opened_by(head)
        if fence is None or not newline:
            return False
        self._write([])
        if not self._reuse or self._cursor.blockFormat().property(Property.TABLE_END):
            self._cursor.insertBlock()
        self._codes += 1
        body = self._frozen + len(head) + 1
        self._fence = _OpenFence(self._cursor, self._look, fence, self._codes, body)
        self._fence.grow(self._source)
        if self._fence.closed_at is not None:
            self._freeze(self._fence.closed_at)
            self._fence = None
        return True


def _final_part(tokens: list[Token], text: str) -> int:
    """How many characters of `text` are final: up to the last block, or to the last item of a last list."""
    starts = [token.map[0] for token in tokens if token.level == 0 and token.nesting >= 0 and token.map]
    if not starts:
        return 0
    items = [
        token.map[0] for token in tokens
        if token.type == "list_item_open" and token.level == 1 and token.map and token.map[0] >= starts[-1]
    ]  # fmt: skip
    return _line_start(text, items[-1] if len(items) > 1 else starts[-1])


class _OpenFence:
    """The code block that is being written. `closed_at` is the place in the source after its closing line."""

    def __init__(self, cursor: QTextCursor, look: Look, fence: Fence, number: int, body: int) -> None:
        self._cursor = cursor
        self._look = look
        self._fence = fence
        self._number = number
        self._at = body  # the source from here on is not yet in whole lines of the document
        self._lines: list[str] = []
        self.closed_at: int | None = None
        self._block = cursor.block().blockNumber()  # of the line being written
        self._first_block = self._block
        self._format_block(self._block, last=True)

    def grow(self, source: str) -> int:
        """Take what the source has more; returns the position from which on the document changed."""
        document = self._cursor.document()
        start = document.findBlockByNumber(self._block).position()
        while (end := source.find("\n", self._at)) >= 0:
            line = source[self._at : end]
            if self._fence.is_closed_by(line):
                self.closed_at = end + 1
                self._drop_open_line()
                return self._recolour(start)
            self._replace_open_line(line)
            self._lines.append(line)
            self._at = end + 1
            self._cursor.movePosition(QTextCursor.MoveOperation.End)
            self._format_block(self._block, last=False)
            self._cursor.insertBlock()
            self._block += 1
            self._format_block(self._block, last=True)
        rest = source[self._at :]
        self._replace_open_line("" if self._fence.may_be_closing(rest) else rest)
        return self._recolour(start)

    def _format_block(self, number: int, *, last: bool) -> None:
        cursor = QTextCursor(self._cursor.document().findBlockByNumber(number))
        first = number == self._first_block
        cursor.setBlockFormat(self._look.code_line(self._number, self._fence.language, 0, first=first, last=last))
        cursor.setBlockCharFormat(self._look.code)

    def _replace_open_line(self, text: str) -> None:
        block = self._cursor.document().findBlockByNumber(self._block)
        shown = block.text()
        self._cursor.setPosition(block.position() + block.length() - 1)
        if text.startswith(shown):
            self._cursor.insertText(text[len(shown) :], self._look.code)
        else:
            self._cursor.setPosition(block.position(), QTextCursor.MoveMode.KeepAnchor)
            self._cursor.insertText(text, self._look.code)

    def _drop_open_line(self) -> None:
        """The line that turned out to be the closing fence was never code."""
        if not self._lines:
            return
        block = self._cursor.document().findBlockByNumber(self._block)
        self._cursor.setPosition(block.position() - 1)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._block -= 1
        self._format_block(self._block, last=True)

    def _is_safe(self, number: int) -> bool:
        """Nothing before line `number` changes the meaning of what follows, as far as most languages go."""
        if not 0 < number < len(self._lines):
            return False
        line = self._lines[number]
        return bool(line) and not line[0].isspace() and not self._lines[number - 1].strip()

    def _recolour(self, start: int) -> int:
        """Colour again from the last safe line: one that starts at the margin after an empty one."""
        document = self._cursor.document()
        count = self._block - self._first_block + 1
        first = max(0, count - RECOLOUR_LINES)
        for number in range(count - 2, first, -1):
            if self._is_safe(number):
                first = number
                break
        block = document.findBlockByNumber(self._first_block + first)
        text = "\n".join([*self._lines[first:], document.findBlockByNumber(self._block).text()][: count - first])
        painter = QTextCursor(document)
        painter.setPosition(block.position())
        painter.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        painter.mergeCharFormat(_plain(self._look))
        for offset, length, name in coloured(text, self._fence.language):
            painter.setPosition(block.position() + offset)
            painter.setPosition(block.position() + offset + length, QTextCursor.MoveMode.KeepAnchor)
            ink = QTextCharFormat()
            ink.setForeground(self._look.colour(name))
            painter.mergeCharFormat(ink)
        return min(start, block.position())


def render_whole(document: QTextDocument, source: str, look: Look, *, marks: int = 0) -> None:
    """Write all of `source` into `document`, in place of what it held."""
    document.clear()
    look.prepare(document)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    Renderer(cursor, look, marks=marks).render(parse(capped(source)))
    cursor.endEditBlock()


def _plain(look: Look) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(look.colour("text"))
    return made


def _line_start(text: str, line: int) -> int:
    """The offset of line `line` of `text`, counted from 0."""
    at = 0
    for _ in range(line):
        at = text.index("\n", at) + 1
    return at
