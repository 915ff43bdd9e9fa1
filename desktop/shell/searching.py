"""Looking for words in all chats while they are typed: off the window's thread, the last words first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.task import Task
from models.store.conversations import Conversations
from models.store.search import Hit

RESTS_MS = 120  # typing pauses for so long before anything is looked for
MOST_HITS = 300


class Searching(QObject):
    """One search at a time; what was typed meanwhile is looked for next.

    Signals:
        found: The messages and titles with the words last given (list of Hit).
        failed: The error that ended a search (PaddockError).
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, conversations: Conversations) -> None:
        super().__init__()
        self._conversations = conversations
        self._words = ""
        self._task: Task | None = None
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self._begin)

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
        self._task = Task(partial(_hits, self._conversations, words))
        self._task.produced.connect(partial(self._on_found, words))
        self._task.failed.connect(self.failed)
        self._task.finished.connect(partial(self._on_finished, words))
        self._task.start()

    def _on_found(self, words: str, hits: list[Hit]) -> None:
        if words == self._words:
            self.found.emit(hits)

    def _on_finished(self, words: str) -> None:
        self._task = None
        if self._words and words != self._words:
            self._begin()


def _hits(conversations: Conversations, words: str) -> Iterator[list[Hit]]:
    yield conversations.search(words, limit=MOST_HITS)
