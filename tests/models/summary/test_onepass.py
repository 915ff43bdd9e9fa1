"""A text of one part: notes and sentences come in one answer, and are checked as if they had come in two."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser
from models.summary.events import Summary
from tests.models.summary import planted
from tests.models.summary.engines import NOTE, Oracle


class AtOnce(Oracle):
    """Does as it is told, and `spoil` changes the sentences below the notes."""

    def __init__(self, spoil: Callable[[str], str] = lambda below: below) -> None:
        super().__init__(planted.FACT)
        self._spoil = spoil

    def reply(self, question: str) -> str:
        above = super().reply(question)
        if "---" not in question:
            return above
        claims = [line.split("|")[2] for line in above.split("\n")]
        below = "\n".join(f"{claim} [{place}]" for place, claim in enumerate(claims, start=1))
        return f"{above}\n---\n{self._spoil(below)}"


def summarised(folder: Path, engine: Oracle, pages: int = 2, n_ctx: int = 8192) -> Summary:
    document, _ = planted.document(pages, 2)
    database = Database(folder / "outputs.sqlite3")
    *_, last = Summariser(engine, Outputs(database), model_name="test", n_ctx=n_ctx).run(document)
    database.close()
    assert isinstance(last, Summary)
    return last


def test_a_short_text_costs_one_question_and_says_what_two_say(tmp_path: Path) -> None:
    engine, twice = AtOnce(), Oracle(planted.FACT)
    (tmp_path / "twice").mkdir()

    summary = summarised(tmp_path, engine)

    assert len(engine.asked) == 1
    assert summary == summarised(tmp_path / "twice", twice)
    assert len(twice.asked) == 2
    assert summary.prose_checked == summary.prose_sentences == 4
    assert summary == summarised(tmp_path, engine)
    assert len(engine.asked) == 1


def test_a_long_text_is_asked_part_by_part(tmp_path: Path) -> None:
    engine = AtOnce()

    summarised(tmp_path, engine, pages=40)

    assert len(engine.chunks_asked) > 1
    assert not [question for question in engine.asked if "---" in question]


def test_a_context_without_room_for_both_is_asked_twice(tmp_path: Path) -> None:
    engine = AtOnce()

    summary = summarised(tmp_path, engine, pages=4, n_ctx=2048)

    assert (len(engine.chunks_asked), len(engine.asked)) == (1, 2)
    assert summary.complete


def test_a_wrong_sentence_is_written_once_more(tmp_path: Path) -> None:
    engine = AtOnce(lambda below: re.sub(r"\d+ tonnes", "9999 tonnes", below, count=1))

    summary = summarised(tmp_path, engine)

    assert len(engine.asked) == 2
    assert "Write it once more" in engine.asked[1]
    assert "9999" not in summary.text
    assert summary.prose_checked == 4


@pytest.mark.parametrize(
    "spoil",
    [lambda below: "", lambda below: re.sub(r"\[\d\]", "[6]", below), lambda below: re.sub(r" \[\d\]", "", below)],
    ids=["none", "marks of nothing", "no marks"],
)
def test_sentences_that_prove_nothing_are_asked_for_by_themselves(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    engine = AtOnce(spoil)

    summary = summarised(tmp_path, engine)

    assert len(engine.asked) == 2
    assert NOTE.search(engine.asked[1])
    assert summary.prose_checked == summary.prose_sentences > 0


def test_marks_follow_their_notes_where_one_did_not_pass(tmp_path: Path) -> None:
    class Inventive(AtOnce):
        def reply(self, question: str) -> str:
            return super().reply(question).replace("S", "S1|words that stand nowhere|Invented.\nS", 1)

        def _renumber(self, below: str) -> str:
            return re.sub(r"\[(\d)\]", lambda mark: f"[{int(mark[1]) + 1}]", below)

    engine = Inventive()
    engine._spoil = engine._renumber

    summary = summarised(tmp_path, engine)

    assert len(engine.asked) == 1
    assert summary.prose_checked == 4
    for claim, mark in re.findall(r"^(Plant .+?\.) \[(\d)\]$", summary.text, re.MULTILINE):
        assert summary.notes[int(mark) - 1].claim == claim
