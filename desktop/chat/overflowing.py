"""What the window does about a chat that has become too long: it counts, asks, and does what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.chat.controller import ChatController
from desktop.task import Task
from models.chat.compaction import compaction_of
from models.chat.overflow import Foresee, Overflow, survey
from models.chat.relief import Way
from models.engine.protocol import SamplingParams
from models.engine.supervisor import Supervisor
from models.errors import PaddockError
from models.store.conversations import Conversations


class Overflowing(QObject):
    """One question at a time. `supervisor` has the model that answers the chat shown; `reload` loads it again with a
    context of so many tokens.

    Signals:
        surveyed: The ways out are known (Overflow); ask.
        settled: Nothing is to be asked any more: another chat is shown, or an answer began.
        failed: They could not be found out, or notes could not be switched (PaddockError).
    """

    surveyed = Signal(object)
    settled = Signal()
    failed = Signal(object)

    def __init__(
        self,
        chat: ChatController,
        conversations: Conversations,
        supervisor: Callable[[], Supervisor],
        reload: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._chat = chat
        self._conversations = conversations
        self._supervisor = supervisor
        self._reload = reload
        self._task: Task | None = None
        self.listen()

    def listen(self) -> None:
        """To the chat, from now on."""
        self._chat.context_full.connect(self.survey)
        self._chat.opened.connect(self._forget)
        self._chat.answer_began.connect(self._forget)
        self._chat.answer_finished.connect(self._forget)

    def survey(self, asked: int) -> None:
        """Find out what can be done about the question `asked`, on a thread: the engine counts."""
        self._give_up()
        engine, sampling = self._supervisor(), self._chat.sampling()
        foresee = _never if self._chat.is_fast else engine.foresee  # a small model has the room that is left
        task = Task(lambda: self._surveyed(asked, engine, sampling, foresee), self)
        task.produced.connect(lambda found: self._on_surveyed(task, found))
        task.failed.connect(self.failed)
        self._task = task.start()

    def take(self, overflow: Overflow, way: Way) -> None:
        """Do it, and answer."""
        if way is Way.LARGER and overflow.larger is not None:
            self._reload(overflow.larger.n_ctx)
        self._chat.relieve(overflow, way)

    def switch(self, message: int) -> None:
        """Take notes on earlier messages out of force, or put them back."""
        try:
            kept = self._conversations.message(message)
            card = compaction_of(kept)
            if card is not None:
                switched = msgspec.structs.replace(card, active=not card.active)
                self._chat.update(self._conversations.set_card(message, switched.card(), kept.text))
        except PaddockError as error:
            self.failed.emit(error)

    def _surveyed(
        self, asked: int, engine: Supervisor, sampling: SamplingParams, foresee: Foresee
    ) -> Iterator[Overflow]:
        """On the thread."""
        loaded = engine.wake()
        yield survey(
            self._conversations, engine, asked, n_ctx=loaded.n_ctx, n_ctx_train=loaded.n_ctx_train, sampling=sampling,
            foresee=foresee,
        )  # fmt: skip

    def _on_surveyed(self, task: Task, overflow: Overflow) -> None:
        if task is self._task and overflow.conversation == self._chat.current:
            self.surveyed.emit(overflow)

    def _forget(self, _: object) -> None:
        self._give_up()
        self.settled.emit()

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._task = None


def _never(_n_ctx: int) -> None:
    """No larger context is offered."""
