"""What a chat turn says while it runs."""

from __future__ import annotations

import msgspec

from models.chat.condense import Condensing
from models.engine.protocol import PromptProgress, ReasoningDelta, TextDelta, ToolCall
from models.store.message import Message


class MessageSent(msgspec.Struct, frozen=True, tag=True):
    """The user's message is on the disk: from now on it may show as sent."""

    message: Message


class AnswerStarted(msgspec.Struct, frozen=True, tag=True):
    """The answer has its place in the tree. Its text is empty, or what it had when it is being continued."""

    message: Message


class AnswerFinished(msgspec.Struct, frozen=True, tag=True):
    """The answer as it is on the disk, whole or not: see its `state`. The last event of a turn."""

    message: Message


class ChatNamed(msgspec.Struct, frozen=True, tag=True):
    """The chat has a title of its own now."""

    conversation: int
    title: str


ChatEvent = (
    Condensing
    | MessageSent
    | AnswerStarted
    | PromptProgress
    | TextDelta
    | ReasoningDelta
    | ToolCall
    | AnswerFinished
    | ChatNamed
)
