"""Titles that the model writes, one chat after the other, once it has answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from models.chat.events import ChatNamed
from models.chat.naming import name_chat
from models.engine.protocol import Engine
from models.store.conversations import Conversations


class Titling(QObject):
    """Names a chat when it was first answered; without `wanted`, none. An error leaves the first words as they are.

    Signals:
        named: A chat (id) has a title of its own.
    """

    named = Signal(int)

    def __init__(self, conversations: Conversations, engine: Engine, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self._conversations = conversations
        self._engine = engine
        self._wanted = wanted
        self._waiting: list[int] = []
        self._task: Task | None = None

    def on_answered(self, conversation: int) -> None:
        """A chat was answered; its title is written when it is its turn."""
        if self._wanted() and conversation not in self._waiting:
            self._waiting.append(conversation)
            self._begin()

    def close(self, timeout_s: float = 2.0) -> None:
        """Stop; for closing the program."""
        self._waiting.clear()
        if self._task is not None:
            self._task.stop()
            self._task.wait(timeout_s)

    def _begin(self) -> None:
        if self._task is not None or not self._waiting:
            return
        conversation = self._waiting.pop(0)
        self._task = Task(lambda: name_chat(self._conversations, self._engine, conversation), self)
        self._task.produced.connect(self._on_named)
        self._task.finished.connect(self._on_finished)
        self._task.start()

    def _on_named(self, event: ChatNamed) -> None:
        self.named.emit(event.conversation)

    def _on_finished(self) -> None:
        self._task = None
        self._begin()
