"""A message and where it stands in the tree of its conversation."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Role(StrEnum):
    """Who speaks; the values are the chat templates' own."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class State(StrEnum):
    """How far an answer got. Everything but STREAMING is final."""

    DONE = "done"
    STREAMING = "streaming"
    STOPPED = "stopped"  # by the user
    LENGTH = "length"  # max_tokens or the context ended it
    FAILED = "failed"  # the half that came is kept; `error` says why


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it is stored. `parent` None is a root; siblings under one parent are branches.

    `error` is (class name, values) of models.errors. `receipt` holds what made the answer: model, sha256, sampling,
    seed, engine build, and the figures of Completed. `attachments` are file names shown as chips. `card` is a
    summary shown as a card, see models.summary.
    """

    id: int
    conversation: int
    parent: int | None
    role: Role
    text: str
    reasoning: str = ""
    state: State = State.DONE
    created_ms: int
    error: tuple[str, dict[str, Any]] | None = None
    receipt: dict[str, Any] | None = None
    attachments: tuple[str, ...] = ()
    card: dict[str, Any] | None = None


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One chat in the sidebar. `leaf` is the message at the end of the branch shown last.

    `controls` is what it sets otherwise than the settings do, see models.chat.controls; None: nothing.
    `inherited` are the instructions of its `folder`. `deleted_ms` is when it was deleted.
    """

    id: int
    title: str
    created_ms: int
    updated_ms: int
    pinned: bool = False
    leaf: int | None = None
    system_prompt: str = ""
    draft: str = ""
    controls: dict[str, Any] | None = None
    folder: int | None = None
    inherited: str = ""
    deleted_ms: int | None = None

    @property
    def instructions(self) -> str:
        """What the model reads before the chat: what the folder says, then what the chat says itself."""
        return instructions(self.inherited, self.system_prompt)


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a small file that goes to the model with a message; kept, so that every later turn sends the same."""

    name: str
    text: str
    sha256: str = ""


def instructions(inherited: str, own: str) -> str:
    """Those of the folder, then those of the chat: what is said last counts more."""
    return "\n\n".join(each for each in (inherited, own) if each.strip())
