"""The Markdown of a summary as blocks that every form of export is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "item", "quote"]
_MARK = re.compile(r" ?\[(\d{1,4})\]")  # raised behind its word, it must not begin a line


class Run(NamedTuple):
    """Text in one style; or, with `mark`, the mark of passage number `mark` and no text."""

    text: str = ""
    bold: bool = False
    mark: int = 0


class Block(NamedTuple):
    """A heading of `level` 1 to 6, a paragraph, a list item or a line of a quotation."""

    kind: Kind
    runs: tuple[Run, ...]
    level: int = 0


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks in order. Raw HTML, links and pictures are text: a document's words can do nothing here."""
    kind: Kind = "paragraph"
    level = 0
    inside: list[Kind] = []
    for token in MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink"]).parse(markdown):
        match token.type:
            case "heading_open":
                kind, level = "heading", int(token.tag[1])
            case "heading_close":
                kind, level = (inside[-1] if inside else "paragraph"), 0
            case "list_item_open" | "blockquote_open":
                kind = "item" if token.type == "list_item_open" else "quote"
                inside.append(kind)
            case "list_item_close" | "blockquote_close":
                inside.pop()
                kind = inside[-1] if inside else "paragraph"
            case "inline":
                yield Block(kind, tuple(_runs(token.children or ())), level)
            case "fence" | "code_block":
                yield Block(kind, (Run(token.content.strip()),))


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("softbreak", "hardbreak"):
            yield Run("\n" if token.type == "hardbreak" else " ", bold)
        elif token.content:
            yield from _marked(token.content, bold)


def _marked(text: str, bold: bool) -> Iterator[Run]:
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()], bold)
        yield Run(mark=int(match[1]))
        at = match.end()
    if at < len(text):
        yield Run(text[at:], bold)
