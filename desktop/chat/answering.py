"""All answers on their way, and what is heard of those in the chat that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from desktop.chat.running import Running, as_kept
from models.chat.turn import Turn
from models.errors import ContextFull
from models.store.conversations import Conversations
from models.store.message import Message, State


class Answering(QObject):
    """Any number of chats may answer at once; each answer goes to the disk, whichever chat `shown()` is the id of.

    Signals:
        sent: The message that is being answered is on the disk (Message); of the chat shown, when it was the draft.
        began, text_grown, reasoning_grown, reading, condensing, finished: See `Running`; of the chat shown.
        branch_changed: The branch of the chat shown is another one now.
        context_full: The question (its id) and what goes before it are too long; of the chat shown.
        busy_changed: The chat shown is being answered, or not any more.
        failed: The error that ended an answer of the chat shown.
        answered: A chat (id), shown or not, has a whole answer to what was said in it.
        chats_changed: The list of chats is another one.
    """

    sent = Signal(object)
    began = Signal(object)
    text_grown = Signal(str)
    reasoning_grown = Signal(str)
    reading = Signal(float)
    condensing = Signal(float)
    finished = Signal(object)
    branch_changed = Signal()
    context_full = Signal(int)
    busy_changed = Signal(bool)
    failed = Signal(object)
    answered = Signal(int)
    chats_changed = Signal()

    def __init__(self, conversations: Conversations, shown: Callable[[], int | None]) -> None:
        super().__init__()
        self._conversations = conversations
        self._shown = shown
        self._running: dict[int, Running] = {}

    def __len__(self) -> int:
        return len(self._running)

    def __contains__(self, conversation: int | None) -> bool:
        return conversation in self._running

    def begun(self, conversation: int) -> Message | None:
        """The answer that is being written in a chat, as it began."""
        running = self._running.get(conversation)
        return running.message if running else None

    def begin(self, conversation: int, make: Callable[[], Turn], *, is_reply: bool) -> None:
        """Run a turn of this chat, which has none. `is_reply`: it answers what was just written."""
        running = Running(conversation, make, is_reply=is_reply)
        self._running[conversation] = running
        running.sent.connect(partial(self._on_sent, running))
        running.began.connect(partial(self._on_began, running))
        for signal, told in (
            (running.grown, self.text_grown),
            (running.reasoning_grown, self.reasoning_grown),
            (running.reading, self.reading),
            (running.condensing, self.condensing),
            (running.finished, self.finished),
        ):
            signal.connect(partial(self._pass_on, running, told))
        running.failed.connect(partial(self._on_failed, running))
        running.ended.connect(partial(self._on_ended, running))
        self.busy_changed.emit(self._shown() in self)
        running.start()

    def stop(self, conversation: int | None) -> None:
        """Stop the answer of a chat, if there is one; its half stays."""
        if conversation is not None and conversation in self:
            self._running[conversation].stop()

    def close(self, timeout_s: float) -> None:
        """Stop all answers and wait until their halves are on the disk."""
        for running in list(self._running.values()):
            running.stop()
        for running in list(self._running.values()):
            running.wait(timeout_s)

    def _on_sent(self, running: Running, message: Message) -> None:
        self.chats_changed.emit()
        if running.is_reply:
            self._pass_on(running, self.sent, message)

    def _on_began(self, running: Running, message: Message) -> None:
        if running.is_reply:
            self._pass_on(running, self.began, message)
        elif running.conversation == self._shown():
            self.branch_changed.emit()

    def _pass_on(self, running: Running, told: SignalInstance, value: object) -> None:
        if running.conversation == self._shown():
            told.emit(value)

    def _on_failed(self, running: Running, error: Exception) -> None:
        answer = running.message
        if isinstance(error, ContextFull) and answer is not None and answer.parent is not None and not answer.text:
            self._pass_on(running, self.context_full, answer.parent)
        else:
            self._pass_on(running, self.failed, error)

    def _on_ended(self, running: Running) -> None:
        del self._running[running.conversation]
        if running.conversation == self._shown():
            if running.message is not None and not running.is_finished:
                self.finished.emit(as_kept(self._conversations, running.message))
            elif running.message is None and not running.is_reply:
                self.branch_changed.emit()
            self.busy_changed.emit(False)
        self.chats_changed.emit()
        if running.is_reply and running.message is not None and running.message.state in (State.DONE, State.LENGTH):
            self.answered.emit(running.conversation)
        running.deleteLater()
