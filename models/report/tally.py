"""Counts, by code, from the records of the files. Every figure keeps the files it counts.

What always holds, whatever an engine said, and is asserted here:
- for each field a file is in exactly one of: found, none stated, needs a look, unread;
- the files of all labels, one label after the other, are exactly the counted entries;
- no label is outside the field's list, and no file is counted twice under one;
- where one label of a file is its main one, the sum of the main ones and of the files without a clear one is the files
  found.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from models.report.record import FileRecord, State, Verdict
from models.report.schema import Field


class Count(msgspec.Struct, frozen=True):
    """One label: the files counted under it, and those where the model disagrees with itself about it.

    `main` are those of `files` whose main label it is, where the field asks for one.
    """

    label: str
    files: tuple[str, ...]
    review: tuple[str, ...]
    main: tuple[str, ...] = ()

    @property
    def least(self) -> int:
        return len(self.files)

    @property
    def most(self) -> int:
        """With all files that need a look."""
        return len(set(self.files) | set(self.review))


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """One field over all files, by name in the order given. `counts` is empty for a field of values.

    `main_unclear` are files with labels of which none is clearly the main one; None where the field asks for none.
    """

    field: str
    title: str
    counts: tuple[Count, ...]
    found: tuple[str, ...]
    none: tuple[str, ...]
    review: tuple[str, ...]
    unread: tuple[str, ...]
    main_unclear: tuple[str, ...] | None = None

    @property
    def files(self) -> int:
        return len(self.found) + len(self.none) + len(self.review) + len(self.unread)

    @property
    def read(self) -> int:
        """What shares are of."""
        return self.files - len(self.unread)

    def percent(self, count: Count) -> float:
        """Of the files that were read, rounded to a tenth; the same figure everywhere."""
        return round(100 * count.least / self.read, 1) if self.read else 0.0

    def main_percent(self, count: Count) -> float:
        """As `percent`, of the files whose main label it is."""
        return round(100 * len(count.main) / self.read, 1) if self.read else 0.0

    def ranked(self) -> list[Count]:
        """The most frequent first; equal ones in the order of the list."""
        return sorted(self.counts, key=lambda count: (-count.least, -count.most))


def tally(field: Field, records: Sequence[FileRecord]) -> Tally:
    """Count one field."""
    places: dict[State, list[str]] = {state: [] for state in State}
    for record in records:
        places[record.state(field.name)].append(record.name)
    counted = Tally(
        field=field.name,
        title=field.title,
        counts=tuple(_count(field, one.label, records) for one in field.labels),
        found=tuple(places[State.FOUND]),
        none=tuple(places[State.NONE]),
        review=tuple(places[State.REVIEW]),
        unread=tuple(places[State.UNREAD]),
        main_unclear=_unclear(field, records) if field.main else None,
    )
    hold(counted, field, records)
    return counted


def hold(counted: Tally, field: Field, records: Sequence[FileRecord]) -> None:
    """Raises: AssertionError, a bug of ours, when a count does not add up."""
    everywhere = [*counted.found, *counted.none, *counted.review, *counted.unread]
    _ensure(sorted(everywhere) == sorted(record.name for record in records), "each file in exactly one place")
    if not field.labels:
        return
    labels = {one.label for one in field.labels}
    entries = [(record.name, entry.value) for record in records for entry in record.of(field.name)]
    _ensure({value for _, value in entries} <= labels, "no label outside the list")
    _ensure(len(set(entries)) == len(entries), "no file twice under one label")
    summed = [(name, count.label) for count in counted.counts for name in count.files]
    _ensure(sorted(summed) == sorted(entries), "the sum over all labels is the counted entries")
    _ensure({name for name, _ in summed} == set(counted.found), "found files are those with a label")
    mains = [(name, count.label) for count in counted.counts for name in count.main]
    _ensure(set(mains) <= set(summed), "a main label is one of the file's")
    accounted = [*(name for name, _ in mains), *(counted.main_unclear or ())]
    _ensure(sorted(accounted) == sorted(counted.found if field.main else ()), "each found file has one main label")


def _count(field: Field, label: str, records: Sequence[FileRecord]) -> Count:
    def with_label(verdict: Verdict) -> tuple[str, ...]:
        return tuple(
            record.name for record in records if any(entry.value == label for entry in record.of(field.name, verdict))
        )

    main = tuple(record.name for record in records if field.main and record.main(field.name) == label)
    return Count(label, with_label(Verdict.COUNTED), with_label(Verdict.REVIEW), main)


def _unclear(field: Field, records: Sequence[FileRecord]) -> tuple[str, ...]:
    return tuple(record.name for record in records if record.of(field.name) and not record.main(field.name))


def _ensure(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(f"a count does not add up: {what}")
