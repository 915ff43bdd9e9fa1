"""How much there is to read in some files, found out while a question about them is on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from desktop.widgets.words import sentence_of
from models.documents.document import Document
from models.documents.reader import Reader
from models.errors import PaddockError
from models.summary.forecast import tokens_of


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """`tokens` of each document read so far; `whole` once every file was looked at. `refused` are sentences."""

    tokens: tuple[int, ...] = ()
    pages: int = 0
    characters: int = 0
    without_text: int = 0
    refused: tuple[str, ...] = ()
    whole: bool = False

    @property
    def looked_at(self) -> int:
        """How many files."""
        return len(self.tokens) + len(self.refused)

    def after(self, document: Document) -> Measured:
        """With one more document."""
        report = document.report
        return msgspec.structs.replace(
            self, tokens=(*self.tokens, tokens_of(document.text)), pages=self.pages + report.pages,
            characters=self.characters + report.characters,
            without_text=self.without_text + len(report.pages_without_text),
        )  # fmt: skip


class Measuring(QObject):
    """Reads files one after the other, until it is stopped.

    Signals:
        changed: What is known by now (Measured); the last one is whole.
    """

    changed = Signal(object)

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self._task: Task | None = None

    def begin(self, paths: Sequence[Path]) -> None:
        self._task = Task(lambda: self._work(paths), self)
        self._task.produced.connect(self.changed)
        self._task.start()

    def stop(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._task = None

    def _work(self, paths: Sequence[Path]) -> Iterator[Measured]:
        """On the thread."""
        measured = Measured()
        for path in paths:
            try:
                for event in self._reader.read(path):
                    if isinstance(event, Document):
                        measured = measured.after(event)
            except PaddockError as error:
                measured = msgspec.structs.replace(measured, refused=(*measured.refused, sentence_of(error)))
            yield measured
        yield msgspec.structs.replace(measured, whole=True)
