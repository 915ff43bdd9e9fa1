"""Work on files in the chat: it becomes a card that works, can be stopped, and goes on after a restart."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.documents.interruptible import Interruptible
from desktop.documents.job_shelf import JobShelf
from desktop.task import Task
from desktop.widgets.words import sentence_of
from models.documents.naming import told_apart
from models.documents.reader import Reader
from models.engine.protocol import Engine
from models.errors import CorrectionRefused, PaddockError, StoreError
from models.store.conversations import Conversations
from models.store.jobs import Jobs, JobState
from models.store.message import Message

if TYPE_CHECKING:  # what works on files is imported with the first of it: 150 modules the window opens sooner without
    from desktop.documents.card import Card
    from desktop.documents.job_steps import Step
    from desktop.documents.work import Summarise, Work
    from models.report.corrections import Corrections
    from models.tasks.asker import Model

KEPT_EVERY_S = 1.0  # a card that is shown further than it is kept loses no work: the cache has every answer
TOLD_EVERY_S = 0.1
TOLD_AT_ONCE = 8


@dataclass(slots=True)
class _Running:
    """A card at work."""

    message: Message
    job: int
    card: Card
    work: Work
    engine: Interruptible
    task: Task | None = None
    kept_s: float = 0.0
    told_s: float = 0.0


class FileJobs(QObject):
    """Runs work on files one after the other; each is an assistant message with a card.

    `model` finds the model that is loaded, to be asked through the engine it is given; it is called on the job's
    thread and may wait for a model on its way. Every finished answer of the model is in the cache, so that a
    stopped job, or one whose program was killed, is only as much behind as the last second. `at_work` is the name of
    the model that would do the work now; the card says it until the one is known that does.

    Signals:
        added: What was asked, or a card, is in its chat and on the disk (Message).
        updated: It went on (Message); on the disk about once a second, and when its state changes.
        finished: A job has ended well (Message).
        failed: The chat could not be written (PaddockError); what fails in a job is on its card.
    """

    added = Signal(object)
    updated = Signal(object)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        conversations: Conversations,
        jobs: Jobs,
        reader: Reader,
        engine: Engine,
        model: Callable[[Engine], Model],
        at_work: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__()
        self._shelf = JobShelf(conversations, jobs)
        self._reader = reader
        self._engine = engine
        self.model = model
        self._at_work = at_work
        self._line: list[_Running] = []
        self._untold: deque[_Running] = deque()  # whose cards are on the disk, and not shown yet

    @property
    def busy(self) -> bool:
        return bool(self._line)

    def is_running(self, message: int) -> bool:
        return any(each.message.id == message for each in self._line)

    def pause_abandoned(self) -> None:
        """Cards that a dead process left running become paused. Raises: StoreError."""
        self._shelf.pause_abandoned()

    def unfinished(self) -> list[Message]:
        """The cards that run or can go on, the oldest first. Raises: StoreError."""
        return self._shelf.unfinished()

    def stop_or_go_on(self, message: int) -> None:
        """Pause it where it runs, else go on with it."""
        if self.is_running(message):
            self.stop(message)
        else:
            self.resume(message)

    def summarise(self, conversation: int, asked: str, paths: Sequence[Path], work: Summarise | None = None) -> None:
        """Say `asked` at the end of the branch shown last in `conversation`; each file gets a card of its own."""
        from desktop.documents.work import Summarise

        self.begin(conversation, asked, paths, work or Summarise())

    def begin(
        self,
        conversation: int,
        asked: str,
        paths: Sequence[Path],
        work: Work,
        encodings: Mapping[Path, str] | None = None,
    ) -> None:
        """The same for any work: one card for all files, or one each where the work is of one file.

        Files of one name are called by their folders as well.
        `encodings` are those the user chose.
        """
        from desktop.documents.card import Card
        from desktop.documents.work import MakeReport, Summarise, TakeTables, is_of_one_file, task_of

        groups = [[path] for path in paths] if is_of_one_file(work) else [paths]
        quick = isinstance(work, Summarise) and work.options.quick
        name = "" if isinstance(work, TakeTables) else self._at_work()
        called = dict(zip(paths, told_apart(paths), strict=True))
        cards = [
            Card.of(task_of(work), group, quick=quick, called=called, encodings=encodings, model=name)
            for group in groups
        ]
        try:
            if isinstance(work, MakeReport):
                lessons = self._shelf.taught(conversation, work.schema)
                work = msgspec.structs.replace(work, lessons=lessons)
            said, begun = self._shelf.begin(conversation, asked, cards, work)
        except StoreError as error:
            self.failed.emit(error)
            return
        self.added.emit(said)
        for card, (message, job) in zip(cards, begun, strict=True):
            running = _Running(message, job, card, work, Interruptible(self._engine))
            self._line.append(running)
            self._untold.append(running)
        self._tell_some()
        self._go_on()

    def _tell_some(self) -> None:
        """Say of a few that they are there, of the others when the window has answered: each takes 5 ms to show."""
        for _ in range(min(TOLD_AT_ONCE, len(self._untold))):
            self.added.emit(self._untold.popleft().message)
        if self._untold:
            QTimer.singleShot(0, self, self._tell_some)

    def resume(self, message: int) -> None:
        """Go on with a card that was stopped or has failed; do one that is done again, with the model of now."""
        from desktop.documents.work import Work

        if self.is_running(message):
            return
        try:
            kept, card = self._shelf.card(message)
            job = self._shelf.job_of(message)
            if job is None or card is None:
                return
            work: Work = msgspec.convert(job.options["work"], Work)
            begun = card.begun_again()
            begun = begun.asked_of(self._at_work() or begun.model) if begun.model else begun
            running = _Running(kept, job.id, begun, work, Interruptible(self._engine))
            self._keep(running, JobState.RUNNING)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._line.append(running)
        self._go_on()

    def read_as(self, message: int, number: int, encoding: str) -> None:
        """Do it again with file `number` read in this encoding; empty: in the one that is found."""
        if self.is_running(message):
            return
        try:
            _, card = self._shelf.card(message)
            if card is not None:
                self._shelf.show(message, card.read_as(number, encoding), "")
        except StoreError as error:
            self.failed.emit(error)
            return
        self.resume(message)

    def correct(self, message: int, corrections: Corrections) -> None:
        """Count a finished report anew, with these corrections in place of those before."""
        try:
            _, card = self._shelf.card(message)
            if card is None or card.state != "done":
                return
            card = card.corrected(corrections)
            self.updated.emit(self._shelf.show(message, card, card.told()))
        except (StoreError, CorrectionRefused) as error:
            self.failed.emit(error)

    def stop(self, message: int) -> None:
        """Pause it; `resume` goes on where it was."""
        self._stop([each for each in self._line if each.message.id == message])
        self._go_on()

    def cancel(self, message: int) -> None:
        """Give it up: it waits for nobody any more, though `resume` would go on where it was."""
        self.stop(message)
        try:
            kept, card = self._shelf.card(message)
            job = self._shelf.job_of(message)
            if card is None or job is None or card.state != "paused":
                return
            self.updated.emit(self._shelf.keep(kept.id, job.id, card.cancelled(), JobState.CANCELLED))
        except StoreError as error:
            self.failed.emit(error)

    def cancel_all(self) -> None:
        """Give up all that runs or waits."""
        self._stop(list(self._line), JobState.CANCELLED)

    def stop_chat(self, conversation: int) -> None:
        """Pause what works for a chat."""
        self._stop([each for each in self._line if each.message.conversation == conversation])
        self._go_on()

    def close(self, timeout_s: float = 3.0) -> None:
        """Pause everything; for closing the program."""
        self._untold.clear()
        tasks = [each.task for each in self._line if each.task is not None]
        self._stop(list(self._line))
        for task in tasks:
            task.wait(timeout_s)

    def _stop(self, some: Sequence[_Running], state: JobState = JobState.PAUSED) -> None:
        for running in some:
            self._line.remove(running)
            self._end(running)
            running.card = running.card.cancelled() if state is JobState.CANCELLED else running.card.paused()
        try:
            self._shelf.keep_all([(each.message.id, each.job, each.card) for each in some], state)
        except StoreError as error:
            self.failed.emit(error)
        for running in some:
            self._tell(running)

    def _go_on(self) -> None:
        """Start the first of the line."""
        from desktop.documents.job_steps import steps

        if self._line and self._line[0].task is None:
            running = self._line[0]
            running.task = Task(
                partial(steps, self._reader, running.card, running.work, partial(self.model, running.engine))
            )
            running.task.produced.connect(partial(self._on_produced, running))
            running.task.failed.connect(partial(self._on_failed, running))
            running.task.finished.connect(partial(self._on_finished, running))
            running.task.start()

    def _on_produced(self, running: _Running, event: Step) -> None:
        from desktop.documents.job_steps import advanced

        after = advanced(running.card, event)
        if after is running.card:
            return
        running.card = after
        now = time.monotonic()
        if after.state == "done":
            self._line.remove(running)
            self._keep(running, JobState.DONE)
            self.finished.emit(running.message)
        elif now - running.kept_s >= KEPT_EVERY_S:
            self._keep(running, JobState.RUNNING)
        elif now - running.told_s >= TOLD_EVERY_S:
            self._tell(running)

    def _on_failed(self, running: _Running, error: Exception) -> None:
        if running not in self._line:
            return
        self._line.remove(running)
        values = error.values if isinstance(error, PaddockError) else {"detail": repr(error)}
        name = type(error).__name__ if isinstance(error, PaddockError) else PaddockError.__name__
        running.card = running.card.failed(name, values, sentence_of(error))
        self._keep(running, JobState.FAILED)

    def _on_finished(self, running: _Running) -> None:
        if running in self._line:
            self._line.remove(running)
        self._go_on()

    def _end(self, running: _Running) -> None:
        running.engine.stop()
        if running.task is not None:
            running.task.stop()

    def _keep(self, running: _Running, state: JobState) -> None:
        """Put the card on the disk and tell it."""
        running.kept_s = time.monotonic()
        card = running.card
        try:
            running.message = self._shelf.keep(running.message.id, running.job, card, state)
        except StoreError as error:
            self.failed.emit(error)
        self._tell(running)

    def _tell(self, running: _Running) -> None:
        running.told_s = time.monotonic()
        running.message = msgspec.structs.replace(running.message, card=running.card.kept())
        self.updated.emit(running.message)
