"""Tells by a notification of the desktop that long work has ended, to a user who is not looking."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.chat import card
from desktop.chat.controller import ChatController
from desktop.documents.jobs import FileJobs
from desktop.library.downloading import RunningDownloads
from models.store.message import Message

LONG_S = 10.0  # shorter work is waited for
Tell = Callable[[str, str], object]


class Notices(QObject):
    """Listens to work on files, answers and downloads. `wanted` is the user's setting; `tell` shows (title, words)."""

    def __init__(
        self, window: QWidget, wanted: Callable[[], bool], tell: Tell, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._window = window
        self._wanted = wanted
        self._tell = tell
        self._clock = clock
        self._since: dict[object, float] = {}

    def watch_jobs(self, jobs: FileJobs) -> None:
        jobs.added.connect(lambda message: self._began(("job", message.id)))
        jobs.updated.connect(self._on_updated)
        jobs.finished.connect(self._on_job_ended)

    def watch_answers(self, chat: ChatController) -> None:
        chat.busy_changed.connect(lambda busy: self._on_answering(chat.current, busy))

    def watch_downloads(self, downloads: RunningDownloads) -> None:
        downloads.ready.connect(lambda name, _path: self._say(name, self.tr("The model has been downloaded.")))
        downloads.changed.connect(lambda name: self._on_download(downloads, name))

    def _on_updated(self, message: Message) -> None:
        state = (message.card or {}).get("state")
        if state == "failed":
            self._on_job_ended(message)
        elif state == "running":
            self._since.setdefault(("job", message.id), self._clock())

    def _on_job_ended(self, message: Message) -> None:
        if message.card is not None and self._was_long(("job", message.id)):
            failed = message.card.get("state") == "failed"
            words = self.tr("Stopped by an error. What was done is kept.") if failed else self.tr("It is ready.")
            self._say(card.title_of(message.card), words)

    def _on_answering(self, conversation: int | None, busy: bool) -> None:
        if busy:
            self._began(("answer", conversation))
        elif self._was_long(("answer", conversation)):
            self._say(self.tr("Paddock has answered"), self.tr("The answer is in the chat."))

    def _on_download(self, downloads: RunningDownloads, name: str) -> None:
        state = downloads.state(name)
        if state is not None and state.failed and not state.running:
            self._say(name, state.words)

    def _began(self, work: object) -> None:
        self._since[work] = self._clock()

    def _was_long(self, work: object) -> bool:
        began = self._since.pop(work, None)
        return began is not None and self._clock() - began >= LONG_S

    def _say(self, title: str, words: str) -> None:
        """Only to somebody who is elsewhere: in another program, or with the window closed to the tray."""
        if self._wanted() and not (self._window.isVisible() and self._window.isActiveWindow()):
            self._tell(title, words)
            QApplication.alert(self._window)
