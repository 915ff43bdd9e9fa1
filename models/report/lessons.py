"""What a person's corrections teach: passages with their labels, shown with the questions about later files.

A correction says which labels a file has, not which passage says so. A lesson is drawn only where that is plain: from
the passage of a label that the person took away, and to the one label put in its place; or from the passage of a label
that the checks had held back and the person counted. Nothing is drawn from what was typed without a passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from models.documents.sentences import flat
from models.report.corrections import Corrections, bare
from models.report.record import Entry, FileRecord, Verdict
from models.report.schema import Field
from models.report.words import Words

MOST = 6  # for one field: about 300 tokens beside its question
_MOST_ALIKE = 2  # with one label
_LONGEST = 160  # characters of a passage


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """In `field`, the passage `quote` means `label` and not `wrong`; either may be empty, not both."""

    field: str
    quote: str
    label: str = ""
    wrong: str = ""


Lessons = tuple[Lesson, ...]


def lessons(records: Mapping[str, FileRecord], corrections: Corrections, fields: Sequence[Field]) -> Lessons:
    """Those of these files, by name: `records` as they were made, and `corrections` that were checked."""
    closed = {field.name: field for field in fields if field.labels}
    found = [
        lesson
        for file, own in corrections.items()
        if file in records
        for name, values in own.items()
        if name in closed
        for lesson in _of(records[file], closed[name], [bare(value, closed[name]) for value in values])
    ]
    return tuple(lesson for field in closed for lesson in _few([one for one in found if one.field == field]))


def told(some: Lessons, field: Field, words: Words) -> list[str]:
    """The lines about a field as a model reads them; none where nothing was taught."""
    own = [one for one in some if one.field == field.name]
    if not own:
        return []
    lines = []
    for one in own:
        name = "lesson_is" if not one.wrong else "lesson_is_not" if not one.label else "lesson"
        lines.append(words(name, quote=one.quote, label=one.label, wrong=one.wrong))
    return [words("lessons"), *lines]


def _of(record: FileRecord, field: Field, right: Sequence[str]) -> Iterator[Lesson]:
    """Of one file and field, whose labels are `right`."""
    shown = [entry for entry in record.entries if entry.field == field.name and entry.evidence]
    new = [label for label in right if not any(entry.value == label for entry in shown)]
    wrong = [entry for entry in shown if entry.verdict is Verdict.COUNTED and entry.value not in right]
    for entry in wrong:
        instead = new[0] if len(new) == len(wrong) == 1 else ""
        yield Lesson(field=field.name, quote=_quote(entry), label=instead, wrong=entry.value)
    for entry in shown:
        if entry.verdict is not Verdict.COUNTED and entry.value in right:
            yield Lesson(field=field.name, quote=_quote(entry), label=entry.value)


def _quote(entry: Entry) -> str:
    said = flat(entry.evidence[0].quote)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _few(some: Sequence[Lesson]) -> list[Lesson]:
    """The last ones, so many of each kind that no label crowds out the others."""
    kept: list[Lesson] = []
    for lesson in reversed(some):
        alike = sum((one.label, one.wrong) == (lesson.label, lesson.wrong) for one in kept)
        if len(kept) < MOST and alike < _MOST_ALIKE and lesson not in kept:
            kept.append(lesson)
    return kept[::-1]
