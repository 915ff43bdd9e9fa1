"""The first minute, in the terminal: the built-in model itself over a PDF of twenty pages, without a network."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

from models import demo
from tests.models.cli.test_command import Paddock
from tests.twenty_pages import PAGES, twenty_pages
from tests.yardstick import slowness

MOST_S = 60.0  # of one core; on two it is the sooner done


@pytest.fixture
def paddock(tmp_path: Path, cria: Path) -> Paddock:
    return Paddock(tmp_path / "home")


def test_it_says_what_it_is(paddock: Paddock) -> None:
    code, out, err = paddock("chat", "What are you?")

    assert code == 0, err
    assert "demo" in out.lower()


@pytest.mark.alone
def test_twenty_pages_become_key_sentences_with_marks_in_seconds(paddock: Paddock, tmp_path: Path) -> None:
    report = twenty_pages(tmp_path / "sessions.pdf")
    before = _computed_s()

    code, out, err = paddock("summarize", report, "--json")

    took_s = _computed_s() - before
    [summary] = json.loads(out)
    assert code == 0, err
    assert took_s <= MOST_S * slowness(), f"{took_s:.0f} s of computing"
    print(f"\n{took_s:.1f} s of computing for {PAGES} pages")
    assert (summary["model"], summary["scope"]["pages_processed"]) == (demo.TITLE, PAGES)
    read = [note for note in summary["notes"] if note["status"] in ("verified", "repaired")]
    assert len(read) >= 0.8 * len(summary["notes"]) > 0, "the rest was chosen by rule"
    pages = {citation["page"] for note in read for citation in note["citations"]}
    assert len(pages) >= 5
    assert all(f"[{number}]" in summary["text"] for number in range(1, len(summary["notes"]) + 1))


def _computed_s() -> float:
    """Processor time of everything that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
