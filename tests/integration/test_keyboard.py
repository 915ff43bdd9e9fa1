"""The real window by its keys alone: nobody touches the mouse."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.desktop.program import paths_in
from tests.integration.conftest import set_up
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, until

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]

MOST_STOPS = 40  # a control farther than that is out of reach
CODE = "def neigh(times: int) -> str:\n    return 'neigh ' * times\n"


def remember(home: Path) -> None:
    """A chat of last time with code in it, and a newer one."""
    with contextlib.closing(Database(paths_in(home).database)) as database:
        store = Conversations(database)
        chat = store.create("A function that neighs")
        asked = store.append(chat.id, Role.USER, "Write a function", parent=None)
        store.append(chat.id, Role.ASSISTANT, f"Here it is:\n\n```python\n{CODE}```\n", parent=asked.id)
        newer = store.create("Something else")
        store.append(newer.id, Role.USER, "hello", parent=None)


def go_to(paddock: Window, screen: Screen, name: str, key: str = "Tab") -> None:
    """Press `key` until the control called `name` has the keyboard."""
    passed = []
    for _ in range(MOST_STOPS):
        if (at := paddock.ask("focused")[0]) == name:
            return
        passed.append(at)
        screen.key(key)
        until(lambda at=at: paddock.ask("focused")[0] != at or len(set(passed)) == 1, "the next stop", 10)
    raise AssertionError(f"{name!r} cannot be reached with {key}; on the way: {passed}")


def answered(paddock: Window, count: int) -> list[str]:
    until(lambda: len(paddock.ask("messages")) == count and paddock.ask("place", "Send"), f"{count} messages", 90)
    return list(paddock.ask("messages"))


def test_everything_is_done_with_the_keys(xscreen: Screen, tmp_path: Path, model: Path) -> None:
    home = set_up(tmp_path)
    remember(home)
    attached = tmp_path / "note.txt"
    attached.write_text("The mill burned down in 1901.")
    with window(home, xscreen, str(model)) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
        until(lambda: paddock.ask("focused")[0] == "Message", "the keyboard to be in the composer")

        # Search: an old answer is found by its words and opened.
        xscreen.key("ctrl+k")
        until(lambda: paddock.ask("focused")[0].startswith("Search"), "the search")
        xscreen.type("neighs")
        xscreen.key("Return")
        until(lambda: len(paddock.ask("messages")) == 2, "the old chat")

        # Copy code.
        go_to(paddock, xscreen, "Conversation", "shift+Tab")
        go_to(paddock, xscreen, "Copy code")
        xscreen.key("space")
        until(lambda: paddock.ask("clipboard").strip() == CODE.strip(), "the code on the clipboard")

        # Edit a question: the answer to it is a new branch, and the old one is a step away.
        go_to(paddock, xscreen, "Edit", "shift+Tab")
        xscreen.key("space")
        until(lambda: paddock.ask("written") == "Write a function", "the question to edit")
        xscreen.key("ctrl+a")
        xscreen.type("Write a shorter one")
        xscreen.key("Return")
        assert answered(paddock, 2)[0] == "You: Write a shorter one"
        go_to(paddock, xscreen, "Previous version", "shift+Tab")
        xscreen.key("space")
        until(lambda: paddock.ask("messages")[0] == "You: Write a function", "the version before")

        # A new chat, a question, and its answer stopped.
        xscreen.key("ctrl+n")
        until(lambda: paddock.ask("messages") == [], "the new chat")
        xscreen.type("tell me everything")
        xscreen.key("Return")
        until(lambda: len(paddock.ask("messages")) == 2 and len(paddock.ask("messages")[1]) > 12, "some words")
        xscreen.key("Escape")
        assert answered(paddock, 2)[0] == "You: tell me everything"

        # A file by the dialog goes with the next message.
        go_to(paddock, xscreen, "Message")
        go_to(paddock, xscreen, "Attach files")
        xscreen.key("space")
        until(lambda: paddock.ask("focused")[0].startswith("File name"), "the dialog of files")
        xscreen.type(str(attached))
        xscreen.key("Return")
        until(lambda: any(name.startswith("Remove note.txt") for name in paddock.ask("names")), "the file's chip")

        # Settings, and back.
        xscreen.key("ctrl+comma")
        until(lambda: paddock.ask("place", "Search settings"), "the settings")
        go_to(paddock, xscreen, "Search settings")
        xscreen.key("Escape")
        until(lambda: paddock.ask("place", "Message"), "the chat again")
