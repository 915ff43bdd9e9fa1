"""The whole of Paddock as a user meets it: a real window on a real X display, real events, nothing mocked."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.integration.conftest import MODEL, REPO, offer, set_up
from tests.integration.dragging import dragged, drop
from tests.integration.driver import Window, window
from tests.integration.screen import Screen, until
from tests.loopback_hub import COMMIT, LoopbackHub

pytestmark = [pytest.mark.x11, pytest.mark.timeout(600)]

PAGES = 30


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real PDF of 30 pages, each with a figure of its own."""
    path = tmp_path_factory.mktemp("pdf") / "annual report 年报.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(1, PAGES + 1):
        text = canvas.beginText(72, 760)
        for line in (
            f"Section {page}. Results of unit {page}",
            f"Unit {page} earned {page * 1234} euros in the year 2025 and employed {page + 40} people.",
            f"Its director, Ms Weber, expects growth of {page / 10:.1f} percent in the coming year.",
            "The weather was unremarkable and nobody complained about the canteen this time.",
        ):
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return path


def answered(paddock: Window, count: int) -> list[str]:
    """The conversation, once it has `count` messages and the last is written to its end."""

    def ready() -> list[str]:
        heard: list[str] = paddock.ask("messages")
        return heard if len(heard) == count and paddock.ask("place", "Send") else []

    return until(ready, f"{count} messages and a free composer; there are {paddock.ask('messages')}", 240)


def ask(paddock: Window, screen: Screen, text: str) -> None:
    screen.click(*paddock.place("Message"))
    screen.type(text)
    screen.key("Return")


def test_from_the_download_to_the_summary_and_back(xscreen: Screen, tmp_path: Path, model: Path, report: Path) -> None:
    with LoopbackHub(rate=15_000_000) as hub:
        sha256 = hub.add(REPO, "tiny.gguf", model)
        home = set_up(tmp_path / "家 home", mirror=hub.url, sampling={"max_tokens": 400})  # long enough to be stopped
        offer(home, model, sha256, COMMIT)

        # The download, killed once midway, where the Hub has fallen silent.
        third = model.stat().st_size // 3
        hub.spoil("stall", at=third, times=1)
        with window(home, xscreen) as paddock:
            xscreen.click(*paddock.place(f"Download: {MODEL}"))
            parts = (home / "data" / "models").rglob
            until(lambda: any(part.stat().st_size >= third for part in parts("*.part")), "a third of the model")
            paddock.kill()
        with window(home, xscreen) as paddock:
            xscreen.click(*paddock.place(f"Resume: {MODEL}"))
            until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
            assert hub.sent_bytes <= 1.15 * model.stat().st_size
            got = next((home / "data" / "models").rglob("*.gguf"))
            assert got.read_bytes() == model.read_bytes()

            # Three turns; the third is stopped.
            for turn, question in enumerate(("hello there", "what is a paddock"), start=1):
                ask(paddock, xscreen, question)
                heard = answered(paddock, 2 * turn)
                assert heard[-2] == f"You: {question}"
                assert len(heard[-1]) > len(MODEL) + 10
            ask(paddock, xscreen, "and a third one")
            until(lambda: len(paddock.ask("messages")) == 6, "the third answer to begin")
            until(lambda: len(paddock.ask("messages")[-1]) > 20, "some words")
            xscreen.click(*paddock.place("Stop"))
            stopped = answered(paddock, 6)[-1]

            # A file, dropped from another program.
            with dragged(xscreen, report) as at:
                drop(paddock, xscreen, at)
            xscreen.click(*paddock.place("Summarise", "Button"))
            until(lambda: any(each["state"] == "done" for each in paddock.ask("cards")), "the summary", 240)
            (card,) = paddock.ask("cards")
            assert card["pages"] == card["processed"] == PAGES
            assert card["notes"]

            # A mark opens its page with the passage lit.
            xscreen.click(*paddock.at_rest("mark_place", 1, what="the first mark"))
            shown = until(lambda: paddock.ask("source_words"), "the source")
            assert report.name in shown
            before = paddock.ask("messages")
            assert paddock.ask("sockets") == 0
            xscreen.key("ctrl+q")
            assert paddock.wait() == 0

        # Everything is there again.
        with window(home, xscreen) as paddock:
            until(lambda: paddock.ask("messages"), "the conversation")
            assert paddock.ask("messages") == before
            assert stopped in before
            xscreen.click(*paddock.at_rest("mark_place", 1, what="the first mark"))
            assert report.name in until(lambda: paddock.ask("source_words"), "the source")
