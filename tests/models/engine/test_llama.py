"""The binding, on a real model in this process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.engine import llama
from models.engine.constraint import Constraints
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.sampling import Sampler

PARAMS = LoadParams(n_ctx=512, n_seq_max=4, n_threads=1)


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Iterator[llama.Model]:
    llama.start()
    loaded = llama.Model(tiny_model, PARAMS, lambda fraction: True)
    yield loaded
    loaded.close()


@pytest.fixture
def context(model: llama.Model) -> Iterator[llama.Context]:
    made = llama.Context(model, PARAMS)
    yield made
    made.close()


def read(context, tokens, sequence=0, position=0):
    """Decode `tokens` of one sequence; the row of the last."""
    batch = llama.Batch(context.n_batch)
    count = len(tokens)
    batch.token[:count] = tokens
    batch.position[:count] = range(position, position + count)
    batch.sequence[:count] = sequence
    batch.output[count - 1] = 1
    batch.count = count
    assert context.decode(batch)
    return count - 1


def test_text_survives_the_tokenizer(model):
    text = "The meadow is green. 今天天气很好 🐎\n\tend"
    tokens = model.vocabulary.tokenize(text, special=False)

    assert b"".join(map(model.vocabulary.piece, tokens)).decode() == text


def test_special_tokens_are_read_only_where_asked(model):
    vocabulary = model.vocabulary

    assert len(vocabulary.tokenize("<|im_end|>", special=True)) == 1
    assert len(vocabulary.tokenize("<|im_end|>", special=False)) > 1
    assert vocabulary.control["<|im_end|>"] in vocabulary.end_of_generation


def test_a_lone_surrogate_is_no_crash(model):
    assert model.vocabulary.tokenize("a\ud800b", special=False)


def test_a_load_can_be_cancelled(tiny_model):
    with pytest.raises(llama.Cancelled):
        llama.Model(tiny_model, PARAMS, lambda fraction: False)


def test_a_file_llama_cannot_read_says_why(tmp_path):
    path = tmp_path / "not.gguf"
    path.write_bytes(b"GGUF" + bytes(100))

    with pytest.raises(llama.LlamaError, match=r"gguf|version"):
        llama.Model(path, PARAMS, lambda fraction: True)


def test_greedy_is_the_largest_logit(model, context):
    row = read(context, model.vocabulary.tokenize("The horse", special=False))
    sampler = Sampler(model.vocabulary, SamplingParams(temperature=0))

    assert sampler.sample(context, row) == int(np.argmax(context.logits(row)))


def test_the_same_seed_chooses_the_same_tokens(model, context):
    row = read(context, model.vocabulary.tokenize("The horse", special=False))

    def drawn(seed):
        sampler = Sampler(model.vocabulary, SamplingParams(temperature=1, seed=seed))
        return [sampler.sample(context, row) for _ in range(20)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31 - 1, 2**32 - 1, 2**40, -3])
def test_the_seed_in_force_is_one_that_gives_itself(model, seed):
    said = Sampler(model.vocabulary, SamplingParams(seed=seed)).seed

    assert 0 <= said < 2**32 - 1
    assert Sampler(model.vocabulary, SamplingParams(seed=said)).seed == said


def test_tokens_come_as_often_as_their_probability_says(model, context):
    row = read(context, model.vocabulary.tokenize("The horse", special=False))
    sampler = Sampler(
        model.vocabulary, SamplingParams(temperature=0.8, top_k=5, top_p=1, min_p=0, repeat_penalty=1, seed=1)
    )
    logits = context.logits(row).astype(np.float64)
    likely = np.argsort(logits)[-5:]
    weights = np.exp((logits[likely] - logits[likely].max()) / 0.8)
    wanted = dict(zip(likely.tolist(), weights / weights.sum(), strict=True))

    found = Counter(sampler.sample(context, row) for _ in range(4000))

    assert set(found) <= set(wanted)
    chi_squared = sum((found[t] - 4000 * p) ** 2 / (4000 * p) for t, p in wanted.items())
    assert chi_squared < 18.5  # 4 degrees of freedom: p = 0.001


@pytest.mark.parametrize("cut", ["top_p", "min_p"])
def test_what_top_p_or_min_p_cuts_off_never_comes(model, context, cut):
    """As llama.cpp defines them, on the probabilities before the temperature."""
    row = read(context, model.vocabulary.tokenize("The horse", special=False))
    logits = context.logits(row).astype(np.float64)
    p = np.exp(logits - logits.max())
    p /= p.sum()
    order = np.argsort(-p)
    count = {"top_p": int(np.argmax(np.cumsum(p[order]) >= 0.5)) + 1, "min_p": int((p >= 0.3 * p.max()).sum())}[cut]
    off = {"top_k": 0, "top_p": 1.0, "min_p": 0.0, "temperature": 2.0, "seed": 1}
    sampler = Sampler(model.vocabulary, SamplingParams(**off | {cut: {"top_p": 0.5, "min_p": 0.3}[cut]}))

    found = {sampler.sample(context, row) for _ in range(3000)}

    assert 1 < count < len(p) / 2
    assert found == set(order[:count].tolist())


def test_logit_bias_and_penalties_change_the_choice(model, context):
    row = read(context, model.vocabulary.tokenize("The horse", special=False))
    best = int(np.argmax(context.logits(row)))
    banned = Sampler(model.vocabulary, SamplingParams(temperature=0, logit_bias=((best, -1000.0),)))
    tired = Sampler(model.vocabulary, SamplingParams(temperature=0, repeat_penalty=1e6))

    assert banned.sample(context, row) != best
    assert tired.sample(context, row) == best
    assert tired.sample(context, row) != best


@pytest.mark.parametrize("temperature", [0.0, 1.0], ids=["greedy", "random"])
def test_a_constraint_checked_after_the_choice_chooses_as_one_that_masks_everything(model, context, temperature):
    """The oracle masks the vocabulary before the chain, on every token."""
    constraints = Constraints(model.vocabulary)
    params = SamplingParams(temperature=temperature, top_k=3, seed=5, grammar='root ::= "[" [0-9]+ ("," [0-9]+)* "]"')
    row = read(context, model.vocabulary.tokenize("List:", special=False))
    logits = context.logits(row)
    allowed = constraints.of(params).allowed()

    found = {Sampler(model.vocabulary, params, constraints.of(params)).sample(context, row) for _ in range(3)}

    assert found <= set(allowed.tolist())
    if temperature == 0:
        assert found == {int(allowed[np.argmax(logits[allowed])])}


def test_copied_cells_are_as_good_as_read_ones(model, context):
    tokens = model.vocabulary.tokenize("The meadow is green and the horse is in the paddock.", special=False)
    whole = context.logits(read(context, tokens, 0)).copy()
    context.copy(0, 1, len(tokens) - 2)
    shared = context.logits(read(context, tokens[-2:], 1, len(tokens) - 2))

    assert np.abs(whole - shared).max() < 0.05 * np.abs(whole).max()
    assert context.remove(0, 3)
