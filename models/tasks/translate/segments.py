"""A document as segments that are translated one to one: paragraphs, or the sentences of a long one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.documents.chunk import Count
from models.documents.document import Document
from models.documents.sentences import flat, paragraphs_of, sentences_of

_PREFIX = re.compile(r"^(?:#{1,6}\s+|\s*(?:[-*+•·▪●]|\d{1,3}[.)]|[(（]\d{1,3}[)）])\s+)")
_NOTHING_TO_SAY = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[\W\d_]+")


class Source(NamedTuple):
    """[start, end) of the document's text, on one line; `prefix` (a bullet, a heading's marks) is not translated.

    `joins` True: it goes on with the paragraph of the segment before. `tokens` are the source's.
    """

    page: int
    start: int
    end: int
    prefix: str
    text: str
    tokens: int
    joins: bool = False

    @property
    def silent(self) -> bool:
        """Whether there is nothing to translate: figures, addresses, signs."""
        return not _NOTHING_TO_SAY.sub("", self.text)


def segments_of(document: Document, longest_tokens: int, count: Count) -> list[Source]:
    """All text of the document once, in order; no segment over `longest_tokens` unless one sentence is."""
    text = document.text
    paragraphs = paragraphs_of(document)
    sentences = list(sentences_of(document))
    tokens = count([flat(text[p.start : p.end]) for p in paragraphs])
    made: list[Source] = []
    at = 0
    for paragraph, own in zip(paragraphs, tokens, strict=True):
        while at < len(sentences) and sentences[at].start < paragraph.start:
            at += 1
        inside = []
        while at < len(sentences) and sentences[at].start < paragraph.end:
            inside.append((sentences[at].start, min(sentences[at].end, paragraph.end)))
            at += 1
        whole = (paragraph.start, paragraph.end)
        pieces = [whole] if own <= longest_tokens or len(inside) < 2 else list(_runs(inside, own, longest_tokens))
        costs = [own] if len(pieces) == 1 else count([flat(text[start:end]) for start, end in pieces])
        for number, ((start, end), cost) in enumerate(zip(pieces, costs, strict=True)):
            page = paragraph.page + text.count("\f", paragraph.start, start)
            said = flat(text[start:end])
            prefix = _PREFIX.match(said) if not number else None
            cut = prefix.end() if prefix else 0
            made.append(Source(page, start, end, said[:cut], said[cut:], cost, number > 0))
    return made


def _runs(sentences: Sequence[tuple[int, int]], tokens: int, longest: int) -> Iterator[tuple[int, int]]:
    """Neighbouring sentences put together, each run about `longest` tokens by its share of the characters."""
    length = sentences[-1][1] - sentences[0][0]
    room = length * longest / tokens
    start, end = sentences[0]
    for following in sentences[1:]:
        if following[1] - start > room:
            yield start, end
            start = following[0]
        end = following[1]
    yield start, end


def groups_of(segments: Sequence[Source], budget_tokens: int) -> list[list[int]]:
    """The numbers of neighbouring segments that are asked together."""
    groups: list[list[int]] = []
    room = 0
    for number, segment in enumerate(segments):
        if segment.silent:
            continue
        if not groups or segment.tokens > room or len(groups[-1]) >= _MOST_TOGETHER:
            groups.append([])
            room = budget_tokens
        groups[-1].append(number)
        room -= segment.tokens
    return groups


_MOST_TOGETHER = 12
