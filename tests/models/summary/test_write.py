"""What the model writes from the notes: about the whole, about sections, and once more when it was wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Summary
from models.summary.job import Summariser
from models.summary.options import Length, SummaryOptions
from tests.models.summary import planted
from tests.models.summary.engines import NOTE, Oracle

WRONG = re.compile(r"(\d{4}) tonnes")


class Careless(Oracle):
    """Writes wrong figures into the text; `learns` to write the right ones when it is asked again."""

    def __init__(self, learns: bool) -> None:
        super().__init__(planted.FACT)
        self.learns = learns
        self.rewrites = 0

    def reply(self, question: str) -> str:
        again = "Write it once more" in question
        self.rewrites += again
        right = super().reply(question)
        if not NOTE.search(question) or (again and self.learns):
            return right
        return WRONG.sub("9999 tonnes", right)


def summarised(folder: Path, engine: Oracle, length: Length, pages: int = 8, facts_a_page: int = 3) -> Summary:
    document, _ = planted.document(pages, facts_a_page)
    database = Database(folder / "outputs.sqlite3")
    *_, last = Summariser(engine, Outputs(database), model_name="test").run(document, SummaryOptions(length=length))
    database.close()
    assert isinstance(last, Summary)
    return last


def test_a_long_summary_has_sentences_about_each_section_and_lists_what_they_leave_out(tmp_path: Path) -> None:
    summary = summarised(tmp_path, Oracle(planted.FACT), "long", pages=3, facts_a_page=4)

    points = summary.text.split("## Key points")[1].split("\n>")[0]
    sections = re.split(r"^\*\*.*\*\*$", points, flags=re.MULTILINE)[1:]
    assert len(sections) == 3
    for section in sections:
        prose, *bullets = re.split(r"^- ", section.strip(), flags=re.MULTILINE)
        assert len(re.findall(r"\[\d+\]", prose)) == 3
        assert len(bullets) == 1
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", summary.text)}
    assert marks == set(range(1, len(summary.notes) + 1))


@pytest.mark.parametrize("length", ["short", "medium"])
def test_shorter_ones_have_points_alone_under_their_headings(tmp_path: Path, length: Length) -> None:
    summary = summarised(tmp_path, Oracle(planted.FACT), length)

    points = summary.text.split("## Key points")[1].split("\n>")[0]
    assert all(line[:2] in ("- ", "**") for line in points.splitlines() if line)


def test_each_length_says_more_than_the_one_before(tmp_path: Path) -> None:
    said = []
    for length in ("short", "medium", "long"):
        (tmp_path / length).mkdir()
        summary = summarised(tmp_path / length, Oracle(planted.FACT), length)
        said.append((len(summary.notes), summary.prose_checked))

    assert said == sorted(set(said))


def test_a_wrong_sentence_is_written_once_more_from_its_notes(tmp_path: Path) -> None:
    engine = Careless(learns=True)
    summary = summarised(tmp_path, engine, "medium")

    assert engine.rewrites == summary.prose_sentences == summary.prose_checked > 0
    assert "9999" not in summary.text


def test_a_sentence_that_stays_wrong_is_left_out_and_said(tmp_path: Path) -> None:
    engine = Careless(learns=False)
    summary = summarised(tmp_path, engine, "medium")

    assert engine.rewrites == summary.prose_sentences > 0
    assert summary.prose_checked == 0
    assert "9999" not in summary.text
    assert f"{summary.prose_sentences} of {summary.prose_sentences} sentences" in summary.text
