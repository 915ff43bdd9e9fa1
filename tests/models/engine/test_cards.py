"""Which card is used, and that none is where the processor was chosen. On a machine with a card: `make gpu-test`."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.engine.client import EngineClient
from models.engine.hardware import devices
from models.engine.protocol import LoadParams, SamplingParams

pytestmark = pytest.mark.gpu
LITTLE = 64 << 20


def taken(model: Path, log: Path, **params: int) -> list[int]:
    """Bytes that a loaded model takes of each card, with an answer under way."""
    assert devices(), "there is no NVIDIA card, or no driver"
    before = [card.memory_free for card in devices()]
    with EngineClient(log) as client:
        list(client.load(model, LoadParams(n_ctx=4096, n_seq_max=2, **params)))
        list(client.generate("The horse is in the " * 300, SamplingParams(max_tokens=8, ignore_eos=True)))
        return [free - card.memory_free for free, card in zip(before, devices(), strict=True)]


def test_the_processor_leaves_every_card_alone(tiny_model: Path, tmp_path: Path) -> None:
    assert all(size < LITTLE for size in taken(tiny_model, tmp_path / "log", n_gpu_layers=0))


def test_all_layers_go_on_the_card_that_is_chosen_and_on_no_other(tiny_model: Path, tmp_path: Path) -> None:
    for number in range(len(devices())):
        sizes = taken(tiny_model, tmp_path / f"log-{number}", n_gpu_layers=-1, main_gpu=number)

        assert [size >= LITTLE for size in sizes] == [other == number for other in range(len(sizes))]
