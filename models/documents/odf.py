"""Reads OpenDocument text, spreadsheets and presentations (ISO 26300, `content.xml`).

Read: headings, lists, tables as rows, notes and comments after the block they hang on, boxes of text, tracked
insertions, slides with their notes, sheets with each cell as it is shown. Left out and counted: tracked deletions,
hidden text, hidden sheets, pictures, embedded files. Not covered: headers and footers, numbers of headings, hidden
rows of sheets (they are read), white print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.documents.flow import Flow
from models.documents.markup import Node, attribute
from models.documents.numbering import spelt
from models.documents.package import Package
from models.errors import FileBomb

MAX_CELLS = 5_000_000
_BLANKS = re.compile(r"[ \t\r\n]+")
_LEVELS = tuple("123456789")
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
            "一, 二, 三, ...": "chineseCounting"}  # fmt: skip
_BLOCKS = frozenset({"p", "h", "list", "table"})
_OUTERMOST = frozenset({"p", "h", "list", "table", "tracked-changes", "annotation"})
_SILENT = frozenset({"note-citation", "creator", "date", "annotation-end", "ruby-text", "desc", "title"})


def read_text(package: Package, main: str, flow: Flow) -> None:
    """Write a text document or a presentation into `flow`."""
    writer = _Writer(package.name, flow)
    if "styles.xml" in package:
        for _, node in package.nodes("styles.xml"):
            if node.tag in ("style", "list-style"):
                writer.learn(node)
    depth = pages = 0
    role = ""  # what a slide's frame is for: "title", "notes", ...
    in_notes = False
    for event, node in package.nodes(main, starts=True):
        tag = node.tag
        if tag in _OUTERMOST:
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                writer.block(node, role)
                node.clear()
        elif event == "end":
            if not depth and tag in ("style", "list-style"):
                writer.learn(node)
            in_notes = in_notes and tag != "notes"
            role = "" if tag in ("frame", "notes") else role
        elif tag == "page":
            if pages:
                flow.page()
            pages += 1
        elif tag == "notes":
            in_notes = True
        elif tag == "frame":
            role = "notes" if in_notes else attribute(node, "class") or ""
    _count_parts(package, flow)


def read_sheets(package: Package, main: str, flow: Flow) -> None:
    """Write a spreadsheet into `flow`, a page a sheet. Raises: FileBomb."""
    writer = _Writer(package.name, flow)
    depth = pages = cells = 0
    shown, is_new = True, False
    hidden: set[str] = set()
    for event, node in package.nodes(main, starts=True):
        tag = node.tag
        if tag == "table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                name = attribute(node, "name") or ""
                shown = (attribute(node, "style-name") or "") not in hidden
                if not shown:
                    flow.omit("hidden sheets", name=name)
                    continue
                if pages:
                    flow.page()
                pages += 1
                flow.heading(1, name)
                is_new = True
            elif event == "end" and not depth:
                node.clear()
        elif event == "end" and tag == "table-row" and depth == 1:
            if shown:
                row, times = writer.sheet_row(node)
                cells += len(row) * times
                if cells > MAX_CELLS:
                    raise FileBomb(name=package.name, detail=f"more than {MAX_CELLS:,} cells")
                if is_new and row:
                    flow.table()
                    is_new = False
                for _ in range(times if row else 0):
                    flow.row(row)
                writer.flush()
            node.clear()
        elif event == "end" and tag == "style" and not depth:
            properties = node.find("table-properties")
            if properties is not None and attribute(properties, "display") == "false":
                hidden.add(attribute(node, "name") or "")
    _count_parts(package, flow)


def _count_parts(package: Package, flow: Flow) -> None:
    pictures = [part for part in package.parts if part.startswith("Pictures/")]
    flow.omit("pictures", sum("TablePreview" not in part for part in pictures))  # of a table that was read
    flow.omit("embedded files", sum(part.endswith("/content.xml") for part in package.parts))


class _Number(NamedTuple):
    """How a level of a list is numbered; `levels` of the counts above it and its own are shown."""

    prefix: str
    format: str
    suffix: str
    levels: int


class _Writer:
    def __init__(self, name: str, flow: Flow) -> None:
        self._name = name
        self._flow = flow
        self._hidden: set[str] = set()  # styles of text that is not shown
        self._headings: dict[str, int] = {}  # the level of styles of paragraphs that are headings
        self._numbers: dict[tuple[str, int], _Number] = {}  # by (style of list, depth)
        self._counts: dict[tuple[str, int], int] = {}
        self._after: list[tuple[str, Node]] = []  # notes, comments and boxes met in the block that is being read
        self._note = 0

    def learn(self, style: Node) -> None:
        """Keep what a style says that bears on the text."""
        name, parent = attribute(style, "name") or "", attribute(style, "parent-style-name") or ""
        level = attribute(style, "default-outline-level") or ("1" if name == "Title" else "")
        if level in _LEVELS:
            self._headings[name] = int(level)
        elif parent in self._headings:
            self._headings[name] = self._headings[parent]
        if parent in self._hidden:
            self._hidden.add(name)
        for node in style:
            if node.tag == "text-properties":
                size = attribute(node, "font-size")
                if attribute(node, "display") == "none" or size in ("1pt", "0pt", "0.5pt"):
                    self._hidden.add(name)
            elif node.tag == "list-level-style-number" and (format_ := attribute(node, "num-format")):
                depth, shown = attribute(node, "level") or "1", attribute(node, "display-levels") or "1"
                if depth in _LEVELS:
                    self._numbers[name, int(depth) - 1] = _Number(
                        attribute(node, "num-prefix") or "",
                        _FORMATS.get(format_, "decimal"),
                        attribute(node, "num-suffix") or "",
                        int(shown) if shown in _LEVELS else 1,
                    )

    def block(self, node: Node, role: str = "") -> None:
        """A paragraph, heading, list or table, and what hangs on it."""
        if role == "title" and node.tag in ("p", "list"):
            self._flow.heading(1, self._line(node) if node.tag == "list" else self._text(node))
        elif node.tag == "h":
            depth = attribute(node, "outline-level") or "1"
            self._flow.heading(int(depth) if depth in _LEVELS else 1, self._text(node))
        elif node.tag == "p" and (level := self._headings.get(attribute(node, "style-name") or "")):
            self._flow.heading(level, self._text(node))
        elif node.tag == "p":
            text = self._text(node)
            self._flow.paragraph(f"[Notes] {text}" if role == "notes" and text.strip() else text)
        elif node.tag == "list":
            self._list(node, attribute(node, "style-name") or "", 0)
        elif node.tag == "table":
            self._table(node)
        elif node.tag == "tracked-changes":
            self._flow.omit("deleted passages", sum(1 for _ in node.iter("deletion")))
        elif node.tag == "annotation":
            self._after.append(("[Comment]", node))
        self.flush()

    def flush(self) -> None:
        """Write the notes, comments and boxes that were met."""
        while self._after:
            label, node = self._after.pop(0)
            if label:
                self._flow.paragraph(f"{label} {self._line(node)}")
            else:
                waiting, self._after = self._after, []
                for inner in _blocks(node):
                    self.block(inner)
                self._after = waiting

    def sheet_row(self, row: Node) -> tuple[list[str], int]:
        """The texts of a row's cells without empty ones at its end, and how often the row is repeated."""
        shown: list[str] = []
        gap = 0
        for cell in row:
            if cell.tag not in ("table-cell", "covered-table-cell"):
                continue
            times = _repeated(cell, "number-columns-repeated")
            text = self._line(cell)
            if not text:
                gap += times
                continue
            if len(shown) + gap + times > MAX_CELLS:
                raise FileBomb(name=self._name, detail=f"more than {MAX_CELLS:,} cells")
            shown += [""] * gap + [text] * times
            gap = 0
        return shown, _repeated(row, "number-rows-repeated")

    def _list(self, node: Node, style: str, depth: int) -> None:
        place = (style, depth)
        goes_on = attribute(node, "continue-numbering") == "true" or attribute(node, "continue-list")
        count = self._counts.get(place, 0) if goes_on else 0
        for item in node:
            if item.tag not in ("list-item", "list-header"):
                continue
            first = True
            for block in _blocks(item):
                if block.tag == "list":
                    self._list(block, attribute(block, "style-name") or style, depth + 1)
                elif block.tag == "p" and first and item.tag == "list-item":
                    count += 1
                    self._counts[place] = count
                    self._flow.item(self._text(block), label=self._label(style, depth), depth=depth)
                    self.flush()
                else:
                    self.block(block)
                first = False
        self._counts[place] = count

    def _label(self, style: str, depth: int) -> str:
        """The number of the item that was counted last, or a bullet."""
        number = self._numbers.get((style, depth))
        if number is None:
            return "-"
        first = max(0, depth + 1 - number.levels)
        counts = (
            spelt(self._counts.get((style, above), 1), self._numbers.get((style, above), number).format)
            for above in range(first, depth + 1)
        )
        return f"{number.prefix}{'.'.join(counts)}{number.suffix}"

    def _table(self, table: Node) -> None:
        self._flow.table()
        for row in _rows(table):
            cells = [
                self._line(cell)
                for cell in row
                if cell.tag in ("table-cell", "covered-table-cell")
                for _ in range(min(_repeated(cell, "number-columns-repeated"), 1000))
            ]
            self._flow.row(cells)

    def _line(self, parent: Node) -> str:
        """All text of a cell or a note on one line; a table in it as "a, b; c, d"."""
        pieces = []
        for block in _blocks(parent):
            if block.tag in ("p", "h"):
                pieces.append(self._text(block))
            elif block.tag == "list":
                pieces.append(self._line(block))
            else:
                rows = ([self._line(cell) for cell in row if cell.tag == "table-cell"] for row in _rows(block))
                pieces.append("; ".join(", ".join(row) for row in rows))
                self._flow.tables += 1
        return " ".join(piece.strip() for piece in pieces if piece.strip())

    def _text(self, node: Node) -> str:
        pieces: list[str] = []
        if (attribute(node, "style-name") or "") in self._hidden:
            self._flow.hide("".join(node.itertext()))
        else:
            self._collect(node, pieces)
        return "".join(pieces)

    def _collect(self, parent: Node, pieces: list[str]) -> None:
        if parent.text:
            pieces.append(_blanks(parent.text))
        for node in parent:
            tag = node.tag
            if tag == "s":
                pieces.append(" " * _repeated(node, "c", most=1000))
            elif tag == "tab":
                pieces.append("\t")
            elif tag == "line-break":
                pieces.append("\n")
            elif tag == "note":
                self._note += 1
                pieces.append(f"[^{self._note}]")
                self._after += [(f"[^{self._note}]:", body) for body in node.iter("note-body")]
            elif tag == "annotation":
                author = node.findtext("creator")
                self._after.append((f"[Comment by {author}]" if author else "[Comment]", node))
            elif tag in ("text-box", "custom-shape"):
                self._after.append(("", node))
            elif tag in ("hidden-text", "hidden-paragraph") or (attribute(node, "style-name") or "") in self._hidden:
                self._flow.hide("".join(node.itertext()) or attribute(node, "string-value") or "")
            elif tag not in _SILENT:
                self._collect(node, pieces)
            if node.tail:
                pieces.append(_blanks(node.tail))


def _blocks(parent: Node) -> Iterator[Node]:
    """The outermost paragraphs, headings, lists and tables below a node."""
    for node in parent:
        if node.tag in _BLOCKS:
            yield node
        elif node.tag not in ("annotation", *_SILENT):
            yield from _blocks(node)


def _rows(table: Node) -> Iterator[Node]:
    for node in table:
        if node.tag == "table-row":
            yield node
        elif node.tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(node)


def _repeated(node: Node, name: str, *, most: int = 1_048_576) -> int:
    value = attribute(node, name)
    return min(most, max(1, int(value))) if value and value.isdecimal() and len(value) < 9 else 1


def _blanks(text: str) -> str:
    """Line ends and runs of blanks in the XML are single blanks; real ones are elements."""
    return _BLANKS.sub(" ", text) if "\n" in text or "  " in text else text
