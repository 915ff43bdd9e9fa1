"""Many answers in one context, on the real llama.cpp: nobody's text depends on who else is being answered."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.engine import llama
from models.engine.decoder import ContextDecoder
from models.engine.drafting import Drafting
from models.engine.lookup import Lookup
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.request import Request
from models.engine.sampling import Sampler
from models.engine.scheduler import Scheduler

# Flash attention adds up in 16 bits on the CPU, in the order of the cells: noise that would hide a real mistake.
PARAMS = LoadParams(n_ctx=512, n_seq_max=8, n_ubatch=64, n_threads=1, flash_attn=False)
GREEDY = SamplingParams(temperature=0)
# Batched arithmetic is not bit-identical: where two tokens are as good as equal, either may win.
AS_GOOD_AS_EQUAL = 1e-3


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Iterator[llama.Model]:
    llama.start()
    loaded = llama.Model(tiny_model, PARAMS, lambda fraction: True)
    yield loaded
    loaded.close()


class Engine:
    """Scheduler and context without a process around them."""

    def __init__(self, model: llama.Model) -> None:
        self.context = llama.Context(model, PARAMS)
        # By this clock every step takes as long as any other: whatever can be drafted is.
        clock = itertools.count().__next__
        decoder = ContextDecoder(self.context, cuts_anywhere=True)
        self.scheduler = Scheduler(decoder, drafting=Drafting(), clock=clock)
        self.vocabulary = model.vocabulary
        self.answers: dict[int, list[int]] = {}

    def submit(self, number, tokens, count, **more):
        sampler = Sampler(self.vocabulary, GREEDY)
        request = Request(number, list(tokens), sampler, max_tokens=count, lookup=Lookup(), **more)
        self.scheduler.submit(request)
        return request

    def step(self):
        for request, _ in self.scheduler.step().sampled:
            if self.scheduler.exhausted(request):
                self.answers[request.id] = request.tokens[request.n_prompt :]
                self.scheduler.finish(request)

    def drain(self):
        while self.scheduler.busy:
            self.step()


class Oracle:
    """One sequence, one token at a time, nothing reused."""

    def __init__(self, model: llama.Model) -> None:
        self.context = llama.Context(model, PARAMS)
        self.batch = llama.Batch(PARAMS.n_ctx)

    def differs(self, prompt, answer):
        """By how much the first token of `answer` that is not the best one is worse than the best; None if none is."""
        self.context.remove(0, 0)
        pending, position = list(prompt), 0
        for token in answer:
            for start in range(0, len(pending), PARAMS.n_ubatch):
                part = pending[start : start + PARAMS.n_ubatch]
                self.batch.token[: len(part)] = part
                self.batch.position[: len(part)] = range(position, position + len(part))
                self.batch.output[: len(part)] = 0
                self.batch.output[len(part) - 1] = 1
                self.batch.count = len(part)
                assert self.context.decode(self.batch)
                position += len(part)
            logits = self.context.logits(len(part) - 1)
            if token != int(np.argmax(logits)):
                return float(logits.max() - logits[token])
            pending = [token]
        return None


def test_sixteen_at_once_say_what_each_would_say_alone(model):
    engine, oracle = Engine(model), Oracle(model)
    prompts = [
        model.vocabulary.tokenize(f"The horse number {number} is in the " * (1 + number % 5), special=False)
        for number in range(16)
    ]
    for number, prompt in enumerate(prompts):
        engine.submit(number, prompt, 24, background=number % 2 == 0)

    engine.drain()

    gaps = [oracle.differs(prompt, engine.answers[number]) for number, prompt in enumerate(prompts)]
    assert all(gap is None or gap < AS_GOOD_AS_EQUAL for gap in gaps), gaps


def test_drafted_answers_say_what_each_would_say_alone(model):
    engine, oracle = Engine(model), Oracle(model)
    words = model.vocabulary.tokenize("The horse is in the paddock. The meadow is green. " * 4, special=False)
    prompts = [words[:60], words[7:50], words[3:]]
    asked = [engine.submit(number, prompt, 120) for number, prompt in enumerate(prompts)]

    engine.drain()

    gaps = [oracle.differs(prompt, engine.answers[number]) for number, prompt in enumerate(prompts)]
    assert all(gap is None or gap < AS_GOOD_AS_EQUAL for gap in gaps), gaps
    assert sum(one.accepted_tokens for one in asked) > 30


@pytest.mark.parametrize("rounds", [60, pytest.param(1000, marks=pytest.mark.soak)])
def test_random_submitting_and_cancelling_loses_no_cells_and_changes_no_text(model, rounds):
    choice = random.Random(rounds)
    engine, oracle = Engine(model), Oracle(model)
    words = ["The meadow", " is green", " and the horse", " is in the paddock.", " 今天天气很好", " 42", "\n"]
    prefix = model.vocabulary.tokenize("Summarise the document in three sentences. " * 4, special=False)
    asked: dict[int, list[int]] = {}

    for number in range(rounds):
        text = "".join(choice.choices(words, k=choice.randint(1, 20)))
        prompt = prefix * choice.randint(0, 1) + model.vocabulary.tokenize(text, special=False)
        asked[number] = prompt
        chat = choice.choice([None, "a", "b", "c"])
        engine.submit(number, prompt, choice.randint(1, 30), conversation=chat, background=choice.random() < 0.6)
        for _ in range(choice.randint(0, 20)):
            if engine.scheduler.busy:
                engine.step()
        if choice.random() < 0.4 and engine.scheduler.requests:
            victim = choice.choice(engine.scheduler.requests)
            engine.scheduler.finish(victim)
            del asked[victim.id]
    engine.drain()

    assert engine.answers.keys() >= asked.keys()
    gaps = {number: oracle.differs(asked[number], engine.answers[number]) for number in asked}
    assert all(gap is None or gap < AS_GOOD_AS_EQUAL for gap in gaps.values()), gaps
    assert not engine.scheduler.requests
