"""Tables written into a document: a short one as one Qt table, a long one as several that stand flush.

Qt lays a whole table out anew for each of its rows, so a streamed table of hundreds of rows would cost more with every
row. In slabs of `SLAB_ROWS` only the last one is laid out. Columns of a long table get shares of the full width, taken
from its first slab, so that its slabs agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop.markdown.look import Look, Property

SLAB_ROWS = 20
ABOVE_PX, BELOW_PX = 4, 8
_NARROWEST, _WIDEST = 6, 40  # characters that a column's share is counted from


@dataclass(frozen=True, slots=True)
class Slab:
    """A part of a long table. `percents`: the columns' widths; `first` has the head, `last` the room below."""

    percents: tuple[float, ...]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's cells as inline tokens, the head first, and each column's alignment."""

    cells: list[list[Token]]
    alignments: tuple[Qt.AlignmentFlag, ...]

    @property
    def is_long(self) -> bool:
        return len(self.cells) > SLAB_ROWS + 1

    def percents(self) -> tuple[float, ...]:
        """Shares of the width, from the head and the first slab."""
        weights = [float(_NARROWEST)] * len(self.alignments)
        for row in self.cells[: SLAB_ROWS + 1]:
            for x, inline in enumerate(row):
                weights[x] = max(weights[x], min(_WIDEST, _columns(inline.content) + 3))
        return tuple(100 * weight / sum(weights) for weight in weights)


def rows_of(tokens: Sequence[Token]) -> Rows:
    """The cells of the table whose tokens these are: from `table_open` to `table_close`."""
    cells: list[list[Token]] = []
    alignments: list[Qt.AlignmentFlag] = []
    for token, following in pairwise(tokens):
        if token.type == "tr_open":
            cells.append([])
        elif token.type in ("th_open", "td_open"):
            if len(cells) == 1:
                alignments.append(_ALIGNMENTS[str(token.attrs.get("style", "")).removeprefix("text-align:")])
            cells[-1].append(following)
    return Rows(cells, tuple(alignments))


class TableWriter:
    """Writes at `cursor`, which stands in an empty block before, and in the empty one after the table afterwards.

    `write_inline(cursor, tokens, ink)` writes the inside of a cell.
    """

    def __init__(
        self,
        cursor: QTextCursor,
        look: Look,
        write_inline: Callable[[QTextCursor, Sequence[Token], QTextCharFormat], None],
    ) -> None:
        self._cursor = cursor
        self._look = look
        self._write_inline = write_inline

    def write(self, rows: Rows, slab: Slab | None) -> None:
        """Write a whole table, or of a long one the part that `slab` says: its head is then in `rows` all the same."""
        body = rows.cells[1:]
        if slab is None and not rows.is_long:
            self._write_slab(rows.cells, rows.alignments, None, has_head=True)
            return
        slab = slab or Slab(rows.percents(), first=True, last=True)
        parts = [body[at : at + SLAB_ROWS] for at in range(0, len(body), SLAB_ROWS)]
        for number, part in enumerate(parts):
            has_head = slab.first and number == 0
            own = Slab(slab.percents, has_head, slab.last and number == len(parts) - 1)
            self._write_slab([rows.cells[0], *part] if has_head else part, rows.alignments, own, has_head=has_head)

    def _write_slab(
        self,
        cells: list[list[Token]],
        alignments: tuple[Qt.AlignmentFlag, ...],
        slab: Slab | None,
        *,
        has_head: bool,
    ) -> None:
        table = self._cursor.insertTable(len(cells), len(alignments), _table_format(len(alignments), slab, has_head))
        cell_formats = [self._cell_format(x) for x in range(len(alignments))]
        block_formats = [self._block_format(alignment) for alignment in alignments]
        head = QTextCharFormat(self._look.text)
        head.setFontWeight(QFont.Weight.DemiBold)
        for y, row in enumerate(cells):
            for x, inline in enumerate(row):
                cell = table.cellAt(y, x)
                cell.setFormat(cell_formats[x])
                cursor = cell.firstCursorPosition()
                cursor.setBlockFormat(block_formats[x])
                self._write_inline(cursor, inline.children or [], head if has_head and y == 0 else self._look.text)
        self._leave(table, BELOW_PX if slab is None or slab.last else 0)

    def _leave(self, table: QTextTable, below_px: int) -> None:
        """Into the empty block that Qt keeps after a table."""
        self._cursor.setPosition(table.lastPosition())
        self._cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
        closing = QTextBlockFormat()
        closing.setLineHeight(max(0.1, below_px), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        closing.setProperty(Property.TABLE_END, True)
        self._cursor.setBlockFormat(closing)

    def _cell_format(self, x: int) -> QTextTableCellFormat:
        form = QTextTableCellFormat()
        form.setTopPadding(3)  # a fixed line stands its text on its lower edge
        form.setBottomPadding(8)
        form.setLeftPadding(2 if x == 0 else 12)
        form.setRightPadding(12)
        form.setBottomBorder(1)
        form.setBottomBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
        form.setBottomBorderBrush(self._look.colour("border"))
        return form

    def _block_format(self, alignment: Qt.AlignmentFlag) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setAlignment(alignment)
        # Latin and Chinese cells of a row share a base line only at a fixed height.
        form.setLineHeight(self._look.font.pointSizeF() * 2, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return form


def _table_format(columns: int, slab: Slab | None, has_head: bool) -> QTextTableFormat:
    form = QTextTableFormat()
    form.setBorder(0)
    form.setCellSpacing(0)
    form.setCellPadding(0)
    form.setTopMargin(ABOVE_PX if slab is None or slab.first else 0)
    form.setBottomMargin(BELOW_PX if slab is None or slab.last else 0)
    form.setHeaderRowCount(1 if has_head else 0)
    if slab is None:
        form.setColumnWidthConstraints([QTextLength()] * columns)
    else:
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, percent) for percent in slab.percents]
        )
    return form


def _columns(text: str) -> int:
    """How wide `text` is, in Latin letters; a wide character counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text[:_WIDEST])


_ALIGNMENTS = {
    "": Qt.AlignmentFlag.AlignLeft,
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
