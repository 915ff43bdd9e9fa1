"""From the notes of all chunks to the points that are shown: said twice is said once, contradictions are both shown.

All of it by code: which notes are one, which disagree, and which are shown. Each section has a share of the room, so
that the middle of a long document is not lost to its beginning and end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import msgspec

from models.summary.events import Conflict, Note, Status
from models.summary.terms import similarity, terms
from models.summary.values import Number, Value, values

_SAME = 0.6
_SAME_SUBJECT = 0.75
_LONGEST_NAME = 4  # characters of Chinese
_SPOKEN = re.compile(r"[^\W\d_\u4e00-\u9fff]+|(?![〇零一二三四五六七八九两十百千万亿])[\u4e00-\u9fff]")
_PRONOUN = re.compile(r"(?:its?|they|their|he|his|she|her|th(?:is|at|ese|ose))\b|[其该它他她这那此]", re.IGNORECASE)


class Point(msgspec.Struct, frozen=True):
    """A note with what it is compared by."""

    note: Note
    terms: frozenset[str]
    values: frozenset[Value]


def points(notes: Iterable[Note]) -> list[Point]:
    """Notes made comparable, equal ones united: their citations together, the shorter claim."""
    merged: list[Point] = []
    by_term: dict[str, set[int]] = {}
    for note in notes:
        point = Point(note, frozenset(terms(note.claim)), frozenset(values(note.claim)))
        near = {index for term in point.terms for index in by_term.get(term, ())}
        twin = next((index for index in sorted(near) if _same(merged[index], point)), None)
        if twin is None:
            for term in point.terms:
                by_term.setdefault(term, set()).add(len(merged))
            merged.append(point)
        else:
            merged[twin] = msgspec.structs.replace(merged[twin], note=_united(merged[twin].note, note))
    return merged


def conflicts(merged: Sequence[Point]) -> tuple[Conflict, ...]:
    """Pairs that say the same of the same thing but for one figure, and are alone in that.

    Where a third says so too with a figure of its own, it is a series (unit 1, unit 2, unit 3), not a contradiction.
    """
    by_term: dict[str, list[int]] = {}
    for index, point in enumerate(merged):
        for term in point.terms:
            by_term.setdefault(term, []).append(index)
    pairs = {
        (first, second)
        for indexes in by_term.values()
        if len(indexes) <= 50  # a term of every note says nothing about any two
        for at, first in enumerate(indexes)
        for second in indexes[at + 1 :]
    }
    found = [pair for pair in sorted(pairs) if _disagree(merged[pair[0]], merged[pair[1]])]
    involved = Counter(index for pair in found for index in pair)
    alone = [(first, second) for first, second in found if involved[first] == involved[second] == 1]
    return tuple(Conflict(merged[first].note, merged[second].note) for first, second in alone[:20])


def choose(merged: Sequence[Point], room: int, focus: str = "") -> list[Note]:
    """At most `room` notes, in the order of the document, with a share for every section."""
    wanted = set(terms(focus))
    sections: dict[str, list[Point]] = {}
    for point in merged:
        sections.setdefault(_section(point.note), []).append(point)
    queues = [sorted(section, key=lambda point: -_weight(point, wanted)) for section in sections.values()]
    queues.sort(key=lambda queue: -_weight(queue[0], wanted))
    chosen: list[Note] = []
    while len(chosen) < room and any(queues):
        for queue in queues:
            if queue and len(chosen) < room:
                chosen.append(queue.pop(0).note)
    return sorted(chosen, key=lambda note: (note.citations[0].start, note.claim))


def _section(note: Note) -> str:
    return note.heading or f"#{note.chunk}"


def _weight(point: Point, wanted: set[str]) -> float:
    """What speaks for a point: said often, with figures, asked for, by the model rather than by rule."""
    asked = len(wanted & point.terms) / len(wanted) if wanted else 0.0
    by_model = point.note.status is not Status.RULE
    return min(3, len(point.note.citations)) * 0.3 + bool(point.values) * 0.5 + asked + by_model * 0.5


def _same(first: Point, second: Point) -> bool:
    return first.values == second.values and similarity(set(first.terms), set(second.terms)) >= _SAME


def _united(first: Note, second: Note) -> Note:
    citations = first.citations + tuple(c for c in second.citations if c not in first.citations)
    by_rule = Status.RULE in (first.status, second.status)  # what is quoted stays what it was
    claim = first.claim if by_rule else min(first.claim, second.claim, key=len)
    return msgspec.structs.replace(first, claim=claim, citations=citations)


def _disagree(first: Point, second: Point) -> bool:
    """The same but for the figures, of which each has one the other lacks."""
    ours, theirs = _numbers(first) - _numbers(second), _numbers(second) - _numbers(first)
    if len(ours) != 1 or len(theirs) != 1 or first.note.citations[0] == second.note.citations[0]:
        return False
    if _dates(first) != _dates(second) or _of_others(first.note.claim, second.note.claim):
        return False
    return similarity(_words(first), _words(second)) >= _SAME_SUBJECT


def _of_others(first: str, second: str) -> bool:
    """Whether two claims that are alike speak of different things: another name in the same place, or "it".

    Latin names are told by their capitals; in Chinese any exchange of up to four characters may be one.
    """
    if _PRONOUN.match(first) or _PRONOUN.match(second):
        return True
    ours, theirs = _SPOKEN.findall(first), _SPOKEN.findall(second)
    exchanged = (
        (ours[a:b], theirs[c:d])
        for what, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        if what == "replace"
    )
    return any(_may_name(one) and _may_name(other) for one, other in exchanged)


def _may_name(words: Sequence[str]) -> bool:
    if all(word >= "\u4e00" for word in words):
        return len(words) <= _LONGEST_NAME
    return all(word[0].isupper() for word in words)


def _numbers(point: Point) -> set[Value]:
    return {value for value in point.values if isinstance(value, Number)}


def _dates(point: Point) -> set[Value]:
    return set(point.values) - _numbers(point)


def _words(point: Point) -> set[str]:
    return {term for term in point.terms if not any(character.isdigit() for character in term)}
