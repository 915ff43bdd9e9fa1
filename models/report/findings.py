"""What a report says in sentences written by code: always true of the table, whatever the model wrote."""

from __future__ import annotations

from collections.abc import Sequence

from models.report.prose import short
from models.report.record import FileRecord, Verdict
from models.report.tally import Count, Tally
from models.report.words import Words

_OTHER_SHARE = 10.0  # percent under "other" from which the list wants another label
_MOST_NAMES = 12


def findings(
    tallies: Sequence[Tally], records: Sequence[FileRecord], same: Sequence[Sequence[str]], words: Words
) -> tuple[str, ...]:
    """How much was read, what stands first in each field, and what a reader has to know of the rest."""
    unread = [record.name for record in records if record.unread]
    in_part = [f"{record.name} ({'; '.join(record.in_part)})" for record in records if record.in_part]
    corrected = sum(record.corrected for record in records)
    said = [words("read_line", read=len(records) - len(unread), files=len(records))]
    if unread:
        said.append(words("unread_line", names=_named(unread)))
    if in_part:
        said.append(words("part_line", names=_named(in_part)))
    said += [line for tally in tallies for line in _of(tally, words)]
    if corrected:
        said.append(words("corrected_line", count=corrected))
    return (*said, *(words("same_line", names=_named(group)) for group in same))


def same_content(records: Sequence[FileRecord]) -> tuple[tuple[str, ...], ...]:
    """The files that are equal byte by byte, as groups."""
    groups: dict[str, list[str]] = {}
    for record in records:
        if record.sha256:
            groups.setdefault(record.sha256, []).append(record.name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _of(tally: Tally, words: Words) -> list[str]:
    rest = words("none_line", field=tally.title, none=len(tally.none), review=len(tally.review))
    if not tally.counts:
        return [rest]
    first, *_ = tally.ranked()
    if not first.least:
        return [words("nothing_line", field=tally.title), rest]
    leaders = [count.label for count in tally.ranked() if count.least == first.least]
    said = [
        words(
            "most_line",
            field=tally.title,
            label=words("and").join(leaders),
            count=first.least,
            read=tally.read,
            percent=short(tally.percent(first)),
        ),
        rest,
    ]
    if tally.main_unclear is not None:
        said += _of_main(tally, words)
    if len({name for count in tally.counts for name in count.files}) < sum(count.least for count in tally.counts):
        said.append(words("several_line", field=tally.title))
    other = next((count for count in tally.counts if count.label == words("other")), None)
    if other and tally.percent(other) > _OTHER_SHARE:
        said.append(words("other_line", label=other.label))
    return said


def _of_main(tally: Tally, words: Words) -> list[str]:
    most = max(len(count.main) for count in tally.counts)
    leaders = [count for count in tally.ranked() if most and len(count.main) == most]
    said = (
        [
            words(
                "main_line",
                field=tally.title,
                label=words("and").join(count.label for count in leaders),
                count=most,
                read=tally.read,
                percent=short(tally.main_percent(leaders[0])),
            )
        ]
        if leaders
        else []
    )
    if tally.main_unclear:
        said.append(words("main_unclear_line", field=tally.title, count=len(tally.main_unclear)))
    return said


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown} … (+{len(names) - _MOST_NAMES})"


def span(count: Count, words: Words) -> str:
    """The count; with files that need a look, from what is sure to what may be."""
    sure = str(count.least)
    return words("range", least=sure, most=count.most) if count.most > count.least else sure


def weight(record: FileRecord, tally: Tally, label: str, words: Words) -> str:
    """Whether a label that counts is the main one of its file; empty where the field does not ask."""
    if tally.main_unclear is None or not any(entry.value == label for entry in record.of(tally.field)):
        return ""
    main = record.main(tally.field)
    return words("main_unclear" if not main else "main" if main == label else "secondary")


def doubts(record: FileRecord, field: str, words: Words) -> str:
    """Why a file needs a look: its answers that were not counted, each with what stands against it."""
    entries = (*record.of(field, Verdict.REVIEW), *record.of(field, Verdict.LEFT_OUT))
    said = [f"{entry.value}: {words(f'reason_{entry.reason}')}".removeprefix(": ") for entry in entries]
    return "; ".join(dict.fromkeys(said))
