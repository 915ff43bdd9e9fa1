"""What a job on files does on its thread: read them one after the other, then work on them; and its card after it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from desktop.documents.card import Card
from desktop.documents.work import Event, FindModel, Work, begin, tolerates
from desktop.widgets.words import sentence_of
from models.documents.document import Document, ReadProgress
from models.documents.reader import Reader
from models.errors import FileChanged, FileRefused
from models.report.events import Report, ReportProgress
from models.summary.events import Note, NotesFound, Progress, Summary, Unread
from models.tasks.asker import Model
from models.tasks.compare import Comparison
from models.tasks.tables import Tables
from models.tasks.translate import Translation


@dataclass(frozen=True, slots=True)
class FileRead:
    """File `number` was read."""

    number: int
    document: Document


@dataclass(frozen=True, slots=True)
class FileLeftOut:
    """File `number` cannot be read, and the work does not end by it."""

    number: int
    sentence: str


class AllRead:
    """Every file was read."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """The model of this name does the work."""

    model: str


Step = ReadProgress | FileRead | FileLeftOut | AllRead | AskedOf | Event


def steps(reader: Reader, card: Card, work: Work, model: FindModel) -> Iterator[Step]:
    """All of it. Raises: FileChanged when a file is not what it was when the job began; PaddockError.

    Where the work tolerates files that cannot be read, the first of their errors is raised only when none can.
    """
    files: list[Document | Unread] = []
    first: FileRefused | None = None
    for number, source in enumerate(card.sources):
        try:
            for event in reader.read(Path(source.path), encoding=source.encoding or None):
                if not isinstance(event, Document):
                    yield event
                    continue
                if source.sha256 and event.sha256 != source.sha256:
                    raise FileChanged(name=source.name)
                files.append(msgspec.structs.replace(event, name=source.name))
                yield FileRead(number, event)
        except FileRefused as error:
            if not tolerates(work):
                raise
            first = first or error
            files.append(Unread(source.name, sentence_of(error)))
            yield FileLeftOut(number, sentence_of(error))
    if first and not any(isinstance(file, Document) for file in files):
        raise first
    yield AllRead()
    asked: list[AskedOf] = []

    def found() -> Model:
        one = model()
        asked.append(AskedOf(one.name))
        return one

    events = begin(work, files, found, partial(reader.tables, Path(card.sources[0].path)))
    places = [number for number, file in enumerate(files) if isinstance(file, Document)]
    try:
        yield from asked
        for happened in events:
            yield _placed(happened, places)
    finally:
        if isinstance(events, Generator):
            events.close()


def _placed(event: Event, places: Sequence[int]) -> Event:
    """With citations that count all sources of the card, where some were left out and the work counted the rest."""
    match event:
        case NotesFound(notes=notes):
            return NotesFound(tuple(_note(note, places) for note in notes))
        case Summary(notes=notes):
            return msgspec.structs.replace(event, notes=tuple(_note(note, places) for note in notes))
    return event


def _note(note: Note, places: Sequence[int]) -> Note:
    citations = tuple(msgspec.structs.replace(each, file=places[each.file]) for each in note.citations)
    return msgspec.structs.replace(note, citations=citations)


def advanced(card: Card, event: Step) -> Card:
    """The card after a step; the same one where the step changes nothing that is shown."""
    match event:
        case ReadProgress(done=done, total=total):
            return msgspec.structs.replace(card, phase="reading", fraction=done / total if total else 0.0)
        case FileRead(number=number, document=document):
            return card.of_document(number, document)
        case FileLeftOut(number=number, sentence=sentence):
            return card.of_refusal(number, sentence)
        case AllRead():
            return card.read()
        case AskedOf(model=model):
            return card.asked_of(model)
        case Progress() | ReportProgress():
            return card.with_progress(event)
        case NotesFound(notes=notes):
            return card.with_notes(notes)
        case Comparison() | Translation() | Tables():
            return card.with_detail(event)
        case Summary():
            return card.with_summary(event)
        case Report():
            return card.with_report(event)
    return card
