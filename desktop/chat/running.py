"""One answer on its way: a turn on a thread, its words gathered to a pace the window can paint."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.task import Task
from models.chat.condense import Condensing
from models.chat.events import AnswerFinished, AnswerStarted, MessageSent
from models.chat.turn import Turn
from models.engine.protocol import PromptProgress, ReasoningDelta, TextDelta
from models.errors import PaddockError
from models.store.conversations import Conversations
from models.store.message import Message, State

PACE_MS = 33
COST_FACTOR = 4  # painting takes at most a fifth of the time, however large the open block


class Running(QObject):
    """Runs the turn that `make` begins. `message` is the answer as far as it was told, None before it began.

    Signals:
        sent: The user's message is on the disk (Message).
        began: The answer has its place (Message).
        grown, reasoning_grown: Some more of it (str), at most every 33 ms.
        reading: The share of the prompt that was read, 0 to 1.
        condensing: The share of earlier messages that was read for notes on them, 0 to 1.
        finished: The answer as it is on the disk (Message).
        failed: The error that ended it; the last but one.
        ended: The last signal, also after `stop`.
    """

    sent = Signal(object)
    began = Signal(object)
    grown = Signal(str)
    reasoning_grown = Signal(str)
    reading = Signal(float)
    condensing = Signal(float)
    finished = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, conversation: int, make: Callable[[], Turn], *, is_reply: bool = False) -> None:
        super().__init__()
        self.conversation = conversation
        self.is_reply = is_reply
        self.message: Message | None = None
        self.is_finished = False
        self._make = make
        self._turn: Turn | None = None
        self._stopped = False
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._pace = QTimer(self, singleShot=True, interval=PACE_MS)
        self._pace.timeout.connect(self._flush)
        self._task = Task(self._begin)
        self._task.produced.connect(self._on_produced)
        self._task.failed.connect(self.failed)
        self._task.finished.connect(self.ended)

    def start(self) -> None:
        self._task.start()

    def stop(self) -> None:
        """Stop the model; what it wrote is kept and told as `finished`."""
        self._stopped = True
        if self._turn is not None:
            self._turn.close()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the thread's end; for closing the program."""
        return self._task.wait(timeout_s)

    def _begin(self) -> Turn:
        """On the thread."""
        self._turn = self._make()
        if self._stopped:
            self._turn.close()
        return self._turn

    @Slot(object)
    def _on_produced(self, event: object) -> None:
        match event:
            case MessageSent(message=message):
                self.sent.emit(message)
            case AnswerStarted(message=message):
                self.message = message
                self.began.emit(message)
            case Condensing(done=done, total=total):
                self.condensing.emit(done / max(1, total))
            case PromptProgress(done=done, total=total) if total:
                self.reading.emit(done / total)
            case TextDelta(text=text):
                self._text.append(text)
                self._soon()
            case ReasoningDelta(text=text):
                self._reasoning.append(text)
                self._soon()
            case AnswerFinished(message=message):
                self.message, self.is_finished = message, True
                self._pace.stop()
                self.finished.emit(message)

    def _soon(self) -> None:
        if not self._pace.isActive():
            self._pace.start()

    @Slot()
    def _flush(self) -> None:
        if self.message is None:
            return
        text, reasoning = "".join(self._text), "".join(self._reasoning)
        self._text, self._reasoning = [], []
        self.message = msgspec.structs.replace(
            self.message, text=self.message.text + text, reasoning=self.message.reasoning + reasoning
        )
        before = time.perf_counter()
        if reasoning:
            self.reasoning_grown.emit(reasoning)
        if text:
            self.grown.emit(text)
        cost_ms = (time.perf_counter() - before) * 1000
        self._pace.setInterval(max(PACE_MS, round(COST_FACTOR * cost_ms)))


def as_kept(conversations: Conversations, message: Message) -> Message:
    """The answer as the disk has it; as it was shown, and failed, where the disk could not take its end."""
    try:
        kept = conversations.message(message.id)
    except PaddockError:
        kept = message
    return kept if kept.state is not State.STREAMING else msgspec.structs.replace(message, state=State.FAILED)
