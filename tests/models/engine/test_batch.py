"""Many prompts in one call."""

from __future__ import annotations

import pytest

from models.engine.batch import answers
from models.engine.protocol import ChatMessage, SamplingParams
from models.errors import ContextFull, PromptEmpty

GREEDY = SamplingParams(temperature=0, max_tokens=8)


class Watched:
    """The engine, and in which order it is asked and read."""

    def __init__(self, engine):
        self._engine = engine
        self.heard = []

    def generate(self, *arguments, **more):
        self.heard.append("asked")
        return self._read(self._engine.generate(*arguments, **more))

    def _read(self, answer):
        self.heard.append("read")
        yield from answer


def test_eight_prompts_are_in_hand_at_once_and_answered_in_their_order(engine):
    prompts = ["The horse", "def add(", "请总结", "It was the best", "What is", "In the year", "Write a", '{"name":']
    two = SamplingParams(temperature=0, max_tokens=2)
    alone = [answers(engine, [prompt], two)[0] for prompt in prompts]
    watched = Watched(engine)

    assert answers(watched, prompts, two) == alone
    assert len(set(alone)) == 8
    assert watched.heard == ["asked"] * 8 + ["read"] * 8


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
