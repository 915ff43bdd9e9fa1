"""What can be done with files, as values that are kept with a job; each becomes an iterator of events."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Literal

import msgspec

from models.documents.document import Document
from models.errors import ModelNotLoaded
from models.report.events import ReportEvent, SourceFile
from models.report.job import Reporter, language_of_files
from models.report.lessons import Lessons
from models.report.schema import Schema
from models.summary.events import SummaryEvent, Unread
from models.summary.job import Summariser
from models.summary.options import SummaryOptions
from models.tasks.ask import ask
from models.tasks.asker import Model
from models.tasks.code import Wish as CodeWish
from models.tasks.code import study
from models.tasks.compare import Comparison, compare
from models.tasks.items import list_every
from models.tasks.tables import OfPage, Tables, find_tables
from models.tasks.translate import Translation, translate
from models.tasks.words import Language

Event = SummaryEvent | ReportEvent | Comparison | Translation | Tables
FindModel = Callable[[], Model]


class Summarise(msgspec.Struct, frozen=True, tag="summary"):
    """One file; several get a job each."""

    options: SummaryOptions = SummaryOptions()


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """A question to all files at once."""

    question: str


class ListEvery(msgspec.Struct, frozen=True, tag="list"):
    """Every one of something that the files hold."""

    what: str


class Translate(msgspec.Struct, frozen=True, tag="translate"):
    """One file, into a language by its code in models.tasks.translate.languages; several get a job each."""

    target: str


class TakeTables(msgspec.Struct, frozen=True, tag="tables"):
    """The tables of one file; several get a job each."""


class StudyCode(msgspec.Struct, frozen=True, tag="code"):
    """One source file; several get a job each. `language` is that of the notes."""

    wish: CodeWish
    language: Language = "en"


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """The first file with the second."""


class MakeReport(msgspec.Struct, frozen=True, tag="report"):
    """What is looked for in every file; all its lists of labels are confirmed.

    `lessons` are of the reports in the same chat that looked for the same and were set right by a person.
    """

    schema: Schema
    lessons: Lessons = ()


Work = Summarise | Ask | ListEvery | Translate | TakeTables | StudyCode | Compare | MakeReport


def tolerates(work: Work) -> bool:
    """A file that cannot be read is named in the result, instead of being its end."""
    return isinstance(work, Ask | ListEvery | MakeReport)


TaskName = Literal["summary", "ask", "list", "translate", "tables", "explain", "review", "tests", "compare", "report"]


def task_of(work: Work) -> TaskName:
    """What it is called on its card."""
    name: TaskName = work.wish if isinstance(work, StudyCode) else work.__struct_config__.tag  # type: ignore[assignment]
    return name


def is_of_one_file(work: Work) -> bool:
    """Several files are several jobs."""
    return isinstance(work, Summarise | Translate | TakeTables | StudyCode)


def begin(work: Work, files: Sequence[Document | Unread], model: FindModel, tables_of: OfPage) -> Iterator[Event]:
    """Do it, with the model that `model` finds; `tables_of` reads a page of the first file. Raises: PaddockError."""
    documents = [file for file in files if isinstance(file, Document)]
    unread = [file for file in files if isinstance(file, Unread)]
    match work:
        case Summarise(options=options):
            return _summarise(documents[0], options, model())
        case Ask(question=question):
            return ask(model(), documents, question, unread=unread)
        case ListEvery(what=what):
            return list_every(model(), documents, what, unread=unread)
        case Translate(target=target):
            return translate(model(), documents[0], target)
        case TakeTables():
            return find_tables(documents[0], tables_of if documents[0].kind == "pdf" else None)
        case StudyCode(wish=wish, language=language):
            return study(model(), documents[0], wish, language)
        case Compare():
            return _compare(documents, model)
        case MakeReport():
            return _report(work, files, model())


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


def _report(work: MakeReport, files: Sequence[Document | Unread], model: Model) -> Generator[Event, None, None]:
    sources = source_files(files)
    reporter = Reporter(
        model.engine, model.outputs, model_name=model.name, n_ctx=model.n_ctx, n_seq_max=model.n_seq_max,
        model_key=model.key,
    )  # fmt: skip
    yield from reporter.run(work.schema, sources, language=language_of_files(sources), lessons=work.lessons)


def source_files(files: Sequence[Document | Unread]) -> list[SourceFile]:
    """The files of a report, by names no two of which are the same."""
    made: list[SourceFile] = []
    for file in files:
        name, number = file.name, 2
        while any(each.name == name for each in made):
            name, number = f"{file.name} ({number})", number + 1
        made.append(SourceFile(name, file) if isinstance(file, Document) else SourceFile(name, None, file.why))
    return made
