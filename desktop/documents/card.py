"""A summary as it is shown in a chat and kept with it: the value of `Message.card`, and what changes it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from models.documents.document import Document
from models.summary.events import Note, Progress, Status, Summary

State = Literal["running", "paused", "done", "failed"]
_CHECKED = (Status.VERIFIED, Status.REPAIRED)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a card shows. `phase` is what a running one is at; `text` is Markdown whose [n] stands for `notes[n - 1]`.

    `checked` of the notes have passed the check, `ruled` were chosen by rule, the others are `doubtful`. `notice` is
    a sentence the reader must know first. `sha256` is that of the file at `path` when it was read: empty before.
    """

    kind: Literal["summary"] = "summary"
    state: State = "running"
    phase: Literal["waiting", "reading", "summarising"] = "waiting"
    document: str
    path: str
    model: str = ""
    sha256: str = ""
    pages: int = 0
    processed: int = 0
    checked: int = 0
    ruled: int = 0
    doubtful: int = 0
    fraction: float = 0.0
    eta_s: float | None = None
    text: str = ""
    notes: tuple[Note, ...] = ()
    complete: bool = True
    without_text: tuple[int, ...] = ()
    notice: str = ""
    error: tuple[str, dict[str, Any]] | None = None

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    def of_document(self, document: Document) -> Card:
        """Reading is done."""
        return msgspec.structs.replace(
            self, phase="summarising", sha256=document.sha256, pages=len(document.pages), fraction=0.0,
            without_text=document.report.pages_without_text,
        )  # fmt: skip

    def with_progress(self, event: Progress) -> Card:
        return msgspec.structs.replace(
            self, fraction=event.fraction, eta_s=event.eta_s, processed=event.scope.pages_processed
        )

    def with_notes(self, notes: tuple[Note, ...]) -> Card:
        """Some more of what was found, shown as a list until the summary is written."""
        found = (*self.notes, *notes)
        text = "".join(f"- {note.claim} [{number}]\n" for number, note in enumerate(found, start=1))
        return self._counted(found, text)

    def with_summary(self, summary: Summary) -> Card:
        """The end of the work."""
        return msgspec.structs.replace(
            self._counted(summary.notes, summary.text),
            state="done", fraction=1.0, eta_s=None, processed=summary.scope.pages_processed,
            complete=summary.complete, model=summary.model,
        )  # fmt: skip

    def begun_again(self) -> Card:
        """What was found comes again out of the cache."""
        return msgspec.structs.replace(
            self, state="running", phase="waiting", fraction=0.0, eta_s=None, text="", notes=(), checked=0, ruled=0,
            doubtful=0, processed=0, notice="", error=None,
        )  # fmt: skip

    def paused(self) -> Card:
        return msgspec.structs.replace(self, state="paused", eta_s=None)

    def failed(self, error: str, values: dict[str, Any], notice: str) -> Card:
        return msgspec.structs.replace(self, state="failed", eta_s=None, error=(error, values), notice=notice)

    def _counted(self, notes: tuple[Note, ...], text: str) -> Card:
        checked = sum(note.status in _CHECKED for note in notes)
        ruled = sum(note.status is Status.RULE for note in notes)
        return msgspec.structs.replace(
            self, notes=notes, text=text, checked=checked, ruled=ruled, doubtful=len(notes) - checked - ruled
        )


def card_of(kept: dict[str, Any] | None) -> Card | None:
    """The card of a message, when it is one this version knows."""
    try:
        return msgspec.convert(kept, Card) if kept else None
    except msgspec.ValidationError:
        return None
