from __future__ import annotations

import csv
import re

import pytest

from models.store.outputs import Outputs
from models.summary.export import FORMS
from models.tasks.items import MOST_LINES, list_every
from tests.models.summary import planted
from tests.models.summary.engines import ADVERSARIES, SENTENCE, TextEngine
from tests.models.tasks.helpers import assert_sound, model


class Lister(TextEngine):
    """Names what `pattern` finds in each sentence, as many as an answer may hold."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def reply(self, question: str) -> str:
        named = [(n, text, thing) for n, text in SENTENCE.findall(question) for thing in self._pattern.findall(text)]
        return "\n".join(f"S{n}|{text[:60]}|{thing}" for n, text, thing in named[:MOST_LINES]) or "NONE"


@pytest.mark.parametrize(("language", "pattern"), [("en", r"Plant \d+ of \w+"), ("zh", r"[A-F]公司第\d+号厂房")])
def test_every_one_is_listed_once_and_counted(outputs: Outputs, language: str, pattern: str) -> None:
    document, facts = planted.document(20, 4, language=language)

    summary = assert_sound(list(list_every(model(Lister(pattern), outputs), [document], "plant")), [document])

    expected = [thing for fact in facts for thing in re.findall(pattern, fact)]
    assert sorted(note.claim for note in summary.notes) == sorted(expected)
    assert summary.points_found == 80
    assert "**80** found" in summary.text
    assert summary.complete


def test_a_part_with_more_than_an_answer_holds_is_asked_in_halves(outputs: Outputs) -> None:
    texts = [" ".join(f"Valve {n} was seen." for n in range(60))]
    document = planted.of_pages(texts)

    summary = assert_sound(list(list_every(model(Lister(r"Valve \d+"), outputs), [document], "valve")), [document])

    assert summary.points_found == 60
    assert "least" not in summary.text


def test_what_is_too_much_for_every_half_is_said_to_be_the_least(outputs: Outputs) -> None:
    document = planted.of_pages([", ".join(f"valve {n:03d}" for n in range(100)) + "."])

    summary = assert_sound(list(list_every(model(Lister(r"valve \d+"), outputs), [document], "valve")), [document])

    assert summary.points_found == MOST_LINES
    assert "the count is the least there is" in summary.text
    assert not summary.complete


def test_one_thing_in_two_places_is_one_with_both_places(outputs: Outputs) -> None:
    document = planted.of_pages(["The Grey Valve leaked. Nobody saw it.", "Later the grey valve was not repaired."])

    summary = assert_sound(list(list_every(model(Lister("(?i)grey valve"), outputs), [document], "part")), [document])

    [note] = summary.notes
    assert [citation.page for citation in note.citations] == [1, 2]
    assert "**1** found, in 2 places" in summary.text


def test_what_looks_alike_is_said_and_not_united(outputs: Outputs) -> None:
    document = planted.of_pages(["The big red brass valve leaked. The big red brass valve housing held."])
    engine = Lister("big red brass valve(?: housing)?")

    summary = assert_sound(list(list_every(model(engine, outputs), [document], "part")), [document])

    assert summary.points_found == 2
    assert "[1][2]" in summary.text


def test_the_list_is_a_table_with_pages(outputs: Outputs) -> None:
    document, _ = planted.document(3, 2)
    *_, last = list_every(model(Lister(r"Plant \d+ of \w+"), outputs), [document], "plant")

    rows = list(csv.DictReader(FORMS["csv"]([last]).decode("utf-8-sig").splitlines()))  # type: ignore[list-item]

    assert [row["pages"] for row in rows] == ["1", "1", "2", "2", "3", "3"]


@pytest.mark.parametrize("name", ADVERSARIES)
def test_no_engine_lists_what_is_not_there(outputs: Outputs, name: str) -> None:
    document, _ = planted.document(2, 2)

    summary = assert_sound(
        list(list_every(model(TextEngine(ADVERSARIES[name]), outputs), [document], "firm")), [document]
    )

    assert "Zorblat" not in summary.text
