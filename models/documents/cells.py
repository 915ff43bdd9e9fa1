"""The cells of an Excel worksheet (ECMA-376 part 1, 18.3), straight from the parser: a workbook has millions of them.

A node for each cell and value would take twice the time of everything else (50 000 rows of ten cells: 1.6 s and 0.8 s).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from models.documents.flow import Flow
from models.documents.number_formats import NumberFormat, number
from models.documents.package import Package
from models.errors import FileBomb, FileDamaged

MAX_CELLS = 5_000_000
MAX_COLUMNS = 16_384
_DIGITS = "0123456789"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cells:
    """Turns the cells of a workbook's sheets into what a reader of the sheet sees; counts them over all sheets."""

    def __init__(self, package: Package, strings: Sequence[str], formats: Sequence[NumberFormat | None]) -> None:
        """`strings` are the shared ones; `formats` one a style of cells, None for plain numbers."""
        self._package = package
        self._strings = strings
        self._formats: dict[str | None, NumberFormat | None] = {str(n): each for n, each in enumerate(formats) if each}
        self._columns = _Columns()
        self._left = MAX_CELLS

    def write(self, part: str, flow: Flow) -> None:
        """Write the rows of a sheet into `flow` as one table. Raises: FileBomb; FileDamaged."""
        names, columns, pieces = _Names(), self._columns, list[str]()
        cell: dict[str, str] | None = None  # the attributes of the cell at work
        row: list[str] | None = None
        value = formula = inline = ""
        is_new, is_aid = True, False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal cell, row, value, formula, inline, is_aid
            pieces.clear()
            match names[tag]:
                case "c":
                    cell = attributes
                    value = formula = inline = ""
                case "row":
                    row = []
                case "rPh":
                    is_aid = True

        def end(tag: str) -> None:
            nonlocal cell, row, value, formula, inline, is_new, is_aid
            match names[tag]:
                case "v":
                    value = value or "".join(pieces)
                case "c" if cell is not None and row is not None:
                    place = cell.get("r")
                    column = columns[place.rstrip(_DIGITS)] if place else len(row)
                    if not 0 <= column < MAX_COLUMNS:
                        raise FileDamaged(name=self._package.name, detail="a cell lies outside every sheet.")
                    text = self._shown(cell, value, inline) or (f"={formula}" if formula and not value else "")
                    if column < len(row):
                        row[column] = text
                    else:
                        if column > len(row):
                            row.extend([""] * (column - len(row)))
                        row.append(text)
                    cell = None
                case "f":
                    formula = formula or "".join(pieces)
                case "t" if not is_aid:
                    inline += "".join(pieces)
                case "rPh":
                    is_aid = False
                case "row" if row is not None:
                    if self._trim(row):
                        if is_new:
                            flow.table()
                            is_new = False
                        flow.row(row)
                    row = None

        parser = _parser(pieces)
        parser.StartElementHandler, parser.EndElementHandler = start, end
        self._package.scan(part, parser)

    def _trim(self, row: list[str]) -> bool:
        """Drop empty cells at the end; False when nothing is left. Raises: FileBomb."""
        while row and not row[-1]:
            row.pop()
        self._left -= len(row)
        if self._left < 0:
            raise FileBomb(name=self._package.name, detail=f"more than {MAX_CELLS:,} cells")
        return bool(row)

    def _shown(self, cell: dict[str, str], stored: str, inline: str) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _unescaped(inline)
        if not stored:
            return ""
        if kind == "n":
            format_ = self._formats.get(cell.get("s"))
            return number(stored) if format_ is None else format_.show(stored)
        if kind == "s":
            index = int(stored) if stored.isdecimal() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        return _unescaped(stored)


def shared_strings(package: Package, part: str | None) -> list[str]:
    """The strings that cells refer to by number, without the reading aids of Japanese (`rPh`); none without a part."""
    found: list[str] = []
    if part is None:
        return found
    names, pieces, runs = _Names(), list[str](), list[str]()
    is_aid = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal is_aid
        pieces.clear()
        if names[tag] == "rPh":
            is_aid = True

    def end(tag: str) -> None:
        nonlocal is_aid
        match names[tag]:
            case "t" if not is_aid:
                runs.extend(pieces)
            case "rPh":
                is_aid = False
            case "si":
                found.append(_unescaped("".join(runs)))
                runs.clear()

    parser = _parser(pieces)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    package.scan(part, parser)
    return found


def _parser(pieces: list[str]) -> expat.XMLParserType:
    """A parser that puts what it reads between tags into `pieces`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = pieces.append
    return parser


class _Names(dict[str, str]):
    """Local names by the names in the file."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class _Columns(dict[str, int]):
    """Columns by their letters: "A" is 0, "XFD" 16383; -1 for what is no column."""

    def __missing__(self, letters: str) -> int:
        column = 0
        if not 0 < len(letters) < 4 or not letters.isascii() or not letters.isalpha():
            return -1
        for letter in letters.upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        self[letters] = column - 1
        return column - 1


def _unescaped(text: str) -> str:
    """`_x000D_` is how a workbook writes a character that XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text
