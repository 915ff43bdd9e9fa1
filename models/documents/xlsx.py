"""Reads Excel workbooks (ECMA-376 part 1, 18): one page a sheet, one line a row.

Read: shared and inline strings, numbers as they are shown, results of formulas (or the formula where there is none),
comments, boxes of text. Left out and counted: hidden sheets, charts, pictures. Not covered: hidden rows and columns,
which are read, since a filter hides what is asked for; the spread of merged cells.
"""

from __future__ import annotations

from models.documents.cells import Cells, shared_strings
from models.documents.drawing import text_of
from models.documents.flow import Flow
from models.documents.markup import Node, attribute
from models.documents.number_formats import NumberFormat, built_in
from models.documents.package import Package


def read(package: Package, main: str, flow: Flow) -> None:
    """Write the workbook in the part `main` into `flow`."""
    workbook = package.tree(main)
    relations = package.relations(main)
    cells = _cells(package, main, workbook)
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
        cells.write(relation.target, flow)
        _notes(package, relation.target, flow)
    for folder, what in (("media/", "pictures"), ("charts/chart", "charts"), ("embeddings/", "embedded files")):
        flow.omit(what, sum(part.startswith(f"xl/{folder}") for part in package.parts))


def _notes(package: Package, part: str, flow: Flow) -> None:
    """Comments and boxes of text, below the rows of their sheet."""
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


def _cells(package: Package, main: str, workbook: Node) -> Cells:
    properties = workbook.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    styles = package.related(main, "styles")
    return Cells(
        package,
        shared_strings(package, package.related(main, "sharedStrings")),
        _formats(package.tree(styles), from_1904) if styles else [],
    )


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
