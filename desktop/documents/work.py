"""What can be done with files, as values that are kept with a job; each becomes an iterator of events."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

import msgspec

from models.documents.document import Document
from models.errors import ModelNotLoaded
from models.report.events import ReportEvent, SourceFile
from models.report.job import Reporter, language_of_files
from models.report.schema import Schema
from models.summary.events import SummaryEvent
from models.summary.job import Summariser
from models.summary.options import SummaryOptions
from models.tasks.ask import ask
from models.tasks.asker import Model
from models.tasks.compare import Comparison, compare

Event = SummaryEvent | ReportEvent | Comparison
FindModel = Callable[[], Model]


class Summarise(msgspec.Struct, frozen=True, tag="summary"):
    """One file; several get a job each."""

    options: SummaryOptions = SummaryOptions()


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """A question to all files at once."""

    question: str


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """The first file with the second."""


class MakeReport(msgspec.Struct, frozen=True, tag="report"):
    """What is looked for in every file; all its lists of labels are confirmed."""

    schema: Schema


Work = Summarise | Ask | Compare | MakeReport


class Unread(msgspec.Struct, frozen=True):
    """A file of several that could not be read; the sentence says why."""

    name: str
    sentence: str


def tolerates(work: Work) -> bool:
    """A file that cannot be read is part of the result, instead of its end."""
    return isinstance(work, MakeReport)


def begin(work: Work, files: Sequence[Document | Unread], model: FindModel) -> Iterator[Event]:
    """Do it, with the model that `model` finds. Raises: PaddockError."""
    documents = [file for file in files if isinstance(file, Document)]
    match work:
        case Summarise(options=options):
            return _summarise(documents[0], options, model())
        case Ask(question=question):
            return ask(model(), documents, question)
        case Compare():
            return _compare(documents, model)
        case MakeReport(schema=schema):
            return _report(schema, files, model())


def _summarise(document: Document, options: SummaryOptions, model: Model) -> Iterator[Event]:
    summariser = Summariser(
        model.engine, model.outputs, model_name=model.name, n_ctx=model.n_ctx, n_seq_max=model.n_seq_max,
        model_key=model.key,
    )  # fmt: skip
    return summariser.run(document, options)


def _compare(documents: Sequence[Document], model: FindModel) -> Iterator[Event]:
    """What changed is found without a model; one that is there adds sentences."""
    try:
        found: Model | None = model()
    except ModelNotLoaded:
        found = None
    return compare(documents[0], documents[1], found)


def _report(schema: Schema, files: Sequence[Document | Unread], model: Model) -> Generator[Event, None, None]:
    sources = source_files(files)
    reporter = Reporter(
        model.engine, model.outputs, model_name=model.name, n_ctx=model.n_ctx, n_seq_max=model.n_seq_max,
        model_key=model.key,
    )  # fmt: skip
    yield from reporter.run(schema, sources, language=language_of_files(sources))


def source_files(files: Sequence[Document | Unread]) -> list[SourceFile]:
    """The files of a report, by names no two of which are the same."""
    made: list[SourceFile] = []
    for file in files:
        name, number = file.name, 2
        while any(each.name == name for each in made):
            name, number = f"{file.name} ({number})", number + 1
        document = file if isinstance(file, Document) else None
        made.append(SourceFile(name, document, "" if document else getattr(file, "sentence", "")))
    return made
