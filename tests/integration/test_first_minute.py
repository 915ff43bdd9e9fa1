"""The first minute of a new user without a network: nothing was downloaded, and a file is read all the same."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from models import demo
from tests.integration.conftest import set_up
from tests.integration.dragging import dragged, drop
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, until
from tests.integration.test_end_to_end import answered, ask
from tests.twenty_pages import PAGES, twenty_pages
from tests.yardstick import slowness

pytestmark = [pytest.mark.x11, pytest.mark.alone, pytest.mark.timeout(400)]

MINUTE_S = 60.0  # of the user's, his own part in it being none here


def test_a_dropped_pdf_has_its_key_sentences_with_marks_within_the_first_minute(
    xscreen: Screen, tmp_path: Path, cria: Path
) -> None:
    report = twenty_pages(tmp_path / "sessions.pdf")
    home = set_up(tmp_path / "home", sampling={})
    started = time.monotonic()
    with window(home, xscreen, environment={"PADDOCK_DEMO_MODEL": str(cria)}) as paddock:
        xscreen.click(*paddock.place(f"Try it now: {demo.TITLE}"))
        paddock.place("Ready · processor")
        with dragged(xscreen, report) as at:
            drop(paddock, xscreen, at)
        xscreen.click(*paddock.place("Pick key sentences", "Button"))
        card = _done(paddock)
        took_s = time.monotonic() - started

        print(f"\n{took_s:.0f} s from the start of the program to the marks")
        assert took_s <= MINUTE_S * 2 * slowness(), f"{took_s:.0f} s; half of the limit is for a machine that is busy"
        assert (card["processed"], card["model"]) == (PAGES, demo.TITLE)
        assert card["checked"] > card["ruled"], "it has read"
        xscreen.click(*paddock.at_rest("mark_place", 1, what="the first mark"))
        assert report.name in until(lambda: paddock.ask("source_words"), "the source")
        assert paddock.ask("sockets") == 0

        xscreen.key("ctrl+n")
        ask(paddock, xscreen, "What are you?")
        heard = answered(paddock, 2)[-1]
        assert heard.startswith(demo.TITLE) and "demo" in heard.removeprefix(demo.TITLE).lower()


def _done(paddock: Window) -> dict[str, object]:
    def done() -> list[dict[str, object]]:
        return [card for card in paddock.ask("cards") if card["state"] == "done"]

    return until(done, "the key sentences", 300)[0]
