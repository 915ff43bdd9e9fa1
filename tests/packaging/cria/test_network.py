"""What is learnt in PyTorch is what llama.cpp computes. Needs PyTorch, which only training has; skipped without it.

PYTHONPATH=build/cria/venv/lib/python3.11/site-packages .venv/bin/python -m pytest tests/packaging/cria
"""

# ruff: noqa: E402 - what follows is imported where there is PyTorch
from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

torch = pytest.importorskip("torch", reason="PyTorch is installed where Cria is trained")
pytest.importorskip("tokenizers", reason="the tokenizers library is installed where Cria is trained")

from cria import attention, checkpoint
from cria.batches import Encoder, batches, task_names
from cria.check import answers
from cria.convert import write_gguf
from cria.network import Network, Packed
from cria.shape import Shape
from cria.swapping import Swaps
from cria.tokenizer import load

from models.engine.llama.context import Batch, Context
from models.engine.llama.library import start
from models.engine.llama.model import Model
from models.engine.protocol import LoadParams

SHAPE = Shape(layers=3, width=128, hidden=192)
TOKENS = 48


@pytest.fixture(scope="module")
def network() -> Network:
    """Random, every part of it felt in the result."""
    torch.manual_seed(1)
    network = Network(SHAPE)
    with torch.no_grad():
        for each in network.parameters():
            each += 0.05 * torch.randn_like(each)
    return network


def _packed(tokens: list[int]) -> Packed:
    return Packed(torch.tensor(tokens), torch.arange(len(tokens)), torch.tensor([0, len(tokens)], dtype=torch.int32))


def _llama_logits(path: Path, tokens: list[int]) -> np.ndarray:
    start()
    params = LoadParams(n_ctx=512, n_seq_max=1, n_gpu_layers=0, n_threads=1)
    context = Context(Model(path, params, lambda _: True), params)
    batch = Batch(len(tokens))
    batch.token[:] = tokens
    batch.position[:] = np.arange(len(tokens))
    rows = []
    for at in range(0, len(tokens), 16):  # no more rows of logits may be asked for at once
        part = slice(at, at + 16)
        size = len(tokens[part])
        batch.token[:size], batch.position[:size] = tokens[part], np.arange(at, at + size)
        batch.output[:size] = 1
        batch.count = size
        assert context.decode(batch)
        rows += [context.logits(row).copy() for row in range(size)]
    context.close()
    return np.stack(rows)


@pytest.mark.parametrize(("exact", "largest", "agreeing"), [(True, 0.02, 1.0), (False, 0.5, 0.8)])
def test_llama_cpp_computes_the_same_logits(
    network: Network, tmp_path: Path, exact: bool, largest: float, agreeing: float
) -> None:
    path = tmp_path / "random.gguf"
    weights = {name: each.detach().numpy() for name, each in network.state_dict().items()}
    write_gguf(weights, SHAPE, load(), path, exact=exact)
    tokens = np.random.default_rng(2).integers(3, SHAPE.vocabulary, TOKENS).tolist()

    with torch.inference_mode():
        wanted = network.logits(network(_packed(tokens))).numpy()
    got = _llama_logits(path, tokens)

    assert np.abs(got - wanted).max() <= largest * wanted.std()
    assert (got.argmax(-1) == wanted.argmax(-1)).mean() >= agreeing


def test_samples_of_a_batch_do_not_see_each_other(network: Network) -> None:
    first, second = [5, 6, 7, 8], [9, 10, 11]
    positions = torch.tensor([0, 1, 2, 3, 0, 1, 2])
    both = Packed(torch.tensor(first + second), positions, torch.tensor([0, 4, 7], dtype=torch.int32))

    with torch.inference_mode():
        together = network(both)
        assert torch.allclose(together[4:], network(_packed(second)), atol=1e-5)
        assert torch.allclose(together[:4], network(_packed(first)), atol=1e-5)


def test_answers_with_a_cache_are_those_without(network: Network) -> None:
    prompts = [[5, 6, 7, 8, 9], [10, 11, 12]]

    found = answers(network, prompts, end=2, most=6, until=float("inf"))

    for prompt, answer in zip(prompts, found, strict=True):
        so_far = list(prompt)
        for token in answer:
            with torch.inference_mode():
                assert int(network.logits(network(_packed(so_far))[-1]).argmax()) == token
            so_far.append(token)


def test_a_checkpoint_is_read_as_it_was_written(network: Network, tmp_path: Path) -> None:
    weights = {name: each.detach().numpy() for name, each in network.state_dict().items()}

    checkpoint.save(tmp_path, weights, SHAPE)
    restored, shape = checkpoint.restore(tmp_path)

    assert shape == SHAPE
    assert {name: each.tobytes() for name, each in restored.items()} == {n: w.tobytes() for n, w in weights.items()}


def test_weights_between_two_checkpoints_lie_at_their_share_of_the_way(network: Network) -> None:
    begin = {name: each.detach().numpy() for name, each in network.state_dict().items()}
    end = {name: values + 1 for name, values in begin.items()}

    found = checkpoint.between(begin, end, 0.6)

    assert all(np.allclose(found[name] - values, 0.6, atol=1e-5) for name, values in begin.items())
    assert {values.dtype for values in found.values()} == {np.dtype(np.float32)}


def test_only_what_the_assistant_says_is_learnt() -> None:
    tokenizer = load()
    encoder, tasks = Encoder(tokenizer), task_names(count=200)
    batch = next(batches(1, 8192, 5000, 1, tasks))
    turn = np.cumsum(batch.tokens == encoder.turn)  # which turn a token belongs to

    roles = {text: tokenizer.encode(text).ids[0] for text in ("assistant", "user", "system")}
    own = {
        turn[at] for at in np.flatnonzero(batch.tokens == encoder.turn) if batch.tokens[at + 1] == roles["assistant"]
    }
    learnt = {turn[at] for at in np.flatnonzero(batch.learnt)}

    assert learnt
    assert learnt == own


def test_every_token_of_the_vocabulary_is_copied_now_and_then() -> None:
    from random import Random

    tokenizer = load()
    swaps, rng = Swaps(tokenizer), Random(4)
    seen = {token for _ in range(2000) for token in swaps.tokens(rng)}

    assert len(seen) == tokenizer.get_vocab_size() - 3  # all but the special ones


def test_attention_on_this_device_is_the_plain_one() -> None:
    assert attention.fastest(torch.device("cpu"), 4, 2, 64) is attention.plain
