"""Chats on the database at argv[1] and says on stdout what happened: run under strace, which makes the disk fail."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from models.errors import PaddockError
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role


def say(*fact: object) -> None:
    sys.stdout.write(msgspec.json.encode(fact).decode() + "\n")
    sys.stdout.flush()


def main() -> None:
    """Ten messages, each tried again once, so that a single failure is survived in the same process."""
    try:
        conversations = Conversations(Database(Path(sys.argv[1])))
        chat = conversations.create("chat").id
    except PaddockError as error:
        return say("failed", type(error).__name__, str(error))
    for number in range(20):
        try:
            text = f"message {number} " * 300
            say("saved", conversations.append(chat, Role.USER, text, parent=None).id, text)
            answer = conversations.begin_answer(chat, None)
            answer.add(text)
            say("saved", answer.finish().id, text)
        except PaddockError as error:
            say("failed", type(error).__name__, str(error))
    return None


if __name__ == "__main__":
    main()
