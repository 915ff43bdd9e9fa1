"""Text in DrawingML, the common tongue of slides, diagrams and boxes on sheets (ECMA-376 part 1, 21)."""

from __future__ import annotations

from collections.abc import Iterator

from models.documents.markup import Node, attribute


def paragraphs(body: Node) -> Iterator[tuple[str, int]]:
    """The text of each paragraph below `body`, and how deep it is indented, from 0."""
    for paragraph in body.iter("p"):
        pieces = []
        for node in paragraph.iter():
            if node.tag == "t":
                pieces.append(node.text or "")
            elif node.tag == "br":
                pieces.append("\n")
        properties = paragraph.find("pPr")
        level = None if properties is None else attribute(properties, "lvl")
        if text := "".join(pieces).strip():
            yield text, int(level) if level in tuple("012345678") else 0


def text_of(body: Node) -> str:
    """All paragraphs on one line."""
    return " ".join(text for text, _ in paragraphs(body))
