"""The button of light and dark, clicked on a real screen: every click counts, and nothing is drawn beside its place."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.desktop.program import paths_in
from tests.integration.conftest import set_up
from tests.integration.driver import window
from tests.integration.screen import Screen, until

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]

CLICKS = 8
CODE = "".join(f"line_{number} = {number} * 'x'\n" for number in range(14))


def remember(home: Path) -> None:
    """A chat that ends with code."""
    with contextlib.closing(Database(paths_in(home).database)) as database:
        store = Conversations(database)
        chat = store.create("Code")
        last = None
        for number in range(6):
            asked = store.append(chat.id, Role.USER, f"Write function {number}", parent=last)
            text = f"Here **it** is:\n\n1. one\n2. two\n\n```python\n{CODE}```\n"
            last = store.append(chat.id, Role.ASSISTANT, text, parent=asked.id).id


def test_each_click_switches_and_leaves_nothing_displaced(xscreen: Screen, tmp_path: Path, model: Path) -> None:
    home = set_up(tmp_path)
    remember(home)
    added = f"{model.stem} was added where it lies; nothing was copied."
    with window(home, xscreen, str(model)) as paddock:
        until(lambda: paddock.ask("focused")[0] == "Message", "the keyboard to be in the composer", 120)
        xscreen.click(*paddock.place("Code"))
        until(lambda: paddock.ask("messages"), "the chat")
        until(lambda: not paddock.ask("place", added), "the note about the model to be gone")
        moon = paddock.place("Light or dark")
        for number in range(CLICKS):
            dark = paddock.ask("is_dark")
            xscreen.click(*moon)
            until(lambda dark=dark: paddock.ask("is_dark") != dark, f"click {number} to be heard", 20)
            until(lambda: paddock.ask("differing") == 0, f"everything to be in its place after click {number}", 20)
