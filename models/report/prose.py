"""A few sentences by the model about the table, of which only those are shown that the table bears out.

A sentence is about one line of the table and names it. Checked, besides everything a sentence of a summary is checked
for: every number is one of that line, exactly; "41 of 97" is the count and the number of files; "most", "half" and
"the most frequent" are true; and nothing is compared, since nothing but the lines was computed. Where labels are main
or secondary, a sentence calls main what its line does, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.documents.locate import fold
from models.documents.outline import Outline
from models.engine.protocol import ChatMessage
from models.report.tally import Tally
from models.report.words import Words
from models.summary.events import Citation, Note, Status
from models.summary.terms import overlap
from models.summary.values import Number, values
from models.summary.verify import PASSED, Checker
from models.summary.write import parsed

MOST_ROWS = 24
MOST_SENTENCES = 5
WRITE_TOKENS = 320

_OF = re.compile(r"(?P<count>\d+)\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<total>\d+)", re.IGNORECASE)
_OF_CN = re.compile(r"(?P<total>\d+)\s*[份个位名人篇件][^\d。；]{0,12}?(?P<count>\d+)")
_MAJORITY = re.compile(
    r"\b(?:most of|majority|more than half|over half)\b|大多数|多数|过半|一半以上|半数以上", re.IGNORECASE
)
_HALF = re.compile(r"\bhalf\b|一半|半数", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:most (?:common|frequent|often|cited)|leading|top|main|biggest|largest|first)\b"
    r"|最(?:多|常见|主要|大)|首要|居首",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(
    r"\b(?:more|less|fewer|higher|lower|twice|double|rise|rose|fell|increas\w*|decreas\w*|trend|because|due to|should"
    r"|third|quarter|nearly|almost|all|none|every|least|rare\w*|only|few)\b"
    r"|超过|少于|高于|低于|多于|上升|下降|增加|减少|趋势|因为|由于|应当|应该|建议|近半|几乎|全部|所有|最少|罕见|[三四]分之",
    re.IGNORECASE,
)
_MAIN = re.compile(r"\b(?:main|primary)(?:ly)?\b|\bprimarily\b|主要|首要", re.IGNORECASE)
_SECONDARY = re.compile(r"\bsecond(?:ary|arily)?\b|\bminor\b|次要|其次", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as the model reads it, with its figures.

    `main` is whether it counts the files whose main label it is; None in a report that does not ask.
    """

    label: str
    text: str
    count: int
    total: int
    percent: float
    first: bool
    main: bool | None = None


def rows(tallies: Sequence[Tally], words: Words) -> list[Row]:
    """The lines with a count, the most frequent of each field first."""
    made: list[Row] = []
    for tally in tallies:
        ranked = [count for count in tally.ranked() if count.least]
        main = None if tally.main_unclear is None else False
        for place, count in enumerate(ranked):
            percent = tally.percent(count)
            text = words(
                "row", field=tally.title, label=count.label, count=count.least, total=tally.read, percent=short(percent)
            )
            if extra := count.most - count.least:
                text = words("row_review", row=text, review=extra)
            leads = place == 0 and (len(ranked) == 1 or count.least > ranked[1].least)
            made.append(Row(count.label, text, count.least, tally.read, percent, leads, main))
        made += _main_rows(tally, words)
    return made[:MOST_ROWS]


def _main_rows(tally: Tally, words: Words) -> Iterator[Row]:
    ranked = sorted((count for count in tally.ranked() if count.main), key=lambda count: -len(count.main))
    for place, count in enumerate(ranked):
        number, percent = len(count.main), tally.main_percent(count)
        text = words(
            "main_row", field=tally.title, label=count.label, count=number, total=tally.read, percent=short(percent)
        )
        leads = place == 0 and (len(ranked) == 1 or number > len(ranked[1].main))
        yield Row(count.label, text, number, tally.read, percent, leads, main=True)


def short(percent: float) -> str:
    """Without a decimal that says nothing."""
    return f"{percent:.1f}".removesuffix(".0")


def messages(table: Sequence[Row], words: Words) -> tuple[ChatMessage, ...]:
    """The question: the lines by number."""
    lines = [f"[{number}] {row.text}" for number, row in enumerate(table, start=1)]
    return ChatMessage("system", words("write")), ChatMessage("user", "\n".join(lines))


def checked(answer: str, table: Sequence[Row]) -> tuple[tuple[str, ...], int]:
    """The sentences that the table bears out, and how many were looked at."""
    text = "\n".join(row.text for row in table)
    notes, start = [], 0
    for row in table:
        place = Citation(1, start, start + len(row.text))
        notes.append(Note(claim=row.text, quote=row.text, citations=(place,), status=Status.VERIFIED, chunk=0))
        start = place.end + 1
    checker, written = Checker(text, Outline(text, ())), list(parsed(answer))[: MOST_SENTENCES * 4]
    kept = []
    for sentence, marks in written:
        cited = [number - 1 for number in marks if 1 <= number <= len(table)]
        proven = len(cited) == len(marks) and checker.prose(sentence, [notes[at] for at in cited]) in PASSED
        if proven and borne_out(sentence, [table[at] for at in cited], table):
            kept.append(sentence)
    return tuple(dict.fromkeys(kept))[:MOST_SENTENCES], len(written)


def borne_out(sentence: str, cited: Sequence[Row], table: Sequence[Row]) -> bool:
    """Whether the sentence says of one row what the row says."""
    if len(cited) != 1:
        return False
    row = cited[0]
    beside = re.sub(re.escape(row.label), "", _MAJORITY.sub("", sentence), flags=re.IGNORECASE)
    if not _names(sentence, row, table) or _UNCOUNTED.search(beside):
        return False
    if row.main is not None and (bool(_MAIN.search(beside)) != row.main or _SECONDARY.search(beside)):
        return False
    if not _numbers(sentence) <= _numbers(row.text):
        return False
    return _pairs_hold(sentence, row) and _quantities_hold(sentence, row)


def _names(sentence: str, row: Row, table: Sequence[Row]) -> bool:
    """It names its row and no other."""
    said, own = fold(sentence)[0], fold(row.label)[0]
    others = [fold(other.label)[0] for other in table if other.label != row.label]
    named = any(other in said.replace(own, "") for other in others)
    return not named and (own in said or overlap(row.label, sentence) >= 0.5)


def _pairs_hold(sentence: str, row: Row) -> bool:
    """The number of files is said only as what the count is of."""
    pairs = [*_OF.finditer(sentence), *_OF_CN.finditer(sentence)]
    if any((int(pair["count"]), int(pair["total"])) != (row.count, row.total) for pair in pairs):
        return False
    total = re.search(rf"(?<!\d){row.total}(?!\d)", sentence)
    return bool(pairs) or row.count == row.total or not total


def _quantities_hold(sentence: str, row: Row) -> bool:
    if _MAJORITY.search(sentence):
        return row.percent > 50
    if _HALF.search(sentence) and row.percent != 50:
        return False
    return row.first or not _FIRST.search(_MAIN.sub("", sentence) if row.main else sentence)


def _numbers(text: str) -> set[Number]:
    return {value for value in values(text) if isinstance(value, Number)}
