"""Many prompts in one call."""

from __future__ import annotations

import pytest

from models.engine.batch import answers
from models.engine.protocol import ChatMessage, SamplingParams
from models.errors import ContextFull, PromptEmpty

GREEDY = SamplingParams(temperature=0, max_tokens=8)


def test_eight_prompts_are_answered_in_their_order(engine):
    prompts = [f"The horse number {number} is" for number in range(8)]

    found = answers(engine, prompts, SamplingParams(temperature=0, max_tokens=8))

    assert len(found) == 8
    assert all(found)
    assert found[0] == answers(engine, prompts[:1], GREEDY)[0]


def test_texts_and_conversations_mix(engine):
    assert len(answers(engine, ["The horse", [ChatMessage("user", "Hello")]], GREEDY)) == 2


def test_one_prompt_that_does_not_fit_ends_all_and_leaves_the_engine_free(engine):
    with pytest.raises(ContextFull):
        answers(engine, ["The horse", "horse " * 2000], SamplingParams(temperature=0))

    assert answers(engine, ["The horse"], GREEDY)[0]


def test_an_empty_prompt_is_refused_and_leaves_the_engine_alive(engine):
    with pytest.raises(PromptEmpty):
        answers(engine, ["The horse", ""], GREEDY)

    assert answers(engine, ["The horse"], GREEDY)[0]
