from __future__ import annotations

import json
import re

import pytest

from models.paths import resources
from models.report.record import Reason
from models.report.words import words

EN, ZH = (
    json.loads((resources() / "prompts" / language / "report.json").read_text("utf-8")) for language in ("en", "zh")
)
NAME = re.compile(r"(?<!\{)\{(\w+)\}")


@pytest.mark.parametrize("key", EN)
def test_both_languages_say_the_same_things_of_the_same_values(key: str) -> None:
    assert set(NAME.findall(ZH[key])) == set(NAME.findall(EN[key]))


def test_there_is_a_word_for_every_reason_and_none_is_missing_in_chinese() -> None:
    assert EN.keys() == ZH.keys()
    assert {f"reason_{reason}" for reason in Reason} <= EN.keys()


def test_the_examples_of_the_form_are_spelt_as_the_form_is() -> None:
    assert '{"found": [{"sentences": ["S4"]' in words("en")("extract", key="label", rule="")
