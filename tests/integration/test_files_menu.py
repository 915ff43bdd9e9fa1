"""A file dropped from another program on “More”: the menu opens once the drop is over, and takes the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conftest import set_up
from tests.integration.dragging import dragged, drop
from tests.integration.driver import window
from tests.integration.screen import Screen, until

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]


def test_the_tables_of_a_dropped_file_are_taken_out_by_the_mouse_alone(xscreen: Screen, tmp_path: Path) -> None:
    book = tmp_path / "pumps.md"
    book.write_text("| Region | Pumps |\n|---|---|\n| North | 5 |\n| South | 7 |\n")
    with window(set_up(tmp_path / "home"), xscreen) as paddock, dragged(xscreen, book) as at:
        drop(paddock, xscreen, at, "More: translate, list, tables…")
        xscreen.click(*paddock.place("Take the tables out"))
        card = until(lambda: [card for card in paddock.ask("cards") if card["state"] == "done"], "the tables")[0]

    assert card["task"] == "tables"
    assert "North" in str(card["text"])
