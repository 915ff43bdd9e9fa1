"""Splits text into sentences, Chinese and English, with exact offsets.

What runs on is kept together: a line that ends in the middle of a sentence (PDF breaks lines where the page ends)
continues in the next line or page. What stands alone is kept apart: headings, list items, table rows, lines of code.
Every character of a sentence is the document's own; the gaps between sentences are white space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from models.documents.document import Document, Sentence
from models.documents.structure import stands_alone

_CLOSERS = "\"'”’」』）)】》〉]"
_END = re.compile(rf"[。！？!?…]+[{_CLOSERS}]*|\.+[{_CLOSERS}]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|etc|e\.g|i\.e|cf|approx|No|Nos|Fig|Figs|Eq|Sec|Ch|Vol|pp?|"
    r"Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.$"
)
_ORDINAL = re.compile(r"(?:^|\n|\f)[ \t]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\.$")
_LINE = re.compile(r"[^\n\f]+")
_MAX_CHARACTERS = 1200
_CLAUSE = re.compile(r"[；;，,、：:]\s*|\s+[–—-]\s+|\s+")


def split(text: str, *, lines: bool = False) -> list[tuple[int, int]]:
    """[start, end) of each sentence of `text`; `lines` True takes every line for itself (source code, tables)."""
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text, lines):
        spans += _trimmed(text, start, end) if lines else _sentences(text, start, end)
    return [piece for span in spans for piece in _short_enough(text, *span)]


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Sentences S1..Sn of the document, each on the page where it begins."""
    text = document.text
    starts = [page.start for page in document.pages]
    spans = split(text, lines=document.kind in ("code", "csv", "xlsx"))
    return tuple(
        Sentence(number, start, end, document.pages[bisect_right(starts, start) - 1].number)
        for number, (start, end) in enumerate(spans, start=1)
    )


def _blocks(text: str, lines: bool) -> Iterator[tuple[int, int]]:
    """Runs of lines whose sentences may continue from one into the next."""
    start = end = -1
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.strip():
            continue
        blank = end >= 0 and text.count("\n", end, match.start()) > 1 and "\f" not in text[end : match.start()]
        alone = lines or stands_alone(line)
        if start >= 0 and (blank or alone or lines or _closed(text, start, end)):
            yield start, end
            start = -1
        if start < 0:
            start = match.start()
        end = match.end()
        if alone and (lines or not _is_item(line)):
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _closed(text: str, start: int, end: int) -> bool:
    """Whether the block up to `end` is a heading or a row that nothing continues."""
    line = text[max(start, text.rfind("\n", 0, end) + 1) : end]
    return stands_alone(line) and not _is_item(line)


def _is_item(line: str) -> bool:
    """A list item may go on in the next line."""
    return bool(re.match(r"\s*(?:[-*+•·▪●]|\d{1,3}[.)]|[(（]\d{1,3}[)）])\s+\S", line))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _END.finditer(text, start, end):
        if match.group().startswith(".") and _goes_on(text, at, match.end(), end):
            continue
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, end)


def _goes_on(text: str, start: int, dot: int, end: int) -> bool:
    """A full stop after an abbreviation, an initial or the number of a list item ends no sentence."""
    before = text[max(start, dot - 12) : dot]
    following = text[dot:end].lstrip()
    if _ORDINAL.search(text[max(start - 1, 0) : dot]) and dot - start <= 8:
        return True
    return bool(_ABBREVIATION.search(before)) or following[:1].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is far too long for one sentence at clause punctuation, else hard."""
    while end - start > _MAX_CHARACTERS:
        window = [
            match.end() for match in _CLAUSE.finditer(text, start + _MAX_CHARACTERS // 2, start + _MAX_CHARACTERS)
        ]
        cut = window[-1] if window else start + _MAX_CHARACTERS
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)
