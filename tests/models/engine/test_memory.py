"""The oracle is llama.cpp itself: the buffer sizes it reports for the same file and settings."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from models.engine.memory import needs
from models.engine.protocol import LoadParams
from models.engine.shape import Layer, Shape, of_header
from models.gguf import read_header
from tests.models.engine.shapes import write_shape

MIB = 1 << 20
SETTINGS = [
    LoadParams(n_gpu_layers=0, n_ctx=n_ctx, n_seq_max=n_seq_max, type_k=cache, type_v=cache, n_ubatch=n_ubatch)
    for n_ctx, n_seq_max, n_ubatch in ((4096, 1, 512), (8192, 8, 512), (32_768, 8, 256), (5000, 2, 512))
    for cache in ("f16", "q8_0")
] + [LoadParams(n_gpu_layers=0, n_ctx=32_768, n_seq_max=1, flash_attn=False)]
MODELS: dict[str, dict[str, Any]] = {
    "qwen2": {"architecture": "qwen2", "head": 32},
    "qwen2, tied": {"architecture": "qwen2", "head": 32, "tied": True},
    "llama": {"architecture": "llama", "n_head_kv": 4},
    "qwen3, wide heads": {"architecture": "qwen3", "head": 128},
    "gemma3, window in 5 of 6": {
        "architecture": "gemma3", "tied": True, "n_layer": 12, "keys": {"attention.sliding_window": 512},
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=MODELS.values(), ids=MODELS.keys())
def reported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = write_shape(tmp_path_factory.mktemp("shape") / "model.gguf", **request.param)
    settings = [msgspec.json.encode(one).decode() for one in SETTINGS]
    program = Path(__file__).with_name("llama_report.py")
    answer = subprocess.run(
        [sys.executable, program, path, *settings], capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stderr[-3000:]
    return of_header(read_header(path)), [json.loads(line) for line in answer.stdout.splitlines()]


def test_the_cache_is_what_llama_cpp_reports(reported: Any) -> None:
    shape, theirs = reported
    ours = [needs(shape, params)[1].kv / MIB for params in SETTINGS]

    assert ours == pytest.approx([one["KV"] for one in theirs], abs=0.01)


def test_the_working_memory_is_what_llama_cpp_reports(reported: Any) -> None:
    """Without flash attention the scores are the most of it, with it the logits."""
    shape, theirs = reported
    ours = [needs(shape, params)[1].compute / MIB for params in SETTINGS]

    assert ours == pytest.approx([one["compute"] for one in theirs], rel=0.05, abs=4)


def test_the_weights_are_what_llama_cpp_counts(reported: Any) -> None:
    shape, theirs = reported

    assert shape.weights_bytes / MIB == theirs[0]["weights"]


def test_on_a_card_the_embedding_stays_behind_unless_it_is_the_output_layer_too() -> None:
    def weights(tied: bool) -> tuple[int, int]:
        layers = (Layer(weight_bytes=100, n_head_kv=2, key_length=64, value_length=64),) * 4
        shape = Shape(
            name="", layers=layers, n_embd=64, n_head=4, n_ff=128, n_vocab=32, n_ctx_train=4096, token_embd_bytes=30,
            other_bytes=1 if tied else 41, tied=tied,
        )  # fmt: skip
        card, host = needs(shape, LoadParams(n_gpu_layers=5))
        return card.weights, host.weights

    assert weights(tied=False) == (441, 30)
    assert weights(tied=True) == (431, 30)


def test_layers_move_to_the_card_from_the_last_one_with_their_cache() -> None:
    layers = tuple(Layer(weight_bytes=10**number, n_head_kv=1, key_length=1, value_length=1) for number in range(4))
    shape = Shape(
        name="", layers=layers, n_embd=64, n_head=4, n_ff=128, n_vocab=32, n_ctx_train=4096, token_embd_bytes=0,
        other_bytes=0, tied=False,
    )  # fmt: skip
    card, host = needs(shape, LoadParams(n_gpu_layers=3, n_ctx=256))

    assert (card.weights, host.weights) == (1100, 11)
    assert card.kv == host.kv == 2 * 256 * 2 * 2
