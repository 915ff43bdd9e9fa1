"""Reads Word documents: ECMA-376 and ISO 29500, strict or transitional.

Read: headings by style or outline level, lists with the numbers Word counts, tables as rows (a table within a cell on
the cell's line), tracked insertions, footnotes, endnotes and comments after the block that refers to them, text
boxes, content controls, formulas as text. Left out and counted: tracked deletions, pictures, charts, embedded files,
and what nobody sees: hidden text, print smaller than a point and a half, white print on plain ground. Not covered:
headers and footers, instructions of fields, white by way of a style.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from models.documents.flow import Flow
from models.documents.markup import Node, attribute
from models.documents.numbering import Numbering
from models.documents.package import Package
from models.documents.word_styles import Listed, Styles, is_on, listed, outline_level

_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_SILENT = frozenset({"instrText", "delInstrText", "pPr", "rPr", "sectPr", "fldData", "tblPr", "trPr", "tcPr", "sdtPr"})
_DELETED = frozenset({"del", "moveFrom"})
_BEFORE = {"den": "/", "sup": "^", "sub": "_"}  # fractions and powers in formulas
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}
_PARTS_COUNTED = {"media/": "pictures", "charts/chart": "charts", "embeddings/": "embedded files"}
_TINY_HALF_POINTS = 2


def read(package: Package, main: str, flow: Flow) -> None:
    """Write the document in the part `main` into `flow`."""
    document = _Document(package, main, flow)
    open_blocks = 0
    for event, node in package.nodes(main, starts=True):
        if node.tag in ("p", "tbl"):
            open_blocks += 1 if event == "start" else -1
            if event == "end" and not open_blocks:
                document.block(node)
                node.clear()
        elif node.tag == "background":
            document.plain_ground = False
    folder = main.rpartition("/")[0] + "/"
    for prefix, what in _PARTS_COUNTED.items():
        flow.omit(what, sum(part.startswith(folder + prefix) for part in package.parts))


class _Document:
    def __init__(self, package: Package, main: str, flow: Flow) -> None:
        self.plain_ground = True  # white print is invisible on it
        self._flow = flow
        trees = {
            kind: package.tree(part) if (part := package.related(main, kind)) else None
            for kind in ("numbering", "styles", "footnotes", "endnotes", "comments")
        }
        self._numbering = Numbering(trees["numbering"])
        self._styles = Styles(trees["styles"])
        self._notes = {kind: _notes(trees[kind]) for kind in _REFERENCES.values()}
        self._referred: Counter[str] = Counter()
        self._after: list[Node | tuple[str, Node]] = []  # text boxes and notes met in the block that is being read

    def block(self, node: Node) -> None:
        """A paragraph or a table, and what hangs on it."""
        if node.tag == "p":
            self._paragraph(node)
        else:
            self._table(node)
        while self._after:
            match self._after.pop(0):
                case (label, note):
                    self._flow.paragraph(f"{label} {self._cell(note)}")
                case box:
                    self._inner_blocks(box)

    def _inner_blocks(self, parent: Node) -> None:
        ground, self.plain_ground = self.plain_ground, False
        waiting, self._after = self._after, []
        for node in _blocks(parent):
            self.block(node)
        self.plain_ground, self._after = ground, waiting

    def _paragraph(self, node: Node) -> None:
        properties = node.find("pPr")
        style = ""
        if properties is not None and (named := properties.find("pStyle")) is not None:
            style = attribute(named, "val") or ""
        text = self._text(node, properties, style)
        if not text.strip():
            return
        label = self._label(listed(properties) or self._styles.listed(style))
        level = outline_level(properties) or self._styles.heading(style)
        if level:
            self._flow.heading(level, f"{label[0]} {text}" if label else text)
        elif label:
            self._flow.item(text, label=label[0], depth=label[1])
        else:
            self._flow.paragraph(text)

    def _label(self, place: Listed | None) -> tuple[str, int] | None:
        if place is None or place.number_id == "0":
            return None
        label = self._numbering.label(*place)
        return ("-" if label is None else label), place.depth

    def _table(self, table: Node) -> None:
        self._flow.table()
        for row in _inside(table, "tr"):
            if row.find("trPr/del") is not None:
                self._flow.omit("deleted passages")
                continue
            cells = list(_inside(row, "tc"))
            if len(cells) == 1:  # a frame around text, not a table of figures
                self._inner_blocks(cells[0])
            else:
                self._flow.row([self._cell(cell) for cell in cells])

    def _cell(self, cell: Node) -> str:
        """All text of a cell or a note on one line; a table in it as "a, b; c, d"."""
        ground, self.plain_ground = self.plain_ground, False
        pieces = []
        for block in _blocks(cell):
            if block.tag == "p":
                pieces.append(self._text(block, block.find("pPr"), ""))
            else:
                rows = ([self._cell(inner) for inner in _inside(row, "tc")] for row in _inside(block, "tr"))
                pieces.append("; ".join(", ".join(row) for row in rows))
                self._flow.tables += 1
        self.plain_ground = ground
        return " ".join(piece.strip() for piece in pieces if piece.strip())

    def _text(self, paragraph: Node, properties: Node | None, style: str) -> str:
        shaded = style in self._styles.shaded or (properties is not None and properties.find("shd") is not None)
        plain = self.plain_ground and not shaded
        pieces: list[str] = []
        if style in self._styles.hiding:
            self._flow.hide("".join(node.text or "" for node in paragraph.iter("t")))
        else:
            self._collect(paragraph, pieces, plain)
        return "".join(pieces)

    def _collect(self, parent: Node, pieces: list[str], plain: bool) -> None:
        for node in parent:
            tag = node.tag
            if tag == "t":
                pieces.append(node.text or "")
            elif tag == "r":
                properties = node.find("rPr")
                if properties is not None and self._is_hidden(properties, plain):
                    self._flow.hide("".join(piece.text or "" for piece in node.iter("t")))
                else:
                    self._collect(node, pieces, plain)
            elif tag in _SILENT:
                continue
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag in _REFERENCES:
                self._refer(_REFERENCES[tag], attribute(node, "id") or "", pieces)
            elif tag in _DELETED:
                self._flow.omit(
                    "deleted passages",
                    int(any(piece.text for piece in node.iter() if "Text" in piece.tag or piece.tag == "t")),
                )
            elif tag == "AlternateContent":
                self._collect(next(iter(node), node), pieces, plain)
            elif tag == "txbxContent":
                self._after.append(node)
            elif tag == "sym":
                pieces.append(_symbol(node))
            else:
                pieces.append(_BEFORE.get(tag, ""))
                self._collect(node, pieces, plain)

    def _is_hidden(self, run: Node, plain: bool) -> bool:
        if is_on(run.find("vanish")):
            return True
        if (style := run.find("rStyle")) is not None and (attribute(style, "val") or "") in self._styles.hiding:
            return True
        if (size := run.find("sz")) is not None and _small(attribute(size, "val")):
            return True
        if not plain or (colour := run.find("color")) is None or run.find("shd") is not None:
            return False
        return (attribute(colour, "val") or "").upper() == "FFFFFF" and run.find("highlight") is None

    def _refer(self, kind: str, id_: str, pieces: list[str]) -> None:
        note = self._notes[kind].get(id_)
        if note is None:
            return
        if kind == "comments":
            author = attribute(note, "author")
            self._after.append((f"[Comment by {author}]" if author else "[Comment]", note))
        else:
            self._referred[kind] += 1  # Word numbers notes as they are met; their ids are its own business
            mark = f"[^{'' if kind == 'footnotes' else 'e'}{self._referred[kind]}]"
            pieces.append(mark)
            self._after.append((f"{mark}:", note))


def _notes(root: Node | None) -> dict[str, Node]:
    """Notes by id, without the lines that part them from the text."""
    found = {} if root is None else {attribute(node, "id") or "": node for node in root}
    return {id_: node for id_, node in found.items() if attribute(node, "type") in (None, "normal")}


def _blocks(parent: Node) -> Iterator[Node]:
    """Paragraphs and tables in a cell, a note or a box, also those in content controls."""
    for node in parent:
        if node.tag in ("p", "tbl"):
            yield node
        elif node.tag not in _SILENT:
            yield from _blocks(node)


def _inside(parent: Node, tag: str) -> Iterator[Node]:
    """Rows of a table or cells of a row, also those in content controls."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(node, tag)


def _symbol(node: Node) -> str:
    """A character of a symbol font; those of Wingdings have no meaning outside it, ticks and boxes apart."""
    code = attribute(node, "char") or ""
    known = {"F0FE": "☒", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F052": "☑", "F0B7": "•"}
    if code.upper() in known:
        return known[code.upper()]
    value = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else 0
    return chr(value) if value >= 0x20 and not 0xD800 <= value <= 0xF8FF else ""


def _small(size: str | None) -> bool:
    return bool(size) and re.fullmatch(r"\d{1,4}", size or "") is not None and int(size or 9) <= _TINY_HALF_POINTS
