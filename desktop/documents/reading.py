"""Files that go along with the next message: read at once, so that their chips say what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from desktop.widgets.words import sentence_of, size_words
from models.documents.document import Document, ReadProgress
from models.documents.reader import Reader
from models.errors import PaddockError
from models.store.message import Attachment

MOST_AT_ONCE = 2


class Readings(QObject):
    """Reads files for the composer, two at a time, each in a process of its own.

    Signals:
        changed: The words on the chip of a file: its path, the words, and whether it cannot be read.
        refused: A file cannot be read, and why (Path, PaddockError).
        finished: Nothing is being read any more.
    """

    changed = Signal(object, str, bool)
    refused = Signal(object, object)
    finished = Signal()

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self._waiting: list[Path] = []
        self._tasks: dict[Path, Task] = {}
        self._documents: dict[Path, Document] = {}
        self._encodings: dict[Path, str] = {}

    @property
    def busy(self) -> bool:
        return bool(self._waiting or self._tasks)

    @property
    def documents(self) -> Sequence[Document]:
        """What was read, in the order of the chips."""
        return list(self._documents.values())

    @property
    def paths(self) -> list[Path]:
        """Where what was read lies."""
        return list(self._documents)

    @property
    def wanted(self) -> dict[Path, str]:
        """All that goes along, read or not yet, with the encoding that was chosen, if one was."""
        return {path: self._encodings.get(path, "") for path in (*self._documents, *self._tasks, *self._waiting)}

    def tokens(self) -> int:
        """About how many tokens all of it is."""
        from models.summary.forecast import tokens_of  # work on files is imported with the first of it

        return sum(tokens_of(each.text) for each in self._documents.values())

    def attachments(self) -> list[Attachment]:
        """The texts as they go with a message."""
        return [Attachment(name=each.name, text=each.text, sha256=each.sha256) for each in self._documents.values()]

    def add(self, path: Path, size_bytes: int = 0) -> None:
        """Read a file for the next message."""
        if path in self._documents or path in self._tasks or path in self._waiting:
            return
        self.changed.emit(path, size_words(size_bytes) if size_bytes else "", False)
        self._waiting.append(path)
        self._go_on()

    def read_as(self, path: Path, encoding: str) -> None:
        """Read a file again in this encoding; empty: in the one that is found."""
        self.remove(path)
        if encoding:
            self._encodings[path] = encoding
        self.add(path)

    def encodings(self) -> dict[Path, str]:
        """The encodings that were chosen."""
        return dict(self._encodings)

    def encoding_of(self, path: Path) -> str:
        """The one the file was read in; empty where it has none, or was not read."""
        document = self._documents.get(path)
        return (document.report.encoding or "") if document else ""

    def remove(self, path: Path) -> None:
        """It does not go along after all."""
        self._documents.pop(path, None)
        self._encodings.pop(path, None)
        if path in self._waiting:
            self._waiting.remove(path)
        if task := self._tasks.pop(path, None):
            task.stop()
        self._go_on()

    def clear(self) -> None:
        """They went."""
        for path in [*self._waiting, *self._tasks, *self._documents]:
            self.remove(path)

    def _go_on(self) -> None:
        while self._waiting and len(self._tasks) < MOST_AT_ONCE:
            path = self._waiting.pop(0)
            task = Task(partial(self._reader.read, path, encoding=self._encodings.get(path)), self)
            self._tasks[path] = task
            task.produced.connect(lambda event, path=path: self._on_produced(path, event))
            task.failed.connect(lambda error, path=path: self._on_failed(path, error))
            task.finished.connect(lambda path=path, task=task: self._on_finished(path, task))
            task.start()

    def _on_produced(self, path: Path, event: ReadProgress | Document) -> None:
        match event:
            case ReadProgress(done=done, total=total) if total:
                self.changed.emit(path, self.tr("reading %1 %").replace("%1", str(100 * done // total)), False)
            case Document():
                self._documents[path] = event
                self.changed.emit(path, self._words(event), False)

    def _words(self, document: Document) -> str:
        report = document.report
        if document.kind not in ("pdf", "picture"):
            words = self.tr("read fully") if not report.characters_not_read else self.tr("read in part")
            # What everybody writes today needs no word; a guess does.
            return f"{words} · {report.encoding}" if report.encoding not in (None, "utf-8", "utf-8-sig") else words
        words = self.tr("%n page(s)", "", report.pages)
        if report.pages_without_text:
            words += " · " + self.tr("%n without text", "", len(report.pages_without_text))
        if report.pages_recognised:
            words += " · " + self.tr("read off pictures")
        return words

    def _on_failed(self, path: Path, error: PaddockError) -> None:
        self.changed.emit(path, sentence_of(error), True)
        self.refused.emit(path, error)

    def _on_finished(self, path: Path, task: Task) -> None:
        if self._tasks.get(path) is task:
            del self._tasks[path]
        self._go_on()
        if not self.busy:
            self.finished.emit()
