"""An engine on a graphics card, through its own locked process; `make gpu-test`. Without a card they fail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine.client import EngineClient
from models.engine.hardware import devices
from models.engine.plan import CARD_RESERVE
from models.engine.probe import LARGEST_ERROR, probe
from models.engine.protocol import Completed, LoadParams, PromptProgress, SamplingParams
from models.process.guard import Level

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def engine(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    assert devices(), "there is no NVIDIA card, or no driver"
    with EngineClient(tmp_path_factory.mktemp("logs") / "engine.log") as client:
        list(client.load(tiny_model, LoadParams(n_ctx=32768, n_seq_max=2, n_gpu_layers=-1)))
        yield client


def test_every_layer_is_on_the_card(engine):
    assert engine.loaded
    assert engine.loaded.n_gpu_layers == engine.loaded.n_layer + 1
    assert engine.loaded.device == devices()[0].name


def test_cuda_works_while_the_kernel_keeps_the_process_off_the_network(engine):
    *_, end = engine.generate("The horse is in the", SamplingParams(max_tokens=8, ignore_eos=True))

    assert isinstance(end, Completed)
    assert end.predicted_tokens == 8
    assert engine._child.guard
    assert engine._child.guard.level is Level.KERNEL


def test_a_model_without_weights_to_speak_of_stays_within_the_reserve(tiny_model, tmp_path):
    before = devices()[0].memory_free
    with EngineClient(tmp_path / "engine.log") as client:
        list(client.load(tiny_model, LoadParams(n_ctx=4096, n_seq_max=2, n_gpu_layers=-1)))
        list(client.generate("The horse is in the " * 300, SamplingParams(max_tokens=8, ignore_eos=True)))

        assert before - devices()[0].memory_free < CARD_RESERVE


def test_stopping_while_a_prompt_is_read_frees_the_card_within_300_ms(engine):
    answer = engine.generate("The meadow is green and the horse is in the paddock. " * 1000)
    while not (isinstance(event := next(answer), PromptProgress) and event.done):
        pass

    started = time.perf_counter()
    answer.close()
    list(engine.generate("?", SamplingParams(temperature=0, max_tokens=1)))

    assert time.perf_counter() - started < 0.3


def test_the_card_passes_its_trial_with_products_as_the_processors(tmp_path):
    trial = probe("cuda", tmp_path / "graphics.log")

    assert trial.problem == ""
    assert [card.name for card in trial.cards] == [device.name for device in devices()]
    assert all(0 < card.error < LARGEST_ERROR for card in trial.cards)
