"""What a summary job says while it works: an iterator of these values; closing the iterator pauses the job."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec


class Status(StrEnum):
    """What the check of a claim against its source found."""

    VERIFIED = "verified"
    REPAIRED = "repaired"  # the quote stands elsewhere than cited; the citation was corrected
    VALUE_MISSING = "value_missing"  # a number, date or name of the claim is not in the cited passage
    NO_QUOTE = "no_quote"  # the quote is nowhere in the document
    POLARITY = "polarity"  # "not", "must"/"may" or a condition differ from the cited passage
    PARTIES = "parties"  # two names have changed places, with each other or with their figures
    NO_OVERLAP = "no_overlap"  # too few words of the cited passage, or in an order of their own
    RULE = "rule"  # chosen by rule, not by the model: a sentence of the source, verbatim


class Citation(msgspec.Struct, frozen=True):
    """Where a claim comes from: characters [start, end) of the document's text, on page `page`.

    `file` is the number of the document, from 0, where a task has several.
    """

    page: int
    start: int
    end: int
    file: int = 0


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One claim with its evidence. `quote` is copied from the source by code, never written by the model.

    It is the text of the first citation, character by character. `heading` is the section it stands in, or empty.
    """

    claim: str
    quote: str
    citations: tuple[Citation, ...]
    status: Status
    chunk: int
    heading: str = ""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """How much was read, shown with every summary."""

    pages: int
    pages_processed: int
    pages_without_text: tuple[int, ...]
    chunks: int
    chunks_processed: int
    chunks_failed: tuple[int, ...] = ()


class Unread(NamedTuple):
    """A file of several that could not be read, and why in one sentence."""

    name: str
    why: str


class Conflict(msgspec.Struct, frozen=True):
    """Two notes that give the same thing different figures: both are shown, nothing is decided."""

    first: Note
    second: Note


class Planned(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The work ahead: `cached` of `chunks` are already done from an earlier run."""

    chunks: int
    cached: int
    tokens: int


class Progress(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """`fraction` of the whole cost, never falling; `eta_s` once there is a measurement."""

    fraction: float
    eta_s: float | None
    scope: Scope


class NotesFound(msgspec.Struct, frozen=True, tag=True):
    """Checked notes of one chunk, as they come."""

    notes: tuple[Note, ...]


class TextWritten(msgspec.Struct, frozen=True, tag=True):
    """Some more of the final text (Markdown with [n] marks), as it is written."""

    text: str


class Summary(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The result. `text` is Markdown whose mark [n] stands for `notes[n - 1]`, and equals all TextWritten in one.

    `points_found` verified points were found, of which `notes` are shown. `prose_checked` of `prose_sentences` that
    the model wrote passed the check; the others were dropped. `complete` False: something was not read or not
    processed, and `text` says what. `files` are the names that citations count by where there are several.
    `checks_told` True: `text` itself says what was checked, which is not what is checked of a summary.
    """

    document: str
    text: str
    notes: tuple[Note, ...]
    scope: Scope
    model: str
    complete: bool
    points_found: int = 0
    prose_sentences: int = 0
    prose_checked: int = 0
    conflicts: tuple[Conflict, ...] = ()
    files: tuple[str, ...] = ()
    checks_told: bool = False


SummaryEvent = Planned | Progress | NotesFound | TextWritten | Summary
