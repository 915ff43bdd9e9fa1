"""One conversation to train on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from models.engine.protocol import ChatMessage


class Message(NamedTuple):
    """`role` is system, user or assistant."""

    role: str
    content: str


class Sample(NamedTuple):
    """The conversation to learn: the loss is on what the assistant says. `task` is the kind, for curves by kind."""

    task: str
    messages: tuple[Message, ...]

    @property
    def characters(self) -> int:
        return sum(len(message.content) for message in self.messages)


def sample(task: str, asked: Iterable[ChatMessage], answer: str) -> Sample:
    """What the product asks, and what Cria is to answer."""
    messages = (Message(message.role, message.content) for message in asked)
    return Sample(task, (*messages, Message("assistant", answer)))


def asked(content: str) -> tuple[ChatMessage, ...]:
    """A user's message by itself."""
    return (ChatMessage("user", content),)
