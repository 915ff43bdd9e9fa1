"""What changed, as values: which passages, and which of their figures, names and duties are other ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from models.documents.document import Sentence
from models.summary.polarity import differs
from models.summary.terms import similarity, terms
from models.summary.values import Date, Value, values
from models.tasks.compare.align import align, key_of
from models.tasks.files import Files

Kind = Literal["changed", "added", "removed", "moved"]

_ALIKE = 0.6  # what moved may have changed a little on the way
_RULE = re.compile(r"[|:\-\s]+")  # the line below the head of a table
_FRAMED = 0.5
_WORD = re.compile(r"[^\W_\u2e80-\u9fff]+|[\u2e80-\u9fff]")
_COMMON = 50  # a word of so many new sentences tells none of them


class Side(msgspec.Struct, frozen=True):
    """A passage: characters [start, end) of its own file's text, on page `page`."""

    page: int
    start: int
    end: int
    text: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One passage that is not as it was; `old` or `new` is None where there is none.

    `gone` and `come` are the figures, dates and names that only one side has. `meaning` says that negation, duty or
    condition differ.
    """

    kind: Kind
    old: Side | None
    new: Side | None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    meaning: bool = False

    @property
    def weighty(self) -> bool:
        """Whether a figure, a date, a name or a duty changed."""
        return bool(self.gone or self.come or self.meaning)


class Comparison(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All changes in reading order; `same` sentences stand unchanged in both."""

    old: str
    new: str
    same: int
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]


def changes_of(files: Files) -> Comparison:
    """The changes from the first file to the second."""
    saying = [s for s in files.sentences if not _RULE.fullmatch(files.said(s))]
    old, new = ([s for s in saying if files.file_at(s.start) == number] for number in (0, 1))
    old_said, new_said = ([files.said(s) for s in own] for own in (old, new))
    old_terms, new_terms = ([set(terms(said)) for said in own] for own in (old_said, new_said))
    first, second = files.documents
    drawn = first.kind != second.kind
    old_keys, new_keys = ([key_of(s, marks=not drawn) for s in own] for own in (old_said, new_said))
    old_words, new_words = ([_WORD.findall(said.casefold()) for said in own] for own in (old_said, new_said))

    def alike(a: int, b: int) -> float:
        """By the words two sentences share; short ones, where one name is half of it, by those around what changed."""
        frame = _frame(old_words[a], new_words[b])
        return max(similarity(old_terms[a], new_terms[b]), frame if frame >= _FRAMED else 0.0)

    pairs = align(old_keys, new_keys, alike)
    moved = _moved([pair for pair, equal in pairs if not equal], old_terms, new_terms)
    arrived = set(moved.values())
    same = sum(equal and at_old is not None for (at_old, _), equal in pairs)
    changes: list[Change] = []
    for (at_old, at_new), equal in pairs:
        if equal or (at_old is None and at_new in arrived):
            continue
        kind: Kind = (
            "changed" if at_new is not None and at_old is not None else "added" if at_old is None else "removed"
        )
        if at_old is not None and at_old in moved:
            kind, at_new = "moved", moved[at_old]
            if drawn and old_said[at_old].startswith("[^") and old_keys[at_old] == new_keys[at_new]:
                same += 1  # where a note stands is the format's doing
                continue
        one = _side(files, old[at_old]) if at_old is not None else None
        other = _side(files, new[at_new]) if at_new is not None else None
        changes.append(_change(files, kind, one, other))
    return Comparison(old=first.name, new=second.name, same=same, changes=tuple(changes))


def _frame(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the longer one that both begin and end with, 0 to 1."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    return (head + tail) / max(len(old), len(new), 1)


def _moved(
    pairs: Sequence[tuple[int | None, int | None]], old_terms: Sequence[set[str]], new_terms: Sequence[set[str]]
) -> dict[int | None, int]:
    """What went in one place and came in another, in the same words or nearly so; the most alike first."""
    came: dict[str, list[int]] = {}
    for at_old, at_new in pairs:
        if at_old is None and at_new is not None:
            for term in new_terms[at_new]:
                came.setdefault(term, []).append(at_new)
    near: list[tuple[float, int, int]] = []
    for at_old, at_new in pairs:
        if at_old is not None and at_new is None:
            meeting = {
                place
                for term in old_terms[at_old]
                if len(came.get(term, ())) <= _COMMON
                for place in came.get(term, ())
            }
            near += [(-similarity(old_terms[at_old], new_terms[place]), at_old, place) for place in meeting]
    moved: dict[int | None, int] = {}
    taken: set[int] = set()
    for alike, gone, arrived in sorted(near):
        if alike <= -_ALIKE and gone not in moved and arrived not in taken:
            moved[gone] = arrived
            taken.add(arrived)
    return moved


def _side(files: Files, sentence: Sentence) -> Side:
    start, end = files.own(sentence.start), files.own(sentence.end)
    return Side(sentence.page, start, end, files.said(sentence))


def _change(files: Files, kind: Kind, old: Side | None, new: Side | None) -> Change:
    if old is None or new is None:
        return Change(kind=kind, old=old, new=new)
    gone, come = _only_in(old.text, new.text), _only_in(new.text, old.text)
    names = files.checker.names
    gone += [name for name in names.of(old.text) if name.casefold() not in new.text.casefold()]
    come += [name for name in names.of(new.text) if name.casefold() not in old.text.casefold()]
    return Change(
        kind=kind, old=old, new=new, gone=tuple(dict.fromkeys(gone)), come=tuple(dict.fromkeys(come)),
        meaning=differs(new.text, old.text),
    )  # fmt: skip


def _only_in(text: str, other: str) -> list[str]:
    there = set(values(other))
    return [shown(value) for value in values(text) if value not in there]


def shown(value: Value) -> str:
    """A value as digits, in whatever words it was written: 320,000,000, 12.5 %, 2025-03-05."""
    if isinstance(value, Date):
        year, month, day = (
            f"{part:0{width}d}" if part is not None else "" for part, width in zip(value, (4, 2, 2), strict=True)
        )
        return "-".join(part for part in (year or "–", month, day) if part)
    plain = f"{value.value:,f}"
    return f"{plain} %" if value.percent else plain
