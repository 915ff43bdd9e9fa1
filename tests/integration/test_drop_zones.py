"""Files dragged from another program onto the zones “Ask” and “Report”."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from models.store.conversations import Conversations
from models.store.database import Database
from tests.desktop.program import paths_in
from tests.integration.conftest import set_up
from tests.integration.dragging import dragged, drop
from tests.integration.driver import window
from tests.integration.screen import Screen, until

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]


def test_files_dropped_on_ask_go_with_the_question(xscreen: Screen, tmp_path: Path, model: Path) -> None:
    note = tmp_path / "note 笔记.txt"
    note.write_text("The mill burned down in 1901.")
    with window(set_up(tmp_path / "home"), xscreen, str(model)) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
        with dragged(xscreen, note) as at:
            drop(paddock, xscreen, at, "Ask")
        until(lambda: any(name.startswith(f"Remove {note.name}") for name in paddock.ask("names")), "the file's chip")
        xscreen.click(*paddock.place("Message"))
        xscreen.type("when did it burn")
        xscreen.key("Return")
        until(lambda: len(paddock.ask("messages")) == 2, "the answer to begin")
        assert paddock.ask("messages")[0] == "You: when did it burn"
    with contextlib.closing(Database(paths_in(tmp_path / "home").database)) as database:
        store = Conversations(database)
        asked = store.branch(store.list()[0].id)[0]
        assert asked.text == "when did it burn" and [each.name for each in store.attachments([asked])[asked.id]] == [
            note.name
        ]


def test_files_dropped_on_report_are_asked_the_same_questions(xscreen: Screen, tmp_path: Path, model: Path) -> None:
    files = []
    for number in range(3):
        files.append(tmp_path / f"incident {number}.txt")
        files[-1].write_text(f"Incident {number}: the pump failed because its seal was worn.\n")
    with window(set_up(tmp_path / "home"), xscreen, str(model)) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
        with dragged(xscreen, *files) as at:
            drop(paddock, xscreen, at, "Report")
        until(lambda: "What to look for" in paddock.ask("names"), "the question what to count")
        assert any("3 files" in name for name in paddock.ask("names"))
