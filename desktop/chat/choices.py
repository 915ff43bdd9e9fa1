"""What the chat that is shown sets for itself: its controls and its instructions, kept with it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from models.chat.controls import Controls
from models.errors import PaddockError
from models.settings import Settings
from models.store.conversations import Conversations
from models.store.message import Conversation


class Choices(QObject):
    """Of one chat at a time; those of a new one wait here until it has its place on the disk.

    Signals:
        changed: The controls or the instructions are others, or those of another chat.
        failed: They could not be kept (PaddockError); they hold until another chat is shown.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, conversations: Conversations, settings: Callable[[], Settings]) -> None:
        super().__init__()
        self._conversations = conversations
        self._settings = settings
        self._conversation: int | None = None
        self._instructions: str | None = None  # None: a new chat without its own
        self.controls = Controls()

    @property
    def instructions(self) -> str:
        """Of a new chat those of the settings, until it is given others."""
        return self._settings().system_prompt if self._instructions is None else self._instructions

    def show(self, chat: Conversation | None) -> None:
        """Those of another chat; None: of a new one."""
        self._conversation = chat.id if chat else None
        self.controls = Controls.of(chat.controls) if chat else Controls()
        self._instructions = chat.system_prompt if chat else None
        self.changed.emit()

    def settle(self, chat: Conversation) -> None:
        """The new chat is on the disk, with its instructions: its controls go there too."""
        self._conversation, self._instructions = chat.id, chat.system_prompt
        if self.controls != Controls():
            self._keep_controls()

    def choose(self, controls: Controls) -> None:
        """Other controls from now on."""
        if controls != self.controls:
            self.controls = controls
            if self._conversation is not None:
                self._keep_controls()
            self.changed.emit()

    def instruct(self, text: str) -> None:
        """Other instructions from the next answer on; they are no preset's any more."""
        if text == self.instructions:
            return
        self._keep_instructions(text)
        self.controls = msgspec.structs.replace(self.controls, preset="")
        if self._conversation is not None:
            self._keep_controls()
        self.changed.emit()

    def apply(self, controls: Controls, instructions: str) -> None:
        """Both at once: a preset."""
        self._keep_instructions(instructions)
        self.controls = controls
        if self._conversation is not None:
            self._keep_controls()
        self.changed.emit()

    def _keep_instructions(self, text: str) -> None:
        self._instructions = text
        if self._conversation is not None:
            self._tried(lambda number: self._conversations.set_system_prompt(number, text))

    def _keep_controls(self) -> None:
        self._tried(lambda number: self._conversations.set_controls(number, self.controls.kept() or None))

    def _tried(self, act: Callable[[int], object]) -> None:
        assert self._conversation is not None
        try:
            act(self._conversation)
        except PaddockError as error:
            self.failed.emit(error)
