"""What a report job says while it works: an iterator of these values; closing the iterator pauses the job."""

from __future__ import annotations

import msgspec

from models.documents.document import Document
from models.report.record import FileRecord
from models.report.schema import Field, Label, Language
from models.report.tally import Tally


class SourceFile(msgspec.Struct, frozen=True):
    """A file of the report, by a name that is unique in it; without a document, `unread` says why."""

    name: str
    document: Document | None
    unread: str = ""


class ReportPlanned(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The work ahead: `cached` of `files` are done from an earlier run; `questions` of `tokens` are to be asked."""

    files: int
    cached: int
    questions: int
    tokens: int


class ReportProgress(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """`fraction` of the whole cost, never falling; `eta_s` once there is a measurement."""

    fraction: float
    eta_s: float | None
    files_done: int
    files: int


class CodebookProposed(msgspec.Struct, frozen=True, tag=True):
    """Lists of labels by field, for a person to confirm or edit before anything is counted."""

    codebook: dict[str, tuple[Label, ...]]


class FileDone(msgspec.Struct, frozen=True, tag=True):
    """One file's record, final but for corrections made later."""

    record: FileRecord


class Report(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The result: records in the order given, counts by code, and sentences about them.

    `findings` are written by code. `prose` is the model's, each sentence checked against the table:
    `prose_written` were written, the others dropped. `same` are files of one content.
    """

    title: str
    language: Language
    model: str
    fields: tuple[Field, ...]
    files: tuple[FileRecord, ...]
    tallies: tuple[Tally, ...]
    findings: tuple[str, ...]
    prose: tuple[str, ...] = ()
    prose_written: int = 0
    same: tuple[tuple[str, ...], ...] = ()

    @property
    def complete(self) -> bool:
        """Every file was read, and whole."""
        return not any(record.unread or record.in_part for record in self.files)

    def record(self, name: str) -> FileRecord:
        return next(record for record in self.files if record.name == name)


ReportEvent = ReportPlanned | ReportProgress | FileDone | Report
