"""A question asked again in the terminal gets the answer it had, and is told so."""

from __future__ import annotations

import re
from pathlib import Path

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.models.cli.test_command import Paddock, Terminal, model, paddock

__all__ = ["model", "paddock"]

FROM_CACHE = r"\(From the cache: the model wrote it on \d{4}-\d\d-\d\d \d\d:\d\d to the same question\."


def test_the_same_question_is_answered_from_the_cache_and_said_so(paddock: Paddock, model: Path) -> None:
    words = ("chat", "-m", model, "--threads", 1, "--max-tokens", 6, "--ctx", 1024, "--temp", 0)
    with Terminal(paddock, *words) as terminal:
        for command in ("How is the horse?", "/new", "How is the horse?", "/again"):
            terminal.say(command)
            terminal.wait_for("A new chat" if command == "/new" else "reached its longest length", after=command)
        before_again, _, after = terminal.said.rpartition("/again")
        assert len(re.findall(FROM_CACHE, before_again)) == 1
        assert not re.search(FROM_CACHE, after)

    database = Database(paddock.home / "data" / "paddock.sqlite3")
    chats = Conversations(database)
    answers = [each for chat in chats.list() for each in chats.branch(chat.id) if each.role is Role.ASSISTANT]
    database.close()
    assert len({each.text for each in answers}) == 1
