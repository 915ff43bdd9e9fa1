"""The records of a report as rows of a table: what one file answers to one field, and whether somebody should look.

What is said of them is in the language of the window; labels and answers stay as the report has them, in its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from desktop.widgets import language
from models.report.corrections import Corrections
from models.report.events import Report
from models.report.export.tables import state_words
from models.report.findings import doubts
from models.report.record import Entry, FileRecord, State, Verdict
from models.report.schema import Field
from models.report.words import words
from models.summary.events import Citation


class Passage(msgspec.Struct, frozen=True):
    """`quote` stands at `place` and is why `value` was answered."""

    value: str
    quote: str
    place: Citation


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What file number `file` answers. `check` is what is to be known of it, in a few words.

    `answers` count; `asked` are those that may be meant, but need a look. `passages` begin with those of `answers`.
    """

    file: int
    name: str
    state: State
    answers: tuple[str, ...]
    asked: tuple[str, ...]
    passages: tuple[Passage, ...]
    check: str
    corrected: bool

    @property
    def doubtful(self) -> bool:
        return self.state is State.REVIEW or bool(self.asked)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the counts: how many files, and which. `percent` is None for what is no label."""

    name: str
    files: frozenset[str]
    percent: float | None = None
    review: frozenset[str] = frozenset()


def read_line(report: Report) -> str:
    """How many of the files were read."""
    read = sum(not record.unread for record in report.files)
    return words(language.now())("read_line", read=read, files=len(report.files))


def rows(report: Report, field: Field, corrections: Corrections) -> list[Row]:
    """One row a file, in the order of the files; `corrections` are those the report was counted with."""
    return [
        _row(report, number, record, field, by_hand=field.name in corrections.get(record.name, {}))
        for number, record in enumerate(report.files)
    ]


def figures(report: Report, field: Field) -> list[Figure]:
    """The labels, the most frequent first, then the files without one; a field of values has only the latter."""
    say = words(language.now())
    tally = next(each for each in report.tallies if each.field == field.name)
    made = [
        Figure(name=each.label, files=frozenset(each.files), percent=tally.percent(each), review=frozenset(each.review))
        for each in tally.ranked()
    ]
    if not tally.counts:
        made.append(Figure(name=say("value_head"), files=frozenset(tally.found)))
    for name, files in (("none_stated", tally.none), ("review", tally.review), ("unread", tally.unread)):
        if files:
            made.append(Figure(name=say(name), files=frozenset(files)))
    return made


def set_right(corrections: Corrections, file: str, field: str, answers: tuple[str, ...] | None) -> Corrections:
    """The corrections with this one; None takes back what there was."""
    made = {name: dict(own) for name, own in corrections.items()}
    own = made.setdefault(file, {})
    if answers is None:
        own.pop(field, None)
    else:
        own[field] = answers
    return {name: own for name, own in made.items() if own}


def _row(report: Report, number: int, record: FileRecord, field: Field, *, by_hand: bool) -> Row:
    say = words(language.now())
    counted, review = record.of(field.name), record.of(field.name, Verdict.REVIEW)
    left_out = () if counted or review else record.of(field.name, Verdict.LEFT_OUT)
    tally = next(each for each in report.tallies if each.field == field.name)
    if by_hand:
        check = say("reason_corrected")
    elif record.unread:
        check = record.unread
    elif counted and not review:
        check = say(f"reason_{counted[0].reason}")
    else:
        check = doubts(record, field.name, say) or state_words(record, field.name, say)
    if tally.main_unclear is not None and counted:
        main = record.main(field.name)
        check = f"{say('main')}: {main}; {check}" if main else f"{say('main_unclear')}; {check}"
    return Row(
        file=number, name=record.name, state=record.state(field.name), answers=tuple(one.value for one in counted),
        asked=tuple(one.value for one in review), passages=tuple(_passages((*counted, *review, *left_out), number)),
        check=check, corrected=by_hand,
    )  # fmt: skip


def _passages(entries: tuple[Entry, ...], file: int) -> Iterator[Passage]:
    for entry in entries:
        for one in entry.evidence:
            if one.citations:
                yield Passage(entry.value, one.quote, msgspec.structs.replace(one.citations[0], file=file))
