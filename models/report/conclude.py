"""From the records of all files to the report: counts and sentences, all of it by code or checked by it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from models.report import corrections as correcting
from models.report import findings, prose
from models.report.corrections import Corrections
from models.report.events import Report
from models.report.record import FileRecord
from models.report.schema import Schema
from models.report.tally import tally
from models.report.words import Words, words


def table(schema: Schema, records: Sequence[FileRecord], say: Words) -> list[prose.Row]:
    """The lines the model writes about."""
    return prose.rows([tally(field, records) for field in schema.fields], say)


def concluded(schema: Schema, records: tuple[FileRecord, ...], say: Words, model: str, answer: str) -> Report:
    """The report; `answer` is what the model wrote about the table, unchecked, or empty."""
    tallies = tuple(tally(field, records) for field in schema.fields)
    kept, written = prose.checked(answer, prose.rows(tallies, say))
    same = findings.same_content(records)
    return Report(
        title=schema.title,
        language=say.language,
        model=model,
        fields=schema.fields,
        files=records,
        tallies=tallies,
        findings=findings.findings(tallies, records, same, say),
        prose=kept,
        prose_written=written,
        same=same,
    )


def recounted(report: Report, corrections: Corrections) -> Report:
    """The report as a person sets it right, without a model; sentences that are true no more are dropped.

    `report` is the one without any correction, and `corrections` all there are: what is taken back is as it was.

    Raises: CorrectionRefused.
    """
    own = correcting.checked(corrections, report.fields, [record.name for record in report.files])
    records = tuple(correcting.corrected(record, own.get(record.name, {}), report.fields) for record in report.files)
    schema, say = Schema(report.title, report.fields), words(report.language)
    rows = table(schema, records, say)
    true = tuple(one for one in report.prose if any(prose.borne_out(one, [row], rows) for row in rows))
    made = concluded(schema, records, say, report.model, "")
    return msgspec.structs.replace(made, prose=true, prose_written=report.prose_written)
