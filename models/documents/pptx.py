"""Reads PowerPoint presentations (ECMA-376 part 1, 19): one page a slide, in the order they are shown.

Read: titles as headings, text of shapes and groups, tables, diagrams (SmartArt), speaker's notes, comments. Left out
and counted: hidden slides, pictures, charts, embedded files. Not covered: masters and layouts, animations.
"""

from __future__ import annotations

from models.documents.drawing import paragraphs, text_of
from models.documents.flow import Flow
from models.documents.markup import Node, attribute
from models.documents.package import Package, Relation

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "hdr", "sldNum", "sldImg")  # date, footer, header, number of the slide and its picture


def read(package: Package, main: str, flow: Flow) -> None:
    """Write the presentation in the part `main` into `flow`."""
    relations = package.relations(main)
    shown = 0
    for entry in package.tree(main).iter("sldId"):
        relation = relations.get(_relation_id(entry))
        if relation is None or relation.target not in package:
            flow.omit("damaged parts")
            continue
        slide = package.tree(relation.target)
        if slide.get("show") in ("0", "false"):
            flow.omit("hidden slides", name=_title(slide))
            continue
        if shown:
            flow.page()
        shown += 1
        _slide(package, relation.target, slide, flow)
    for folder, what in (("media/", "pictures"), ("charts/chart", "charts"), ("embeddings/", "embedded files")):
        flow.omit(what, sum(part.startswith(f"ppt/{folder}") for part in package.parts))


def _slide(package: Package, part: str, slide: Node, flow: Flow) -> None:
    relations = package.relations(part)
    if title := _title(slide):
        flow.heading(1, title)
    for node in slide.iter():
        if node.tag == "sp" and (body := node.find("txBody")) is not None:
            if _placeholder(node) not in (*_TITLES, *_FURNITURE):
                _body(body, flow)
        elif node.tag == "tbl":
            flow.table()
            for row in node.iter("tr"):
                flow.row([text_of(cell) for cell in row.iter("tc")])
        elif node.tag == "relIds":
            _diagram(package, relations.get(attribute(node, "dm") or ""), flow)
    for relation in relations.values():
        if relation.target not in package:
            continue
        if relation.kind == "notesSlide":
            _notes(package.tree(relation.target), flow)
        elif relation.kind == "comments":
            for comment in package.tree(relation.target).iter("text"):
                flow.paragraph(f"[Comment] {''.join(comment.itertext())}")


def _body(body: Node, flow: Flow) -> None:
    lines = list(paragraphs(body))
    for text, depth in lines:
        if len(lines) > 1:
            flow.item(text, depth=depth)
        else:
            flow.paragraph(text)


def _notes(notes: Node, flow: Flow) -> None:
    for shape in notes.iter("sp"):
        body = shape.find("txBody")
        if body is not None and _placeholder(shape) not in _FURNITURE and (text := text_of(body)):
            flow.paragraph(f"[Notes] {text}")


def _diagram(package: Package, relation: Relation | None, flow: Flow) -> None:
    if relation is None or relation.target not in package:
        return
    for point in package.tree(relation.target).iter("pt"):
        if text := text_of(point):
            flow.item(text)


def _title(slide: Node) -> str:
    for shape in slide.iter("sp"):
        if _placeholder(shape) in _TITLES and (body := shape.find("txBody")) is not None:
            return text_of(body)
    return ""


def _placeholder(shape: Node) -> str | None:
    """What the layout means a shape for: "title", "body" (by default), ...; None for a shape of its own."""
    node = shape.find("nvSpPr/nvPr/ph")
    return None if node is None else attribute(node, "type") or "body"


def _relation_id(node: Node) -> str:
    """`r:id`, not the `id` of the slide beside it."""
    return next((value for key, value in node.items() if key.endswith("}id")), "")
