"""The tables of a PDF page from where its characters stand: ruled ones by their lines, others by their columns.

Ruled: every grid of drawn lines; text goes into the cell that holds its middle, over a missing line into the cell to
the left. Aligned: neighbouring lines of at least two parts each, whose parts stand in the same columns. Not covered:
tables on their side, and cells of an aligned table that run over several lines (each line is a row of its own).
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from pypdfium2 import raw

from models.documents.columns import character
from models.documents.rules import Grid, grids

_MOST_CHARACTERS = 60_000
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_LONGEST_CELL = 60  # characters on average: longer ones are no cells
_LINE_OF_PROSE, _FILLED = 20, 0.7  # characters of a line and its share of the column's width, both on average
_WORD_GAP, _CELL_GAP = 0.22, 0.9  # of the line's height
_LINE_GAP = 2.6  # heights between two rows of one table

Row = tuple[str, ...]
How = Literal["ruled", "aligned"]


class Piece(NamedTuple):
    """Some text, its place in the file, the height of the line it stands on and its box in points."""

    place: int
    line: float
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def tables(page: Any, text_page: Any, hidden: Callable[[int], bool]) -> list[tuple[How, list[Row]]]:
    """("ruled" or "aligned", rows) of each table, from top to bottom; what nobody sees is left out."""
    words = list(_words(text_page, hidden))
    found: list[tuple[float, How, list[Row]]] = []
    for grid in grids(page):
        inside = [word for word in words if _inside(word, grid)]
        rows = _ruled(grid, inside)
        if sum(bool(cell) for row in rows for cell in row) >= 2:
            found.append((grid.ys[0], "ruled", rows))
            words = [word for word in words if not _inside(word, grid)]
    found += [(top, "aligned", rows) for top, rows in _aligned(words)]
    return [(how, rows) for _, how, rows in sorted(found, key=lambda table: -table[0])]


def _words(text_page: Any, hidden: Callable[[int], bool]) -> Iterator[Piece]:
    """The words of a page: characters that stand close together on one line."""
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    word: Piece | None = None
    for index in range(min(text_page.count_chars(), _MOST_CHARACTERS)):
        own = character(text_page, index)
        if own == "\0" or own.isspace() or hidden(index):
            if word is not None:
                yield word
            word = None
            continue
        raw.FPDFText_GetCharOrigin(text_page.raw, index, x, y)  # the same for all fonts of a line
        raw.FPDFText_GetLooseCharBox(text_page.raw, index, rect)  # as the font has it, not as the ink of "," and "1"
        box = Piece(index, y.value, own, rect.left, rect.bottom, max(rect.left, rect.right), rect.top)
        if word is not None and _close(word, box):
            word = Piece(
                word.place, word.line, word.text + own, word.left, min(word.bottom, box.bottom),
                max(word.right, box.right), max(word.top, box.top),
            )  # fmt: skip
            continue
        if word is not None:
            yield word
        word = box
    if word is not None:
        yield word


def _close(word: Piece, following: Piece) -> bool:
    height = max(1.0, word.top - word.bottom)
    level = abs(word.line - following.line) < height / 2
    return level and -height < following.left - word.right <= _WORD_GAP * height


def _inside(word: Piece, grid: Grid) -> bool:
    x, y = word.middle
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[-1] <= y <= grid.ys[0]


def _ruled(grid: Grid, words: Sequence[Piece]) -> list[Row]:
    cells: dict[tuple[int, int], list[Piece]] = {}
    falling = [-y for y in grid.ys]
    for word in words:
        x, y = word.middle
        row = min(bisect_right(falling, -y), len(grid.ys) - 1) - 1
        column = min(bisect_right(grid.xs, x), len(grid.xs) - 1) - 1
        while column > 0 and not grid.parted(column, y):
            column -= 1
        cells.setdefault((max(0, row), max(0, column)), []).append(word)
    return [
        tuple(_text(cells.get((row, column), ())) for column in range(len(grid.xs) - 1))
        for row in range(len(grid.ys) - 1)
    ]


def _text(words: Sequence[Piece]) -> str:
    """The words of a cell line by line."""
    return " ".join(piece.text for line in _lines(words) for piece in _joined(line, math.inf))


def _lines(words: Sequence[Piece]) -> list[list[Piece]]:
    """Words of one height together, from top to bottom, each line from left to right."""
    lines: list[list[Piece]] = []
    for word in sorted(words, key=lambda word: (-word.line, word.left)):
        height = max(1.0, word.top - word.bottom)
        if lines and abs(lines[-1][0].line - word.line) < height / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _joined(line: Sequence[Piece], gap: float) -> list[Piece]:
    """Words with less than `gap` heights between them as one piece; Chinese ones without a blank."""
    pieces: list[Piece] = []
    for word in line:
        last = pieces[-1] if pieces else None
        if last is None or word.left - last.right > gap * max(1.0, last.top - last.bottom):
            pieces.append(word)
            continue
        wide = last.text[-1] > "\u2e7f" and word.text[0] > "\u2e7f"
        joined = last.text + ("" if wide else " ") + word.text
        pieces[-1] = Piece(
            last.place, last.line, joined, last.left, min(last.bottom, word.bottom), word.right, max(last.top, word.top)
        )  # fmt: skip
    return pieces


def _aligned(words: Sequence[Piece]) -> Iterator[tuple[float, list[Row]]]:
    for block in _blocks([_joined(line, _CELL_GAP) for line in _lines(words)]):
        columns = _columns(block)
        rows = [tuple(_in_columns(line, columns)) for line in block]
        cells = [cell for row in rows for cell in row if cell]
        short = sum(map(len, cells)) <= _LONGEST_CELL * len(cells)
        if len(block) >= _FEWEST_ROWS and len(columns) >= _FEWEST_COLUMNS and short and not _is_prose(block, columns):
            yield block[0][0].top, rows


def _is_prose(lines: Sequence[Sequence[Piece]], columns: Sequence[tuple[float, float]]) -> bool:
    """Columns of long lines that nearly all reach their column's end, or were written one after the other."""
    long = filled = 0
    for left, right in columns:
        pieces = [piece for line in lines for piece in line if left <= piece.middle[0] <= right]
        length = sum(len(piece.text) + sum(own > "\u2e7f" for own in piece.text) for piece in pieces)
        long += length >= _LINE_OF_PROSE * len(pieces)
        filled += sum(piece.right - piece.left for piece in pieces) >= _FILLED * (right - left) * len(pieces)
    row_of = {piece.place: row for row, line in enumerate(lines) for piece in line}
    in_file = [row_of[place] for place in sorted(row_of)]
    across = sum(before == after for before, after in pairwise(in_file))
    return min(long, filled) >= 2 or (long >= 1 and 2 * across < len(in_file) - len(lines))


def _blocks(lines: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Runs of lines with several parts each, near to one another."""
    block: list[list[Piece]] = []
    for line in lines:
        height = max(1.0, line[0].top - line[0].bottom)
        near = bool(block) and block[-1][0].line - line[0].line <= _LINE_GAP * height
        if len(line) >= _FEWEST_COLUMNS and (near or not block):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if len(line) >= _FEWEST_COLUMNS else []
    if block:
        yield block


def _columns(lines: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """[left, right] of each column: what no line leaves a gap in."""
    columns: list[list[float]] = []
    for left, right in sorted((piece.left, piece.right) for line in lines for piece in line):
        if columns and left <= columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    return [(left, right) for left, right in columns]


def _in_columns(line: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> Iterator[str]:
    for left, right in columns:
        yield " ".join(piece.text for piece in line if left <= piece.middle[0] <= right)
