"""A part of a document as the product hands it to a model: sentences with numbers, a heading, what stood before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from models.documents.document import Chunk, Sentence
from models.summary.prompts import language_of

Language = Literal["en", "zh"]


class Line(NamedTuple):
    """A sentence of a document, on one line.

    `tells`: it carries a figure, a date, a name or a decision. `stands` False: a heading, or something else that
    proves nothing by itself. `kind` is the symbol of the grammar that it was made from, where a question may ask it,
    and `made` the figures, dates and names in it: (their kind, their text).
    """

    text: str
    tells: bool = False
    stands: bool = True
    kind: str = ""
    made: tuple[tuple[str, str], ...] = ()


class Passage(NamedTuple):
    """`lines` as the sentences 1, 2, ... of `chunk`, whose offsets are places in `text`."""

    name: str
    language: Language
    lines: tuple[Line, ...]
    chunk: Chunk
    text: str


def passage(name: str, lines: Sequence[Line], heading: str = "", context: str = "", index: int = 0) -> Passage:
    """The lines laid out one below the other."""
    at, sentences = 0, []
    for number, line in enumerate(lines, start=1):
        sentences.append(Sentence(number, at, at + len(line.text), 1))
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    chunk = Chunk(
        index=index, sentences=tuple(sentences), tokens=len(text) // 3, heading=heading, context=context
    )  # fmt: skip
    return Passage(name, language_of(text), tuple(lines), chunk, text)


def telling(lines: Sequence[Line], most: int) -> list[int]:
    """The numbers (from 1) of the lines worth a note, at most `most`, in their order.

    All that tell something; of too many the first of each stretch of them. Where none does, three of the others at
    most, likewise.
    """
    found = [number for number, line in enumerate(lines, start=1) if line.tells and line.stands]
    if not found:
        found = [number for number, line in enumerate(lines, start=1) if line.stands and len(line.text) > 11]
        most = min(3, most, (len(found) + 2) // 3)
    if len(found) <= most:
        return found
    return [found[stretch * len(found) // most] for stretch in range(most)]
