"""A chat in the terminal that became too long: asked, done, and undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.models.cli.test_command import Paddock, Terminal, model, paddock

__all__ = ["model", "paddock"]


@pytest.fixture
def long_chat(paddock: Paddock) -> Paddock:
    """A home with one chat of ten turns."""
    paddock.home.mkdir(parents=True)
    database = Database(paddock.home / "data" / "paddock.sqlite3")
    chats, leaf = Conversations(database), None
    chat = chats.create("Horses").id
    for turn in range(10):
        leaf = chats.append(chat, Role.USER, f"Question {turn}: " + "what of the horse? " * 6, parent=leaf).id
        leaf = chats.append(chat, Role.ASSISTANT, f"Answer {turn}: " + "it is well. " * 6, parent=leaf).id
    database.close()
    return paddock


def test_every_way_out_is_a_command_with_its_figures(long_chat: Paddock, model: Path) -> None:
    with Terminal(long_chat, "chat", "-m", model, "--threads", 1, "--max-tokens", 6, "--ctx", 1024) as terminal:
        terminal.say("/open 1")
        terminal.wait_for("assistant: Answer 9", after="/open 1")
        terminal.say("And now?")
        terminal.wait_for("the message itself has", after="And now?")
        said = terminal.said
        assert re.search(r"needs 1,\d+ tokens and the context holds 1,024\. Nothing was cut", said)
        assert re.search(r"/notes +make notes of the \d+ older messages", said)
        assert re.search(r"/larger +load the model with a context of 2,048: fits", said)
        terminal.say("/notes")
        terminal.wait_for("reached its longest length", after="/notes")
        terminal.say("/undo")
        terminal.wait_for("reads the messages themselves again", after="/undo")
        terminal.say("And then?")
        terminal.wait_for("/recent", after="And then?")
        terminal.say("/larger")
        terminal.wait_for("reached its longest length", after="/larger")

    database = Database(long_chat.home / "data" / "paddock.sqlite3")
    branch = Conversations(database).branch(1)
    database.close()
    assert [message.role for message in branch].count(Role.USER) == 12, "every question is still there"
    assert branch[-1].receipt is not None and branch[-1].receipt["engine"]["n_ctx"] == 2048
