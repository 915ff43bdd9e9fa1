"""The map step: what is asked of the model about one chunk, and what its answer says.

One note is one line, `S12,S13|words copied from there|the point`: 25 % fewer tokens than JSON, and an answer cut
short loses one line. Sentences are numbered within their chunk, so the request for an unchanged chunk stays the same
wherever it moves in the document. Everything before the chunk is the same bytes in every request of a job, so the
engine reads it once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from models.documents.document import Chunk
from models.documents.sentences import flat
from models.engine.protocol import ChatMessage
from models.summary.options import SummaryOptions
from models.summary.prompts import Prompts

FORMAT = "lines-1"  # part of every cache key: changes with the line format or its parser's input
MOST_NOTES = 6
MOST_CITED = 4
_NUMBERS_LISTED = 200

_NUMBER = re.compile(r"[Ss]?\s*(\d{1,4})")
_RANGE = re.compile(r"[Ss]?\s*(\d{1,4})\s*[-–—~至]\s*[Ss]?\s*(\d{1,4})")
_DECORATION = re.compile(r"^\s*(?:[-*•·>]+\s*|\d{1,2}[.)、]\s+)")
_SEPARATORS = r"[\s,，、;；()（）\[\]【】–—~至-]"
_IDS = re.compile(rf"^{_SEPARATORS}*[Ss]?\s*\d{{1,4}}(?:(?:{_SEPARATORS}|and)*[Ss]?\s*\d{{1,4}})*{_SEPARATORS}*$")
_PLAIN = "[^|\\uff5c\\x00-\\x1f\\x7f\\x85\\u2028\\u2029]"  # nothing that ends a field or a line
_MARKUP = re.compile(r"^#{1,6} |^[-•] |\[\^\w{1,4}\]:?\s*|^\|\s*|\s*\|$")
_QUOTES = "\"'“”‘’「」『』《》` "


class Line(NamedTuple):
    """What one line of the answer says: sentence numbers within the chunk (from 1), anchor, claim."""

    cited: tuple[int, ...]
    anchor: str
    claim: str


class Answer(NamedTuple):
    """An answer taken apart; `broken` lines were no notes."""

    lines: tuple[Line, ...]
    broken: int


def instruction(prompts: Prompts, options: SummaryOptions, name: str) -> ChatMessage:
    """The shared beginning of every request of a job."""
    parts = [prompts.notes, prompts.phrase("title", name=_one_line(name, 120))]
    if options.focus.strip():
        parts.append(prompts.phrase("focus", focus=_one_line(options.focus, 300)))
    return ChatMessage("system", "\n".join(parts))


def question(prompts: Prompts, chunk: Chunk, text: str) -> ChatMessage:
    """The chunk, sentence by sentence, with what it takes to understand it."""
    parts = [prompts.phrase("part")]
    if chunk.heading:
        parts.append(prompts.phrase("heading", heading=chunk.heading))
    if chunk.context:
        parts.append(prompts.phrase("context", context=flat(chunk.context)))
    parts += [f"S{number}: {flat(text[s.start : s.end])}" for number, s in enumerate(chunk.sentences, start=1)]
    return ChatMessage("user", "\n".join([*parts, prompts.phrase("ask")]))


def grammar(sentences: int, most: int = MOST_NOTES) -> str:
    """GBNF for the answer about a chunk of `sentences` sentences: only their numbers can be cited."""
    return f'root ::= "NONE" | line ("\\n" line){{0,{most - 1}}}\n{rules(sentences)}'


def rules(sentences: int) -> str:
    """What a `line` of a grammar is."""
    listed = sentences <= _NUMBERS_LISTED  # a long list costs every token more than the parser's own check does
    numbers = " | ".join(f'"S{n}"' for n in range(1, sentences + 1)) if listed else '"S" [1-9] [0-9]{0,3}'
    return (
        'line ::= ids "|" anchor "|" claim\n'
        f'ids ::= id ("," id){{0,{MOST_CITED - 1}}}\n'
        f"id ::= {numbers}\n"
        f"anchor ::= {_PLAIN}{{4,120}}\n"
        f"claim ::= {_PLAIN}{{4,300}}\n"
    )


def parse(answer: str, sentences: int, most: int = MOST_NOTES) -> Answer:
    """Read an answer line by line, forgiving in form: bullets, brackets, full-width bars, ranges, missing S."""
    lines: list[Line] = []
    broken = 0
    for raw in answer.replace("｜", "|").replace("\\n", "\n").split("\n"):
        written = _DECORATION.sub("", raw).strip()
        if not written or written.strip(".。* ").upper() in ("NONE", "无"):
            continue
        line = _line(written, sentences)
        if line is None:
            broken += 1
        elif line not in lines:
            lines.append(line)
    return Answer(tuple(lines[: 2 * most]), broken)


def unmarked(claim: str) -> str:
    """A claim on one line, without what marks headings, items, rows and footnotes in the text it was taken from."""
    return _MARKUP.sub("", flat(claim))


def _line(written: str, sentences: int) -> Line | None:
    fields = [field.strip() for field in written.strip("|").split("|")]
    if len(fields) < 3 or not _IDS.match(fields[0]):
        return None
    cited = tuple(number for number in _cited(fields[0]) if 1 <= number <= sentences)[:MOST_CITED]
    anchor, claim = fields[1].strip(_QUOTES), " ".join(fields[2:]).strip()
    return Line(cited, anchor, claim) if anchor and claim else None


def _cited(field: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(field):
        numbers += range(int(first), min(int(last), int(first) + MOST_CITED) + 1)
    numbers += [int(number) for number in _NUMBER.findall(_RANGE.sub(" ", field))]
    return sorted(set(numbers))


def _one_line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]
