from pathlib import Path

import pytest

from models.engine.shape import of_front, of_header
from models.errors import GgufDamaged, NotGguf
from models.gguf import read_header
from models.gguf.front import FRONT_BYTES, read_front
from tests.models.gguf.make import write_model

MIXED = {"qwen3moe.expert_count": 128, "qwen3moe.expert_used_count": 8, "qwen3moe.expert_feed_forward_length": 768}


def front_of(path: Path, keep: int = FRONT_BYTES) -> bytes:
    with path.open("rb") as file:
        return file.read(keep)


def test_the_front_tells_the_facts_that_the_whole_header_tells(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.gguf", merges=50_000, n_vocab=4000)
    whole, front = read_header(path), read_front(front_of(path, 4096), path.name)

    for fact in ("architecture", "name", "n_layer", "n_embd", "n_head", "n_head_kv", "n_ctx_train", "n_vocab", "kind"):
        assert getattr(front, fact) == getattr(whole, fact), fact
    assert front.tensors == ()


def test_the_cache_is_planned_as_with_the_file_and_all_its_bytes_are_weights(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.gguf", n_layer=4)
    shape = of_front(read_front(front_of(path), path.name), path.stat().st_size)
    exact = of_header(read_header(path))

    def cache(shape):
        return [(layer.n_head_kv, layer.key_length, layer.window) for layer in shape.layers]

    assert cache(shape) == cache(exact)
    assert abs(shape.weights_bytes - path.stat().st_size) < shape.n_layer
    assert exact.exact and not shape.exact


def test_experts_are_told_from_what_every_token_reads(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf", architecture="qwen3moe", n_embd=2048, n_head=32, n_head_kv=4, extra=MIXED)

    # Qwen3-30B-A3B reads 3.3 of its 30.5 thousand million weights; its model card.
    assert 0.07 < of_front(read_front(front_of(path), path.name), 10**9).active_fraction < 0.12


def test_what_is_no_model_is_called_so() -> None:
    with pytest.raises(NotGguf):
        read_front(b"<html>" + bytes(100), "model.gguf")


@pytest.mark.parametrize("keep", [4, 20, 30])
def test_facts_that_lie_behind_the_front_are_missed(tmp_path: Path, keep: int) -> None:
    path = write_model(tmp_path / "model.gguf")

    with pytest.raises(GgufDamaged):
        read_front(front_of(path, keep), path.name)
