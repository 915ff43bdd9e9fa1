from __future__ import annotations

import pytest

from models.report import confirm
from models.report.record import Entry, Reason, Verdict
from models.report.schema import Field
from models.report.words import words
from tests.models.report.making import SCHEMA

FIELD: Field = SCHEMA.fields[0]
PASSAGE = "The pay was low."


@pytest.mark.parametrize(
    ("answer", "yes"),
    [
        ("yes", True),
        ("Yes.", True),
        ("是", True),
        (" **no**", False),
        ("否。", False),
        ("不是", False),
        ("maybe", None),
        ("", None),
    ],
)
def test_only_a_yes_is_a_yes(answer: str, yes: bool | None) -> None:
    assert confirm.says_yes(answer) is yes


def test_the_second_look_sees_the_passage_and_one_definition_only() -> None:
    entry = Entry(field="cause", value="Health", evidence=(), verdict=Verdict.COUNTED, reason=Reason.CHECKED)

    _, asked = confirm.messages(words("en"), FIELD, entry, PASSAGE)

    assert PASSAGE in asked.content
    assert "Health: Illness" in asked.content
    assert "Pay and benefits" not in asked.content


def test_the_third_look_chooses_from_the_whole_list_in_an_order_of_its_own() -> None:
    orders = set()
    for number in range(8):
        passage = f"{PASSAGE} {number}"
        _, asked = confirm.choice(words("en"), FIELD, passage)
        lines = [line for line in asked.content.splitlines() if line[:1].isdigit()]
        assert len(lines) == len(FIELD.labels) + 1
        place, label = lines[0].split(". ", 1)
        assert confirm.chosen(place, FIELD, passage) == label.split(":")[0]
        orders.add(label)
    assert len(orders) > 2


@pytest.mark.parametrize("answer", ["0", "14", "99", "", "none", "the pay"])
def test_a_number_that_is_no_label_chooses_nothing(answer: str) -> None:
    assert confirm.chosen(answer, FIELD, PASSAGE) is None
