"""What is known of each file: answers with their evidence and what the checks made of them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from models.documents.locate import fold
from models.summary.events import Citation


class Verdict(StrEnum):
    """What becomes of an answer."""

    COUNTED = "counted"
    REVIEW = "review"  # the model disagrees with itself: a person has to look
    LEFT_OUT = "left_out"  # a check refuted it


class Reason(StrEnum):
    """What decided."""

    CHECKED = "checked"
    CORRECTED = "corrected"  # by a person
    NO_QUOTE = "no_quote"
    VALUE = "value"  # a number, date or name of the answer is not in the passage
    MEANING = "meaning"  # negation, duty or condition differ, or too few words in common
    DENIED = "denied"  # the passage says that it is not so
    ASKED = "asked"  # a question, which nobody answered with yes
    SPEAKER = "speaker"  # said by somebody whose words do not count
    NOT_CONFIRMED = "not_confirmed"  # the second pass said no, or nothing
    SEVERAL = "several"  # different answers where there can be one
    UNCLEAR = "unclear"  # the model answered nothing that can be used: what the file says is not known


_MODELS_FAULT = frozenset({Reason.NO_QUOTE, Reason.VALUE, Reason.MEANING, Reason.UNCLEAR})


class Weight(StrEnum):
    """What a label is among those of its file."""

    MAIN = "main"
    SECONDARY = "secondary"


class Evidence(msgspec.Struct, frozen=True):
    """`quote` is the text of the first citation, character by character."""

    quote: str
    citations: tuple[Citation, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of one file to one field: a label of its list, or a value. By hand it has no evidence.

    `weight` is what the model or a person said of it; what counts is `FileRecord.main`.
    """

    field: str
    value: str
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    reason: Reason
    weight: Weight | None = None


class State(StrEnum):
    """Where a file is counted for one field; always in exactly one place."""

    FOUND = "found"
    NONE = "none"
    REVIEW = "review"
    UNREAD = "unread"


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One file, by a name that is unique in its report.

    `unread` says why nothing of it was read; `in_part` what of it was not.
    """

    name: str
    sha256: str = ""
    pages: int = 0
    entries: tuple[Entry, ...] = ()
    unread: str = ""
    in_part: tuple[str, ...] = ()
    corrected: bool = False

    def of(self, field: str, verdict: Verdict = Verdict.COUNTED) -> tuple[Entry, ...]:
        """The entries of a field with that verdict."""
        return tuple(entry for entry in self.entries if entry.field == field and entry.verdict is verdict)

    def state(self, field: str) -> State:
        """That nothing is stated is said only where no answer of the model's failed."""
        if self.of(field):
            return State.FOUND
        if self.unread:
            return State.UNREAD
        failed = any(entry.reason in _MODELS_FAULT for entry in self.of(field, Verdict.LEFT_OUT))
        return State.REVIEW if failed or self.of(field, Verdict.REVIEW) else State.NONE

    def main(self, field: str) -> str:
        """The one main label of a file; empty where none is clear.

        A label alone is the main one. Of several it is the one that is said to be, unless two are, or another that is
        said to be may yet be counted: one that needs a look, or whose passage the model did not show.
        """
        counted = self.of(field)
        said = {entry.value for entry in self.entries if entry.field == field and _may_be_main(entry)}
        labels = said or ({counted[0].value} if len(counted) == 1 else set())
        (one,) = labels if len(labels) == 1 else ("",)
        return one if any(entry.value == one for entry in counted) else ""


def _may_be_main(entry: Entry) -> bool:
    refuted = entry.verdict is Verdict.LEFT_OUT and entry.reason not in _MODELS_FAULT
    return entry.weight is Weight.MAIN and not refuted


def settled(entries: list[Entry], many: bool) -> tuple[Entry, ...]:
    """The entries of one file and field with equal values made one; several where only one can be need a look."""
    best: dict[str, Entry] = {}
    for entry in entries:
        key = fold(entry.value)[0]
        known = best.get(key)
        if known is None or _RANK[entry.verdict] < _RANK[known.verdict]:
            best[key] = entry
        elif entry.verdict is known.verdict:
            evidence = known.evidence + tuple(one for one in entry.evidence if one not in known.evidence)
            weight = Weight.MAIN if Weight.MAIN in (known.weight, entry.weight) else known.weight
            best[key] = msgspec.structs.replace(known, evidence=evidence, weight=weight)
    merged = tuple(best.values())
    if many or sum(entry.verdict is Verdict.COUNTED for entry in merged) < 2:
        return merged
    return tuple(
        msgspec.structs.replace(entry, verdict=Verdict.REVIEW, reason=Reason.SEVERAL)
        if entry.verdict is Verdict.COUNTED
        else entry
        for entry in merged
    )


_RANK = {Verdict.COUNTED: 0, Verdict.REVIEW: 1, Verdict.LEFT_OUT: 2}
