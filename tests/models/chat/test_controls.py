from __future__ import annotations

import pytest
from hypothesis import given, strategies

from models import catalogue
from models.chat.context import with_form
from models.chat.controls import ANY_JSON, NAMES, Controls, Form, sampling, usual
from models.engine import ranges
from models.engine.protocol import SamplingParams
from models.settings import Sampling

CARD = catalogue.Sampling(temperature=0.6, top_k=20)


def test_without_a_choice_the_card_counts_and_below_it_the_engine():
    params = sampling(Sampling(), CARD)
    assert (params.temperature, params.top_k, params.top_p) == (0.6, 20, SamplingParams().top_p)


def test_the_chat_counts_before_the_settings_and_these_before_the_card():
    chosen = Sampling(temperature=0.9, top_p=0.5)
    params = sampling(chosen, CARD, Controls(temperature=0.1))
    assert (params.temperature, params.top_p, params.top_k) == (0.1, 0.5, 20)


def test_zero_is_a_choice_and_no_absence_of_one():
    assert sampling(Sampling(temperature=0.0), CARD).temperature == 0.0
    assert sampling(Sampling(top_k=5), CARD, Controls(top_k=0)).top_k == 0


def test_a_form_holds_the_answer_to_its_schema():
    assert sampling(Sampling(), None, Controls(form=Form(name="JSON", json_schema=ANY_JSON))).json_schema == ANY_JSON
    assert sampling(Sampling(), None, Controls()).json_schema is None


@given(
    strategies.fixed_dictionaries(
        {},
        optional={
            name: strategies.floats(allow_nan=False) | strategies.integers() | strategies.text() for name in NAMES
        },
    )
)
def test_whatever_a_file_says_the_engine_gets_values_it_takes(said):
    ranges.check(sampling(Sampling(), CARD, Controls.of(said)))


def test_what_is_kept_is_read_again():
    controls = Controls(temperature=0.2, form=Form(name="JSON", json_schema=ANY_JSON), fast=True, preset="Brief")
    assert Controls.of(controls.kept()) == controls
    assert Controls().kept() == {}


def test_another_value_is_no_preset_any_more():
    assert Controls(preset="Brief").with_value("top_k", 3) == Controls(top_k=3)


@pytest.mark.parametrize(
    "entry", [each for each in catalogue.Catalogue.load().entries if each.sampling], ids=lambda e: e.id
)
def test_every_card_recommends_what_the_engine_takes(entry):
    ranges.check(usual(entry.sampling))


def test_the_model_is_told_the_form_beside_its_instructions():
    held = SamplingParams(json_schema=ANY_JSON)
    assert with_form("Be kind.", SamplingParams()) == "Be kind."
    assert with_form("Be kind.", held).startswith("Be kind.\n\n") and '{"type": "object"}' in with_form("", held)


def test_words_to_stop_at_are_the_chats_or_those_of_the_settings():
    chosen = Sampling(stop=("END",))
    assert sampling(chosen).stop == ("END",)
    assert sampling(chosen, None, Controls(stop=("a", "b"))).stop == ("a", "b")
    assert sampling(chosen, None, Controls(stop=())).stop == ()
    assert Controls(stop=(), top_k=1).own == 2
