"""Stop takes effect within one batch, while a prompt is read too."""

from __future__ import annotations

import pytest

from models.engine import llama
from models.engine.llama import context
from models.engine.protocol import Completed, Event, Generate, LoadParams, PromptProgress, SamplingParams, TextDelta
from models.engine.serving import Serving

PARAMS = LoadParams(n_ctx=8192, n_batch=512, n_ubatch=256, n_seq_max=2, n_threads=1, n_gpu_layers=0)
SAMPLING = SamplingParams(temperature=0, max_tokens=64, ignore_eos=True)
LONG = "The meadow is green and the horse is in the paddock. " * 150


def text_of(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def serving(tiny_model, events) -> Serving:
    llama.start()
    return Serving(tiny_model, PARAMS, events.append, lambda fraction: True)


def test_a_prompt_that_is_cancelled_is_read_no_further_than_the_batch_in_hand(serving, events):
    serving.generate(Generate(id=1, prompt=LONG, sampling=SAMPLING))
    serving.step()

    serving.cancel(1)

    assert not serving.busy
    ended = events[-1]
    assert isinstance(ended, Completed)
    assert ended.finish_reason == "cancelled"
    serving.generate(Generate(id=2, prompt=LONG, sampling=SAMPLING))
    serving.step()
    serving.cancel(2)
    again = events[-1]
    assert isinstance(again, Completed)
    assert 0 < again.cached_tokens <= PARAMS.n_batch < again.prompt_tokens


def test_an_answer_that_is_cancelled_says_no_further_word(serving, events):
    serving.generate(Generate(id=1, prompt="The horse", sampling=SAMPLING))
    for _ in range(5):
        serving.step()

    serving.cancel(1)
    told = len(events)

    assert not serving.busy
    assert isinstance(events[-1], Completed)
    serving.generate(Generate(id=2, prompt="The meadow", sampling=SAMPLING))
    serving.step()
    assert all(event.id == 2 for event in events[told:])


def test_what_is_urgent_ends_the_reading_of_a_batch_and_what_was_read_before_stays(tiny_model, events, monkeypatch):
    monkeypatch.setattr(
        context, "_ASKED_EVERY_S", 0.0
    )  # a quiet machine reads a batch of this model in less than 10 ms
    llama.start()
    hurry: list[bool] = []
    serving = Serving(tiny_model, PARAMS, events.append, lambda fraction: True, urgent=lambda: bool(hurry))
    calm = Serving(tiny_model, PARAMS, events.append, lambda fraction: True)
    serving.generate(Generate(id=1, prompt=LONG, sampling=SAMPLING))
    serving.step()
    hurry.append(True)
    for _ in range(3):
        serving.step()
    read = [event for event in events if isinstance(event, PromptProgress)]
    assert len(read) == 1, "three batches were left before their end"

    hurry.clear()
    while serving.busy:
        serving.step()
    interrupted = text_of(events)
    events.clear()
    calm.generate(Generate(id=1, prompt=LONG, sampling=SAMPLING))
    while calm.busy:
        calm.step()

    assert interrupted == text_of(events) != ""
