from __future__ import annotations

import json

import pytest

from models.engine.schema import answers
from models.report import extract
from models.report.extract import Found
from models.report.schema import parse

FIELDS = parse({"properties": {"mood": {"enum": ["Good", "Bad"]}, "sum": {"type": "string"}}}, "x", "en").fields
MOOD, SUM = FIELDS


def answer(**entry: object) -> str:
    return json.dumps({"found": [{"sentences": ["S2"], "quote": "all was well", **entry}]})


def test_what_the_form_allows_is_what_is_read() -> None:
    text = answer(label="Good")

    assert answers(extract.json_schema(MOOD, 3), text)
    assert extract.parse(text, MOOD, 3) == (Found((2,), "all was well", "Good"),)


@pytest.mark.parametrize(
    "text",
    [
        answer(label="Ugly"),
        answer(label=3),
        answer(label=["Good"]),
        answer(label="Good", quote=" "),
        answer(label="Good", sentences=["S4"], extra=1),
        '{"found": [{"sentences": ["S2"], "label": "Good", "quo',
        "Good",
    ],
)
def test_the_form_refuses_all_else(text: str) -> None:
    assert not answers(extract.json_schema(MOOD, 3), text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (answer(label="GOOD "), 1),
        (answer(label="Ugly"), 0),
        (answer(label="Good", sentences="S2"), 1),
        (answer(label="Good", quote=7), 0),
        ("Here you are: " + answer(label="Good") + " I hope this helps.", 1),
        (answer(label="Good")[:-2] + ', {"sentences": ["S1"], "quote": "hal', 1),
        (answer(label="Good")[:-2] + "," + answer(label="Good")[11:], 1),
        ("", 0),
    ],
)
def test_what_an_engine_without_forms_answers_is_read_as_far_as_it_goes(text: str, found: int) -> None:
    assert len(extract.parse(text, MOOD, 3)) == found


@pytest.mark.parametrize(("cited", "numbers"), [(["S2", "S1", "S2"], (1, 2)), (["S0", "S9", "x", None], ()), (3, (3,))])
def test_only_sentences_that_exist_are_cited(cited: object, numbers: tuple[int, ...]) -> None:
    assert extract.parse(answer(label="Good", sentences=cited), MOOD, 3)[0].cited == numbers


def test_half_a_character_does_no_harm() -> None:
    (found,) = extract.parse(
        '{"found": [{"sentences": ["S1"], "quote": "a \\ud800", "value": "b\\ud800\\n c"}]}', SUM, 3
    )

    assert (found.quote, found.value) == ("a ?", "b? c")


@pytest.mark.parametrize(
    ("text", "nothing"),
    [('{"found": []}', True), ('{"found": [ ]}\n', True), ('{"found": [', False), ("", False), ("[]", False)],
)
def test_that_a_file_says_nothing_has_to_be_said_whole(text: str, nothing: bool) -> None:
    assert extract.says_nothing(text) is nothing
