"""Work on files as it is shown in a chat and kept with it: the value of `Message.card`, and what changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from desktop.documents.report_text import text_and_notes
from desktop.documents.work import TaskName
from models.documents.document import Document
from models.documents.document import Report as Reading
from models.report.conclude import recounted
from models.report.corrections import Corrections
from models.report.events import Report, ReportProgress
from models.summary.events import Conflict, Note, Progress, Scope, Status, Summary
from models.tasks.compare import Comparison
from models.tasks.tables import Tables
from models.tasks.translate import Translation

State = Literal["running", "paused", "done", "failed", "cancelled"]
MOST_TOLD = 20_000  # characters: the rest of a long translation must not fill the context
_CHECKED = (Status.VERIFIED, Status.REPAIRED)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the work, by a name no other of them has. `sha256` is empty before it was read, `reading` what came of
    that or None.

    `encoding` is the one the user chose; empty: the reader's own choice.
    """

    name: str
    path: str
    encoding: str = ""
    sha256: str = ""
    kind: str = ""
    reading: Reading | None = None
    refusal: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a card shows. `phase` is what a running one is at; `text` is Markdown whose [n] stands for `notes[n - 1]`.

    `checked` of the notes have passed the check, `ruled` were chosen by rule, the others are `doubtful`. `notice` is
    a sentence the reader must know first. A citation's file is its place in `sources`. `quick` of a summary: the
    model read a part that a rule chose. What exports need besides stands from `scope` on. `report` is as it was made;
    `set_right` is the one with the `corrections` of a person, which text and notes are of.
    """

    kind: Literal["summary"] = "summary"
    task: TaskName = "summary"
    state: State = "running"
    phase: Literal["waiting", "reading", "summarising"] = "waiting"
    document: str
    sources: tuple[Source, ...]
    model: str = ""
    pages: int = 0
    processed: int = 0
    files_done: int = 0
    checked: int = 0
    ruled: int = 0
    doubtful: int = 0
    fraction: float = 0.0
    eta_s: float | None = None
    text: str = ""
    notes: tuple[Note, ...] = ()
    complete: bool = True
    quick: bool = False
    without_text: tuple[int, ...] = ()
    notice: str = ""
    error: tuple[str, dict[str, Any]] | None = None
    scope: Scope | None = None
    conflicts: tuple[Conflict, ...] = ()
    points_found: int = 0
    comparison: Comparison | None = None
    translation: Translation | None = None
    tables: Tables | None = None
    report: Report | None = None
    corrections: dict[str, dict[str, tuple[str, ...]]] = {}

    @classmethod
    def of(
        cls,
        task: TaskName,
        paths: Sequence[Path],
        *,
        quick: bool = False,
        called: Mapping[Path, str] | None = None,
        encodings: Mapping[Path, str] | None = None,
        model: str = "",
    ) -> Card:
        """At the beginning. `called`: not by their own names; `encodings` the user chose; `model` is to do it."""
        sources = tuple(
            Source(name=(called or {}).get(path, path.name), path=str(path), encoding=(encodings or {}).get(path, ""))
            for path in paths
        )
        document = ", ".join(source.name for source in sources)
        return cls(task=task, document=document, sources=sources, quick=quick, model=model)

    @property
    def paths(self) -> list[Path]:
        """Where its files lie, or lay."""
        return [Path(source.path) for source in self.sources]

    def told(self) -> str:
        """What the model reads of it in later turns of the chat."""
        if self.state != "done":
            return ""
        return self.text if len(self.text) <= MOST_TOLD else f"{self.text[:MOST_TOLD]} …"

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    def summary(self) -> Summary:
        """What its exports are made of."""
        scope = self.scope or Scope(
            pages=self.pages, pages_processed=self.processed, pages_without_text=self.without_text, chunks=0,
            chunks_processed=0,
        )  # fmt: skip
        return Summary(
            document=self.document, text=self.text, notes=self.notes, scope=scope, model=self.model,
            complete=self.complete, points_found=self.points_found, conflicts=self.conflicts,
            files=tuple(source.name for source in self.sources) if len(self.sources) > 1 else (),
        )  # fmt: skip

    def of_document(self, number: int, document: Document) -> Card:
        """Source `number` was read."""
        source = msgspec.structs.replace(
            self.sources[number], sha256=document.sha256, kind=document.kind, reading=document.report, refusal=""
        )
        only = len(self.sources) == 1
        return msgspec.structs.replace(
            self._with(number, source), pages=self.pages + len(document.pages), fraction=0.0,
            without_text=document.report.pages_without_text if only else (),
        )  # fmt: skip

    def of_refusal(self, number: int, sentence: str) -> Card:
        """Source `number` cannot be read, and the work goes on without it."""
        return self._with(number, msgspec.structs.replace(self.sources[number], refusal=sentence))

    def read(self) -> Card:
        """Everything was read."""
        return msgspec.structs.replace(self, phase="summarising", fraction=0.0)

    def asked_of(self, model: str) -> Card:
        """This model does it."""
        return msgspec.structs.replace(self, model=model)

    def read_as(self, number: int, encoding: str) -> Card:
        """Source `number` is to be read anew, in this encoding or, empty, in the reader's own choice."""
        source = msgspec.structs.replace(self.sources[number], encoding=encoding, sha256="", reading=None)
        return self._with(number, source)

    def with_progress(self, event: Progress | ReportProgress) -> Card:
        moved = msgspec.structs.replace(self, fraction=event.fraction, eta_s=event.eta_s)
        if isinstance(event, ReportProgress):
            return msgspec.structs.replace(moved, files_done=event.files_done)
        return msgspec.structs.replace(moved, processed=event.scope.pages_processed)

    def with_notes(self, notes: tuple[Note, ...]) -> Card:
        """Some more of what was found, shown as a list until the text is written."""
        found = (*self.notes, *notes)
        text = "".join(f"- {note.claim} [{number}]\n" for number, note in enumerate(found, start=1))
        return self._counted(found, text)

    def with_summary(self, summary: Summary) -> Card:
        """The end of the work."""
        return msgspec.structs.replace(
            self._counted(summary.notes, summary.text),
            state="done", fraction=1.0, eta_s=None, processed=summary.scope.pages_processed,
            complete=summary.complete, model=summary.model, scope=summary.scope, conflicts=summary.conflicts,
            points_found=summary.points_found,
        )  # fmt: skip

    def with_detail(self, detail: Comparison | Translation | Tables) -> Card:
        """What besides text and notes the exports are made of."""
        match detail:
            case Comparison():
                return msgspec.structs.replace(self, comparison=detail)
            case Translation():
                return msgspec.structs.replace(self, translation=detail)
            case Tables():
                return msgspec.structs.replace(self, tables=detail)

    def with_report(self, report: Report) -> Card:
        """The end of a report."""
        ended = msgspec.structs.replace(
            self, state="done", fraction=1.0, eta_s=None, processed=self.pages, files_done=len(report.files),
            complete=report.complete, model=report.model, report=report,
        )  # fmt: skip
        return ended.corrected(self.corrections)

    def set_right(self) -> Report | None:
        """The report as a person wants it. Raises: CorrectionRefused."""
        return recounted(self.report, self.corrections) if self.report and self.corrections else self.report

    def corrected(self, corrections: Corrections) -> Card:
        """A finished report counted anew with these corrections in place of those before. Raises: CorrectionRefused."""
        kept = {file: dict(own) for file, own in corrections.items()}
        made = msgspec.structs.replace(self, corrections=kept)
        report = made.set_right()
        if report is None:
            return made
        text, notes = text_and_notes(report)
        return made._counted(notes, text)

    def begun_again(self) -> Card:
        """What was found comes again out of the cache."""
        return msgspec.structs.replace(
            self, state="running", phase="waiting", fraction=0.0, eta_s=None, text="", notes=(), checked=0, ruled=0,
            doubtful=0, pages=0, processed=0, files_done=0, notice="", error=None,
        )  # fmt: skip

    def paused(self) -> Card:
        return msgspec.structs.replace(self, state="paused", eta_s=None)

    def cancelled(self) -> Card:
        return msgspec.structs.replace(self, state="cancelled", eta_s=None)

    def failed(self, error: str, values: dict[str, Any], notice: str) -> Card:
        return msgspec.structs.replace(self, state="failed", eta_s=None, error=(error, values), notice=notice)

    def _with(self, number: int, source: Source) -> Card:
        sources = (*self.sources[:number], source, *self.sources[number + 1 :])
        return msgspec.structs.replace(self, sources=sources)

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
