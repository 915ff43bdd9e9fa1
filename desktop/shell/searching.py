"""Looking for words in all chats while they are typed: off the window's thread, the last words first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.task import Task
from models.store.database import Database
from models.store.search import Hit, search

RESTS_MS = 120  # typing pauses for so long before anything is looked for
MOST_HITS = 300
_PAUSE_S = 0.02


class Searching(QObject):
    """One search at a time; what was typed meanwhile is looked for next.

    Signals:
        found: The messages and titles with the words last given (list of Hit).
        failed: The error that ended a search (PaddockError).
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._words = ""
        self._task: Task | None = None
        self._indexing: Task | None = None
        self._index_again = False
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self._begin)

    def catch_up(self) -> None:
        """Take in what was imported, or said under a version without an index; a search meanwhile reads the rest."""
        self._index_again = self._indexing is not None  # it may be past what is new
        if self._indexing is None:
            self._indexing = Task(partial(_indexing, self._database), self)
            self._indexing.finished.connect(self._on_indexed)
            self._indexing.start()

    def close(self, timeout_s: float = 2.0) -> None:
        """Wait for what is under way; for closing the program."""
        self._rest.stop()
        self._words, self._index_again = "", False
        for task in (self._task, self._indexing):
            if task is not None:
                task.stop()
                task.wait(timeout_s)

    def look_for(self, words: str) -> None:
        """These are the words now; none end the search."""
        self._words = words.strip()
        if self._words:
            self._rest.start()
        else:
            self._rest.stop()

    def _begin(self) -> None:
        if self._task is not None:
            return  # its end begins the next
        words = self._words
        self._task = Task(partial(_hits, self._database, words), self)
        self._task.produced.connect(partial(self._on_found, words))
        self._task.failed.connect(self.failed)
        self._task.finished.connect(partial(self._on_finished, words))
        self._task.start()

    def _on_indexed(self) -> None:
        self._indexing = None
        if self._index_again:
            self.catch_up()

    def _on_found(self, words: str, hits: list[Hit]) -> None:
        if words == self._words:
            self.found.emit(hits)

    def _on_finished(self, words: str) -> None:
        self._task = None
        if self._words and words != self._words:
            self._begin()


def _hits(database: Database, words: str) -> Iterator[list[Hit]]:
    yield search(database, words, limit=MOST_HITS)


def _indexing(database: Database) -> Iterator[None]:
    """A step at a time; what waits for the disk comes in between."""
    while database.words.catch_up():
        time.sleep(_PAUSE_S)
        yield
