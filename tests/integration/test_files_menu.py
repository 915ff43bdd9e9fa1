"""A file dropped from another program on “More”: the menu opens once the drop is over, and takes the mouse."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.integration.conftest import set_up
from tests.integration.driver import window
from tests.integration.screen import Screen, until
from tests.integration.test_end_to_end import dragged

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]


def test_the_tables_of_a_dropped_file_are_taken_out_by_the_mouse_alone(xscreen: Screen, tmp_path: Path) -> None:
    book = tmp_path / "pumps.md"
    book.write_text("| Region | Pumps |\n|---|---|\n| North | 5 |\n| South | 7 |\n")
    with window(set_up(tmp_path / "home"), xscreen) as paddock, dragged(xscreen, book) as at:
        xscreen.xdotool("mousemove", *at, "mousedown", 1)
        for step in range(1, 9):
            xscreen.xdotool("mousemove", at[0] + (760 - at[0]) * step // 8, at[1] + (300 - at[1]) * step // 8)
            time.sleep(0.05)  # a drag is a conversation of two programs at the pace of a hand
        more = paddock.place("More: translate, list, tables…")
        for _ in range(3):
            xscreen.xdotool("mousemove", *more)
            time.sleep(0.1)
        xscreen.xdotool("mouseup", 1)
        xscreen.click(*paddock.place("Take the tables out"))
        card = until(lambda: [card for card in paddock.ask("cards") if card["state"] == "done"], "the tables")[0]

    assert card["task"] == "tables"
    assert "North" in str(card["text"])
