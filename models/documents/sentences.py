"""Splits text into sentences, Chinese and English, with exact offsets.

What runs on is kept together: a line that ends in the middle of a sentence (PDF breaks lines where the page ends)
continues in the next line or page. What stands alone is kept apart: headings, list items, table rows, lines of code.
Every character of a sentence is the document's own; the gaps between sentences are white space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from models.documents.document import Document, Sentence
from models.documents.kinds import LINE_KINDS, RUNNING_KINDS
from models.documents.structure import is_item, is_left_open, is_title, stands_alone

_CLOSERS = "\\]\"'”’」』）)】》〉"
_NOTES = r"(?:\[\^\w{1,4}\](?!:)|\^\d{1,3})*"  # marks of footnotes belong to the sentence before them
_END = re.compile(rf"[。！？!?…]+[{_CLOSERS}]*{_NOTES}|(?<!\.)\.++[{_CLOSERS}]*{_NOTES}(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|etc|e\.g|i\.e|cf|approx|No|Nos|Fig|Figs|Eq|Sec|Ch|Vol|pp?|"
    r"Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.$"
)
_ORDINAL = re.compile(r"(?:^|\n|\f)[ \t]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\.$")
_LINE = re.compile(r"[^\n\f]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAP_IN_CHINESE = re.compile(rf"(?<={_WIDE})\s*[\n\f]\s*(?={_WIDE})")
_STOPS = re.compile(rf"[。！？!?.…:：；;][{_CLOSERS}]*\s*$")
_NARROW = 40  # columns: no prose is set much narrower, so lines shorter than that tell no margin
_MAX_CHARACTERS = 1200
_LINES_SAMPLED = 5000
_LOOK_AHEAD = 40
_CLAUSE = (re.compile(r"[；;，,、：:]\s*"), re.compile(r"\s+"))


def split(text: str, *, lines: bool = False, runs_on: bool = True) -> list[tuple[int, int]]:
    """[start, end) of each sentence of `text`.

    `lines` True takes every line for itself (source code, tables); `runs_on` says that sentences go on after a page.
    """
    spans: list[tuple[int, int]] = []
    for start, end, whole in _blocks(text, lines, runs_on):
        spans += _trimmed(text, start, end) if whole else _sentences(text, start, end)
    return [piece for span in spans for piece in cut(text, *span, _MAX_CHARACTERS)]


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Sentences S1..Sn of the document, each on the page where it begins."""
    text = document.text
    starts = [page.start for page in document.pages]
    spans = split(text, lines=document.kind in LINE_KINDS, runs_on=document.kind in RUNNING_KINDS)
    return tuple(
        Sentence(number, start, end, document.pages[bisect_right(starts, start) - 1].number)
        for number, (start, end) in enumerate(spans, start=1)
    )


def paragraphs_of(document: Document) -> tuple[Sentence, ...]:
    """Paragraphs P1..Pn of the document, headings, items and rows each for itself, on the page where each begins."""
    text = document.text
    starts = [page.start for page in document.pages]
    blocks = _blocks(text, document.kind in LINE_KINDS, document.kind in RUNNING_KINDS)
    spans = [span for start, end, _ in blocks for span in _trimmed(text, start, end)]
    return tuple(
        Sentence(number, start, end, document.pages[bisect_right(starts, start) - 1].number)
        for number, (start, end) in enumerate(spans, start=1)
    )


def _blocks(text: str, lines: bool, runs_on: bool) -> Iterator[tuple[int, int, bool]]:
    """Runs of lines whose sentences may continue from one into the next; True for one that is one sentence."""
    full = _full_width(text)
    start = end = -1
    last, fresh = "", True  # the line before, and whether a sentence begins with it
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.strip():
            continue
        alone = lines or stands_alone(line)
        gap = text[end : match.start()] if end >= 0 else ""
        parted = (gap.count("\n") > 1 and "\f" not in gap) or ("\f" in gap and not runs_on)
        if start >= 0 and (alone or parted or _ends_early(last, line, full, fresh)):
            yield start, end, False
            start = -1
        fresh = (start < 0 or bool(_STOPS.search(last))) and not is_item(line)
        if start < 0:
            start = match.start()
        end, last = match.end(), line
        if alone and (lines or not is_item(line)):
            yield start, end, True
            start = -1
    if start >= 0:
        yield start, end, False


def _full_width(text: str) -> int:
    """How wide a line is that runs to the right margin: nine lines of ten are not wider."""
    widths = sorted(_width(match.group()) for match in islice(_LINE.finditer(text), _LINES_SAMPLED))
    return widths[len(widths) * 9 // 10] if widths else 0


def _width(line: str) -> int:
    return len(line) + sum(character > "\u2e7f" for character in line)


def _ends_early(line: str, following: str, full: int, fresh: bool) -> bool:
    """A line that stops well before the margin ends its paragraph, unless the next one plainly goes on.

    One that begins a sentence and looks like a title need not stop so early.
    """
    first = following.lstrip()[:1]
    if is_left_open(line) or not (first.isupper() or first.isdigit() or first > "\u2e7f"):
        return False
    if _width(line) < 0.6 * full:
        return True
    return fresh and _width(line.strip()) < 0.8 * max(full, _NARROW) and is_title(line, following)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _END.finditer(text, start, end):
        if match.group().startswith(".") and _goes_on(text, at, match.end(), end):
            continue
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, end)


def _goes_on(text: str, start: int, dot: int, end: int) -> bool:
    """A full stop after an abbreviation, an initial or the number of a list item ends nothing; nor does a leader."""
    before = text[max(start, dot - 12) : dot]
    following = text[dot : min(end, dot + _LOOK_AHEAD)].lstrip()
    if dot - start <= 8 and _ORDINAL.search(text[max(start - 1, 0) : dot]):
        return True
    return bool(_ABBREVIATION.search(before)) or following[:1].islower() or following.startswith(".")


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def cut(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most `longest` characters: cut at clause punctuation, else at a space, else hard."""
    while end - start > longest:
        latest = start + longest
        borders = ([m.end() for m in pattern.finditer(text, start + longest // 2, latest)] for pattern in _CLAUSE)
        border = next((found[-1] for found in borders if found), latest)
        yield from _trimmed(text, start, border)
        start = border
    yield from _trimmed(text, start, end)


def flat(text: str) -> str:
    """A sentence on one line: line ends become a space, or nothing between Chinese characters."""
    joined = _WRAP_IN_CHINESE.sub("", text.strip())
    return " ".join(joined.split())
