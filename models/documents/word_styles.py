"""What a Word style says that bears on the text: which level of heading it is, its list, whether it hides."""

from __future__ import annotations

import re
from typing import NamedTuple

from models.documents.markup import Node, attribute

_HEADING = re.compile(r"^(?:heading|标题|標題|überschrift|titre|título|見出し|제목)\s*([1-9])$")
_TITLES = {"title", "标题", "標題"}
_OFF = ("0", "false", "off", "none")
_LONGEST_CHAIN = 20


class Listed(NamedTuple):
    """A paragraph's place in a list: `number_id` names the list, `depth` counts from 0."""

    number_id: str
    depth: int


class Styles:
    """The styles of a document by id; what a style does not say, the style it is based on says."""

    def __init__(self, root: Node | None) -> None:
        styles = [] if root is None else root.findall("style")
        self._nodes = {attribute(style, "styleId") or "": style for style in styles}
        self._headings = {style: self._heading(style) for style in self._nodes}
        self._lists = {style: self._listed(style) for style in self._nodes}
        self.hiding = {style for style in self._nodes if self._says(style, "vanish")}
        self.shaded = {style for style in self._nodes if self._says(style, "shd")}

    def heading(self, style: str) -> int | None:
        """1 to 9 when paragraphs of this style are headings."""
        return self._headings.get(style)

    def listed(self, style: str) -> Listed | None:
        """The list that paragraphs of this style are items of."""
        return self._lists.get(style)

    def _heading(self, style: str) -> int | None:
        for node in self._chain(style):
            if (name := node.find("name")) is not None:
                words = (attribute(name, "val") or "").casefold().strip()
                if match := _HEADING.match(words):
                    return int(match.group(1))
                if words in _TITLES:
                    return 1
            if (level := outline_level(node.find("pPr"))) is not None:
                return level
        return None

    def _listed(self, style: str) -> Listed | None:
        return next((found for node in self._chain(style) if (found := listed(node.find("pPr")))), None)

    def _says(self, style: str, name: str) -> bool:
        properties = (node.find(f"{kind}/{name}") for node in self._chain(style) for kind in ("rPr", "pPr"))
        return next((is_on(found) for found in properties if found is not None), False)

    def _chain(self, style: str) -> list[Node]:
        chain: list[Node] = []
        while style in self._nodes and len(chain) < _LONGEST_CHAIN:
            chain.append(self._nodes[style])
            base = chain[-1].find("basedOn")
            style = "" if base is None else attribute(base, "val") or ""
        return chain


def outline_level(properties: Node | None) -> int | None:
    """The level of heading that a paragraph's own properties give it, from 1."""
    node = None if properties is None else properties.find("outlineLvl")
    level = "" if node is None else attribute(node, "val") or ""
    return int(level) + 1 if level in ("0", "1", "2", "3", "4", "5", "6", "7", "8") else None


def listed(properties: Node | None) -> Listed | None:
    """The list that a paragraph's own properties put it into; "0" takes it out of its style's."""
    node = None if properties is None else properties.find("numPr")
    number = None if node is None else node.find("numId")
    if node is None or number is None:
        return None
    level = node.find("ilvl")
    depth = "0" if level is None else attribute(level, "val") or "0"
    return Listed(attribute(number, "val") or "0", int(depth) if depth in tuple("012345678") else 0)


def is_on(node: Node | None) -> bool:
    """Whether a switch is there and not turned off."""
    return node is not None and (attribute(node, "val") or "1").lower() not in _OFF
