"""Files dragged from another program onto the zones “Ask” and “Report”."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from models.store.conversations import Conversations
from models.store.database import Database
from tests.desktop.program import paths_in
from tests.integration.conftest import set_up
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, until
from tests.integration.test_end_to_end import dragged

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]


def drop(paddock: Window, screen: Screen, zone: str, *files: Path) -> None:
    """Drag the files over the window and let go on the zone; at the pace of a hand, for two programs talk."""
    with dragged(screen, *files) as (x, y):
        screen.xdotool("mousemove", x, y, "mousedown", 1)
        for step in range(1, 9):
            screen.xdotool("mousemove", x + (700 - x) * step // 8, y + (300 - y) * step // 8)
            time.sleep(0.05)
        place = paddock.place(zone)
        for _ in range(3):
            screen.xdotool("mousemove", *place)
            time.sleep(0.1)
        screen.xdotool("mouseup", 1)
        until(lambda: not paddock.ask("place", "Compare"), "the zones to be gone")


def test_files_dropped_on_ask_go_with_the_question(xscreen: Screen, tmp_path: Path, model: Path) -> None:
    note = tmp_path / "note 笔记.txt"
    note.write_text("The mill burned down in 1901.")
    with window(set_up(tmp_path / "home"), xscreen, str(model)) as paddock:
        until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
        drop(paddock, xscreen, "Ask", note)
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
        drop(paddock, xscreen, "Report", *files)
        until(lambda: "What to look for" in paddock.ask("names"), "the question what to count")
        assert any("3 files" in name for name in paddock.ask("names"))
