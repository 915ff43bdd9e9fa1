"""Lists of labels for a report: proposed from a sample of the files, and read back from what a person made of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.documents.work import source_files
from desktop.widgets.words import sentence_of
from models.documents.document import Document
from models.documents.reader import Reader
from models.errors import FileRefused
from models.report.events import CodebookProposed, ReportProgress
from models.report.job import language_of_files
from models.report.proposing import propose
from models.report.schema import Label, Schema, closed
from models.summary.events import Unread
from models.tasks.asker import Model

_READING = 0.3  # the share of reading in the progress


@dataclass(frozen=True, slots=True)
class Looking:
    """How far looking for labels is, 0 to 1."""

    fraction: float


def proposed(
    reader: Reader, paths: Sequence[Path], schema: Schema, model: Callable[[], Model]
) -> Iterator[Looking | CodebookProposed]:
    """On a task's thread: read the files, then ask the model about some of them. Raises: PaddockError."""
    files: list[Document | Unread] = []
    for number, path in enumerate(paths, start=1):
        try:
            files += [event for event in reader.read(path) if isinstance(event, Document)]
        except FileRefused as error:
            files.append(Unread(path.name, sentence_of(error)))
        yield Looking(_READING * number / len(paths))
    sources, found = source_files(files), model()
    events = propose(
        found.engine, found.outputs, schema, sources, language=language_of_files(sources),
        model_key=found.key or found.name, n_ctx=found.n_ctx, n_seq_max=found.n_seq_max,
    )  # fmt: skip
    for event in events:
        if isinstance(event, ReportProgress):
            yield Looking(_READING + (1 - _READING) * event.fraction)
        else:
            yield event


def as_lines(labels: Sequence[Label]) -> str:
    """“Pay: salary or bonus too low”, one a line."""
    return "\n".join(f"{one.label}: {one.definition}" if one.definition else one.label for one in labels)


def of_lines(text: str, path: str) -> tuple[Label, ...]:
    """The labels of such lines. Raises: SchemaRefused."""
    labels = []
    for line in filter(None, map(str.strip, text.replace("：", ":").splitlines())):
        label, _, definition = line.partition(":")
        labels.append(Label(label.strip(), definition.strip()))
    return closed(labels, path)


def confirmed(schema: Schema, lines: Mapping[str, str], main: Collection[str] = ()) -> Schema:
    """The schema with the lists that a person agreed to, by field.

    `main` names the fields one of whose labels is the main one of a file. Raises: SchemaRefused.
    """
    fields = tuple(
        msgspec.structs.replace(field, labels=of_lines(lines[field.name], field.title), main=field.name in main)
        if field.name in lines
        else field
        for field in schema.fields
    )
    return msgspec.structs.replace(schema, fields=fields)
