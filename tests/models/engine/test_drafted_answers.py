"""Drafts on the real llama.cpp: whatever chooses the tokens, it chooses the same ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.engine import llama
from models.engine.constraint import Constraints
from models.engine.decoder import ContextDecoder
from models.engine.drafting import Drafting
from models.engine.lookup import Lookup
from models.engine.protocol import Completed, Generate, LoadParams, SamplingParams, TextDelta
from models.engine.request import Request
from models.engine.sampling import Sampler
from models.engine.scheduler import Scheduler
from models.engine.serving import Serving
from tests.gguf_models import SPECIALS, make_tiny_gguf

PARAMS = LoadParams(n_ctx=1024, n_seq_max=2, n_ubatch=64, n_threads=1, flash_attn=False)
TEXT = "The horse is in the paddock. The meadow is green. "


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Iterator[llama.Model]:
    llama.start()
    loaded = llama.Model(tiny_model, PARAMS, lambda fraction: True)
    yield loaded
    loaded.close()


def answer(model, params, drafting, tokens=120):
    """One answer's tokens (None: its grammar ended), and how many of them were drafted."""
    with closing(llama.Context(model, PARAMS)) as context:
        decoder = ContextDecoder(context, cuts_anywhere=True)
        # By this clock every step takes as long as any other: whatever can be drafted is.
        scheduler = Scheduler(decoder, drafting=drafting, clock=itertools.count().__next__)
        constraint = Constraints(model.vocabulary).of(params) if params.pattern else None
        prompt = model.vocabulary.tokenize(TEXT * 3, special=False)
        sampler = Sampler(model.vocabulary, params, constraint)
        request = Request(1, prompt, sampler, max_tokens=tokens, lookup=Lookup())
        scheduler.submit(request)
        chosen = []
        while not scheduler.exhausted(request) and None not in chosen:
            chosen += [token for _, tokens in scheduler.step().sampled for token in tokens]
        sampler.close()
        return chosen, request.accepted_tokens


@pytest.mark.parametrize(
    ("params", "least"),
    [
        (SamplingParams(temperature=0.3, seed=1), 5),
        (SamplingParams(temperature=0, repeat_penalty=1.02, presence_penalty=0.1), 5),
        (SamplingParams(temperature=0.8, seed=3, pattern=rf"({TEXT}){{1,4}}".replace(".", r"\.")), 30),
    ],
    ids=["drawn", "penalties", "held to a form that repeats"],
)
def test_the_same_tokens_are_chosen_with_and_without_drafts(model, params, least):
    wanted, _ = answer(model, params, None)
    found, accepted = answer(model, params, Drafting())

    assert found == wanted
    assert accepted >= least


def heard(engine, sampling):
    """The text of an answer and its end."""
    events = list(engine.generate(TEXT * 3, sampling))
    assert isinstance(events[-1], Completed)
    return "".join(event.text for event in events if isinstance(event, TextDelta)), events[-1]


def test_an_answer_says_how_many_of_its_tokens_were_drafted(engine):
    drafted, end = heard(engine, SamplingParams(temperature=0, max_tokens=200))
    plain, other = heard(engine, SamplingParams(temperature=0, max_tokens=200, draft=False))

    assert drafted == plain
    assert 0 < end.accepted_tokens <= end.drafted_tokens
    assert (other.drafted_tokens, other.accepted_tokens) == (0, 0)
    assert end.predicted_tokens == other.predicted_tokens == 200


def test_what_is_drawn_with_a_seed_given_is_not_drafted(engine):
    assert SamplingParams().drafts
    assert heard(engine, SamplingParams(temperature=0.1, seed=1, max_tokens=100))[1].drafted_tokens == 0


def test_a_stop_string_within_a_draft_ends_the_answer_there(engine):
    whole, _ = heard(engine, SamplingParams(temperature=0, max_tokens=200))
    words = whole.split()
    stop = next(word for word in reversed(words) if words.count(word) == 1 and len(word) > 1)
    cut, end = heard(engine, SamplingParams(temperature=0, max_tokens=200, stop=(stop,)))

    assert cut == whole[: whole.index(stop)]
    assert end.finish_reason == "stop"
    assert end.predicted_tokens < 200


class OnCard(llama.Model):
    """Says that all of it is on a card: the graph finds the candidates, and text is made while the next batch runs."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.n_gpu_layers = self.n_layer + 1


def test_drafts_and_stops_are_the_same_where_text_is_made_a_step_later(tmp_path, monkeypatch):
    more = tuple(f"<|more_{number}|>" for number in range(5000))
    path = make_tiny_gguf(tmp_path / "tiny.gguf", specials=(*SPECIALS, *more))
    monkeypatch.setattr(llama, "Model", OnCard)
    events = []
    serving = Serving(path, PARAMS, events.append, lambda fraction: True)

    def said(**more):
        events.clear()
        sampling = SamplingParams(temperature=0, max_tokens=300, ignore_eos=True, **more)
        serving.generate(Generate(id=1, prompt=TEXT * 3, sampling=sampling))
        while serving.busy:
            serving.step()
        return "".join(event.text for event in events if isinstance(event, TextDelta)), events[-1]

    whole, end = said()
    plain, plain_end = said(draft=False)
    stop = whole[200:212]
    cut, cut_end = said(stop=(stop,))
    plain_cut, plain_cut_end = said(stop=(stop,), draft=False)

    assert whole == plain
    assert (end.predicted_tokens, plain_end.predicted_tokens) == (300, 300)
    assert end.accepted_tokens > 0
    assert cut == plain_cut == whole[: whole.index(stop)]
    assert cut_end.predicted_tokens == plain_cut_end.predicted_tokens
    assert (cut_end.finish_reason, plain_cut_end.finish_reason) == ("stop", "stop")
