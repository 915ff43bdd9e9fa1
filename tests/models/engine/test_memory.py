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
    "mamba, states instead of a cache": {
        "architecture": "mamba", "n_head": 0, "n_head_kv": 0, "head": 0,
        "keys": {"ssm.conv_kernel": 4, "ssm.inner_size": 256, "ssm.state_size": 16, "ssm.time_step_rank": 8},
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

    assert ours == pytest.approx([one.get("KV", 0) + one.get("RS", 0) for one in theirs], abs=0.01)


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


CARD = {
    "qwen2 7B": (4, 3584, 28, 4, 128, 152_064, 0),
    "qwen2 1.5B": (6, 1536, 12, 2, 128, 151_936, 0),
    "llama 8B": (3, 4096, 32, 8, 128, 128_256, 0),
    "gemma3 4B": (12, 2560, 8, 4, 256, 262_144, 1024),
}
# (model, n_ctx, n_seq_max, cache, flash attention, layers on the card, its MiB of weights) -> MiB of cache and
# working memory on the card and of working memory beside it as llama.cpp reported them, and MiB gone from the card
# as the driver counted them. NVIDIA H200, driver 580.159.04, CUDA 13, llama-cpp-python 0.3.36, 2026-11-22.
MEASURED = [
    (("qwen2 7B", 4096, 1, "f16", True, 5, 1851.69), (32.0, 329.01, 18.01, 2740)),
    (("qwen2 7B", 32_768, 8, "f16", True, 5, 1851.69), (256.0, 304.0, 46.01, 2938)),
    (("qwen2 7B", 131_072, 1, "q8_0", True, 5, 1851.69), (544.0, 412.09, 142.09, 3336)),
    (("qwen2 7B", 32_768, 1, "f16", False, 5, 1851.69), (256.0, 1886.01, 80.01, 4522)),
    (("qwen2 7B", 8192, 8, "f16", True, 2, 1242.56), (16.0, 325.01, 22.01, 2112)),
    (("qwen2 1.5B", 4096, 1, "f16", True, 7, 670.25), (24.0, 299.75, 10.01, 1522)),
    (("qwen2 1.5B", 32_768, 8, "f16", True, 7, 670.25), (192.0, 299.75, 38.01, 1690)),
    (("qwen2 1.5B", 131_072, 1, "q8_0", True, 7, 670.25), (408.0, 299.75, 134.09, 1908)),
    (("qwen2 1.5B", 32_768, 1, "f16", False, 7, 670.25), (192.0, 845.01, 71.01, 2236)),
    (("qwen2 1.5B", 8192, 8, "f16", True, 2, 482.65), (8.0, 299.75, 14.01, 1318)),
    (("llama 8B", 4096, 1, "f16", True, 4, 1818.11), (48.0, 286.51, 20.01, 2682)),
    (("llama 8B", 32_768, 8, "f16", True, 4, 1818.11), (384.0, 258.5, 48.01, 2990)),
    (("llama 8B", 131_072, 1, "q8_0", True, 4, 1818.11), (816.0, 672.09, 144.09, 3836)),
    (("llama 8B", 32_768, 1, "f16", False, 4, 1818.11), (384.0, 2148.01, 84.01, 4880)),
    (("llama 8B", 8192, 8, "f16", True, 2, 1274.05), (32.0, 290.5, 24.01, 2126)),
    (("gemma3 4B", 4096, 1, "f16", True, 13, 2540.5), (92.0, 532.52, 15.52, 3694)),
    (("gemma3 4B", 32_768, 8, "f16", True, 13, 2540.5), (596.0, 532.0, 50.52, 4196)),
    (("gemma3 4B", 131_072, 1, "q8_0", True, 13, 2540.5), (575.88, 660.05, 140.05, 4306)),
    (("gemma3 4B", 32_768, 1, "f16", False, 13, 2540.5), (316.0, 605.01, 85.01, 3990)),
    (("gemma3 4B", 8192, 8, "f16", True, 2, 1385.05), (32.0, 535.02, 26.02, 2480)),
]


@pytest.mark.parametrize(("case", "measured"), MEASURED, ids=[f"{case[0]} {case[1]}-{case[5]}" for case, _ in MEASURED])
def test_a_card_needs_what_was_measured_on_one(case: Any, measured: Any) -> None:
    """Cache to the MiB, working memory within 35; with the CUDA context, 527 MiB, the whole within 60."""
    name, n_ctx, n_seq_max, cache, flash_attn, on_card, weights = case
    n_layer, n_embd, n_head, n_head_kv, head, n_vocab, window = CARD[name]
    layer = Layer(weight_bytes=0, n_head_kv=n_head_kv, key_length=head, value_length=head)
    windowed = msgspec.structs.replace(layer, window=window)
    shape = Shape(
        name=name, layers=tuple(windowed if (number + 1) % 6 else layer for number in range(n_layer)), n_embd=n_embd,
        n_head=n_head, n_ff=2 * n_embd, n_vocab=n_vocab, n_ctx_train=131_072, token_embd_bytes=0, other_bytes=0,
        tied=False,
    )  # fmt: skip
    params = LoadParams(
        n_ctx=n_ctx, n_seq_max=n_seq_max, type_k=cache, type_v=cache, flash_attn=flash_attn, n_gpu_layers=on_card
    )
    card, host = needs(shape, params)

    assert card.kv / MIB == pytest.approx(measured[0], abs=0.01)
    assert card.compute / MIB == pytest.approx(measured[1], abs=35)
    assert host.compute / MIB == pytest.approx(measured[2], abs=9)
    assert card.total / MIB + weights + 527 == pytest.approx(measured[3], abs=60)
