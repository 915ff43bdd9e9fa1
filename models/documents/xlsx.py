"""Reads Excel workbooks (ECMA-376 part 1, 18): one page a sheet, one line a row.

Read: shared and inline strings, numbers as they are shown, results of formulas (or the formula where there is none),
comments, boxes of text. Left out and counted: hidden sheets, charts, pictures. Not covered: hidden rows and columns,
which are read, since a filter hides what is asked for; the spread of merged cells.
"""

from __future__ import annotations

import re
from functools import lru_cache

from models.documents.drawing import text_of
from models.documents.flow import Flow
from models.documents.markup import Node, attribute
from models.documents.number_formats import NumberFormat, built_in, number
from models.documents.package import Package
from models.errors import FileBomb, FileDamaged

MAX_CELLS = 5_000_000
MAX_COLUMNS = 16_384
_DIGITS = "0123456789"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(package: Package, main: str, flow: Flow) -> None:
    """Write the workbook in the part `main` into `flow`."""
    workbook = package.tree(main)
    relations = package.relations(main)
    cells = _Cells(package, main, workbook)
    pages = 0
    for sheet in workbook.iter("sheet"):
        name = sheet.get("name", "")
        relation = relations.get(attribute(sheet, "id") or "")
        if sheet.get("state") in ("hidden", "veryHidden"):
            flow.omit("hidden sheets", name=name)
            continue
        if relation is None or relation.target not in package:
            flow.omit("damaged parts", name=name)
            continue
        if relation.kind == "chartsheet":
            continue
        if pages:
            flow.page()
        pages += 1
        flow.heading(1, name)
        _sheet(package, relation.target, cells, flow)
    for folder, what in (("media/", "pictures"), ("charts/chart", "charts"), ("embeddings/", "embedded files")):
        flow.omit(what, sum(part.startswith(f"xl/{folder}") for part in package.parts))


def _sheet(package: Package, part: str, cells: _Cells, flow: Flow) -> None:
    is_new = True
    for _, node in package.nodes(part):
        if node.tag == "row":
            row = cells.of(node)
            if is_new and any(row):
                flow.table()
                is_new = False
            flow.row(row)
            node.clear()
    for relation in package.relations(part).values():
        if relation.target not in package:
            continue
        if relation.kind == "comments":
            for comment in package.tree(relation.target).iter("comment"):
                text = "".join(node.text or "" for node in comment.iter("t"))
                flow.paragraph(f"[Comment at {comment.get('ref', '')}] {text}")
        elif relation.kind == "drawing":
            for body in package.tree(relation.target).iter("txBody"):
                flow.paragraph(text_of(body))


class _Cells:
    """Turns the cells of a row into what a reader of the sheet sees."""

    def __init__(self, package: Package, main: str, workbook: Node) -> None:
        self._name = package.name
        self._total = 0
        properties = workbook.find("workbookPr")
        from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        styles = package.related(main, "styles")
        self._formats = _formats(package.tree(styles), from_1904) if styles else []
        self._day = NumberFormat("yyyy-mm-dd", from_1904=from_1904)
        self._strings: list[str] = []
        if shared := package.related(main, "sharedStrings"):
            for _, node in package.nodes(shared):
                if node.tag == "si":
                    self._strings.append(_string(node))
                    node.clear()

    def of(self, row: Node) -> list[str]:
        """The texts of a row's cells, with empty ones between them. Raises: FileBomb; FileDamaged."""
        shown: list[str] = []
        for cell in row:
            if cell.tag != "c":
                continue
            place = cell.get("r")
            if place:
                column = _column(place.rstrip(_DIGITS))
                if not 0 <= column < MAX_COLUMNS:
                    raise FileDamaged(name=self._name, detail="a cell lies outside every sheet.")
                if column > len(shown):
                    shown.extend([""] * (column - len(shown)))
            text = self._show(cell)
            if place and column < len(shown):
                shown[column] = text
            else:
                shown.append(text)
        while shown and not shown[-1]:
            shown.pop()
        self._total += len(shown)
        if self._total > MAX_CELLS:
            raise FileBomb(name=self._name, detail=f"more than {MAX_CELLS:,} cells")
        return shown

    def _show(self, cell: Node) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            text = cell.find("is")
            return "" if text is None else _string(text)
        node = cell.find("v")
        stored = "" if node is None else node.text or ""
        if not stored:
            formula = cell.find("f")
            return f"={formula.text}" if formula is not None and formula.text else ""
        if kind == "s":
            index = int(stored) if stored.isdecimal() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "n":
            style = cell.get("s")
            format_ = (
                self._formats[int(style)] if style and style.isdecimal() and int(style) < len(self._formats) else None
            )
            return number(stored) if format_ is None else format_.show(stored)
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        return _unescaped(stored)


def _formats(styles: Node, from_1904: bool) -> list[NumberFormat | None]:
    """The format of each style of cells; None for plain numbers."""
    codes = {node.get("numFmtId", ""): node.get("formatCode", "") for node in styles.iter("numFmt")}
    made: dict[str, NumberFormat | None] = {}
    found = []
    for style in styles.iterfind("cellXfs/xf"):
        id_ = style.get("numFmtId", "0")
        if id_ not in made:
            code = codes.get(id_) or (built_in(int(id_)) if id_.isdecimal() else "")
            format_ = NumberFormat(code[:256], from_1904=from_1904)
            made[id_] = None if format_.is_plain else format_
        found.append(made[id_])
    return found


def _string(node: Node) -> str:
    """The text of a string in one piece or in runs, without the reading aids of Japanese (`rPh`)."""
    first = node.find("t")
    if first is not None and len(node) == 1:
        return _unescaped(first.text or "")
    pieces = []
    for child in node:
        if child.tag == "t":
            pieces.append(child.text or "")
        elif child.tag == "r" and (run := child.find("t")) is not None:
            pieces.append(run.text or "")
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """`_x000D_` is how a workbook writes a character that XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


@lru_cache(maxsize=MAX_COLUMNS)
def _column(letters: str) -> int:
    """ "A" is 0, "XFD" 16383; -1 for what is no column."""
    column = 0
    if not 0 < len(letters) < 4 or not letters.isascii() or not letters.isalpha():
        return -1
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
