"""What a document is made of, and in which order a reader of it should meet the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`note` is a footnote behind its last word."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    texts: Sequence[str]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the head."""

    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks on pages of their own that lie on their side."""

    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class TwoColumns:
    blocks: Sequence[Block]


Block = Heading | Paragraph | Items | Table | Landscape | TwoColumns


@dataclass(frozen=True, slots=True)
class Written:
    """A text document; `header` and `footer` stand on every page."""

    name: str
    language: str
    header: str
    footer: str
    blocks: Sequence[Block]


def flattened(blocks: Sequence[Block]) -> Iterator[Heading | Paragraph | Items | Table]:
    for block in blocks:
        if isinstance(block, Landscape | TwoColumns):
            yield from flattened(block.blocks)
        else:
            yield block


def words_of(blocks: Sequence[Block]) -> list[str]:
    """Every heading, paragraph, item and cell in reading order, without footnotes."""
    found: list[str] = []
    for block in flattened(blocks):
        match block:
            case Heading(text=text) | Paragraph(text=text):
                found.append(text)
            case Items(texts=texts):
                found.extend(texts)
            case Table(rows=rows):
                found.extend(cell for row in rows for cell in row if cell)
    return found


def notes_of(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Each paragraph with a footnote, and the footnote."""
    return [(each.text, each.note) for each in flattened(blocks) if isinstance(each, Paragraph) and each.note]
