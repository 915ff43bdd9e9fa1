"""The candidates that the graph itself finds. A processor computes the same graph as a card, so it is tested here."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from models.engine import decoder as decoding
from models.engine import llama
from models.engine.decoder import ContextDecoder
from models.engine.drafting import Drafting
from models.engine.llama.shortlist import _Copied
from models.engine.lookup import Lookup
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.request import Feed, Request
from models.engine.sampling import Sampler
from models.engine.scheduler import Scheduler
from tests.gguf_models import SPECIALS, make_tiny_gguf

PARAMS = LoadParams(n_ctx=512, n_seq_max=4, n_ubatch=32, n_threads=1, flash_attn=False)


@pytest.fixture(scope="module", params=[5_000, 40_000], ids=["few blocks", "many blocks"])
def model(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[llama.Model]:
    more = tuple(f"<|more_{number}|>" for number in range(request.param))
    path = tmp_path_factory.mktemp("models") / "tiny.gguf"
    make_tiny_gguf(path, specials=(*SPECIALS, *more), long_answers=False)
    llama.start()
    loaded = llama.Model(path, PARAMS, lambda fraction: True)
    yield loaded
    loaded.close()


@pytest.fixture
def context(model: llama.Model) -> Iterator[llama.Context]:
    made = llama.Context(model, PARAMS)
    yield made
    made.close()


def decode(context, texts, model, start=0):
    """Read each text into a sequence of its own; the row of each sequence's output."""
    batch, at, rows = llama.Batch(context.n_batch), 0, []
    for sequence, text in enumerate(texts, start):
        tokens = model.vocabulary.tokenize(text, special=False)
        end = at + len(tokens)
        batch.token[at:end], batch.position[at:end] = tokens, range(len(tokens))
        batch.sequence[at:end] = sequence
        batch.output[end - 1] = 1
        rows.append(end - 1)
        at = end
    batch.count = at
    assert context.decode(batch)
    return rows


def test_a_small_vocabulary_needs_no_shortlist(tiny_model):
    llama.start()
    context = llama.Context(llama.Model(tiny_model, PARAMS, lambda fraction: True), PARAMS)

    assert not llama.Shortlist.suits(context)


TEXTS = ["The meadow is green.", "A horse", "今天天气很好，我们去公园散步。" * 3]


def offered(shortlist, number):
    """The tokens and logits of the candidates."""
    candidates = shortlist.candidates(number)
    entries = candidates.entries[: candidates.struct.size]
    return entries["id"].copy(), entries["logit"].copy()


@pytest.mark.parametrize("count", [1, 3], ids=["one row", "three rows"])
def test_the_likeliest_tokens_are_found_with_their_logits(model, context, count):
    shortlist = llama.Shortlist(context)
    plain = [context.logits(row).copy() for row in decode(context, TEXTS[:count], model)]
    for sequence in range(len(TEXTS)):
        context.remove(sequence, 0)
        shortlist.attach(sequence)

    shortlist.read(decode(context, TEXTS[:count], model))

    for number, logits in enumerate(plain):
        tokens, values = offered(shortlist, number)
        real = tokens < len(logits)
        assert len(set(tokens.tolist())) == len(tokens)
        assert np.abs(values[real] - logits[tokens[real]]).max() < 1e-4
        assert np.all(np.isneginf(values[~real]))
        best = np.argsort(logits)[-shortlist.size :]
        assert set(best.tolist()) <= set(tokens.tolist())


def test_a_long_prompt_is_read_without_looking_for_candidates_and_they_are_found_at_its_end(
    model, context, monkeypatch
):
    monkeypatch.setattr(decoding, "_WORTH_SUSPENDING", 20)
    tokens = model.vocabulary.tokenize("The meadow is green. " * 20, special=False)
    shortlist = llama.Shortlist(context)
    decoder = ContextDecoder(context, cuts_anywhere=True, shortlist=shortlist)
    heard = []
    told = context.set_sampler

    def hear(sequence, chain):
        heard.append(chain)
        return told(sequence, chain)

    monkeypatch.setattr(context, "set_sampler", hear)
    found = []
    for ahead in (0, len(tokens)):
        decoder.remove(0, 0)
        decoder.decode([Feed(0, 0, tokens[:-5], 0)], ahead)
        decoder.decode([Feed(0, len(tokens) - 5, tokens[-5:], 1)])
        shortlist.read([4])
        found.append(offered(shortlist, 0))
        assert bool(heard) == bool(ahead)

    assert heard[: len(heard) // 2] == [None] * context.n_seq_max
    assert None not in heard[len(heard) // 2 :]
    order = [np.argsort(ids) for ids, _ in found]
    assert np.array_equal(found[0][0][order[0]], found[1][0][order[1]])
    assert np.allclose(found[0][1][order[0]], found[1][1][order[1]], atol=1e-4)


def test_a_sequence_detached_while_a_long_prompt_is_read_stays_so(context):
    shortlist = llama.Shortlist(context)
    for sequence in range(3):
        shortlist.attach(sequence)
    shortlist.suspend()
    shortlist.suspend()
    shortlist.detach(1)
    shortlist.resume()

    assert [shortlist.attached(sequence) for sequence in range(3)] == [True, False, True]


@pytest.mark.parametrize("best", [3, 20, 33, 34])
def test_the_best_of_one_row_is_found_though_all_are_below_the_zeros_that_fill_it_up(best):
    logits = np.full(35, -2, np.float32)
    logits[best] = -1
    maxima = np.append(logits, np.zeros(13, np.float32)).reshape(3, 16).max(axis=1)

    assert _Copied(maxima, logits).best() == [best]


def test_a_sequence_that_is_not_attached_keeps_its_logits(model, context):
    plain = [context.logits(row).copy() for row in decode(context, TEXTS, model)]
    shortlist = llama.Shortlist(context)
    for sequence in range(len(TEXTS)):
        context.remove(sequence, 0)
        shortlist.attach(sequence)
    shortlist.detach(2)

    rows = decode(context, TEXTS, model)
    shortlist.read(rows[:2])

    assert np.abs(context.logits(rows[2]) - plain[2]).max() < 1e-4
    assert [shortlist.best(number) for number in range(2)] == [logits.argmax() for logits in plain[:2]]


def test_the_graph_follows_the_batch(model, context):
    """Graphs are reused and built anew; what was found for another batch must never be read."""
    shortlist = llama.Shortlist(context)
    oracle = llama.Context(model, PARAMS)
    for sequence in range(4):
        shortlist.attach(sequence)
    for texts, start in [(TEXTS, 0), (TEXTS[:1], 2), (TEXTS[1:], 1), (TEXTS[1:], 2), (TEXTS, 0), (TEXTS[:1], 0)]:
        for sequence in range(4):
            context.remove(sequence, 0)
            oracle.remove(sequence, 0)
        wanted = [oracle.logits(row).argmax() for row in decode(oracle, texts, model, start)]

        shortlist.read(decode(context, texts, model, start))

        assert [shortlist.best(number) for number in range(len(texts))] == wanted


@pytest.mark.parametrize(
    "params",
    [
        SamplingParams(temperature=0),
        SamplingParams(temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, seed=3),
        SamplingParams(temperature=1.5, top_k=20, top_p=1, min_p=0, seed=4, ignore_eos=True),
    ],
    ids=["greedy", "usual", "hot"],
)
def test_a_choice_among_the_candidates_is_the_choice_among_all(model, context, params):
    """Same seed, same draws: not only the same distribution, the same tokens."""
    logits_row = decode(context, TEXTS[:1], model)[0]
    of_all, of_few = Sampler(model.vocabulary, params), Sampler(model.vocabulary, params)
    wanted = [of_all.sample(context, logits_row) for _ in range(300)]
    context.remove(0, 0)
    shortlist = llama.Shortlist(context)
    shortlist.attach(0)
    rows = decode(context, TEXTS[:1], model)

    assert of_few.needs is not None
    assert of_few.needs <= shortlist.size
    shortlist.read(rows)
    assert [of_few.choose(shortlist.candidates(0)) for _ in range(300)] == wanted


def test_tokens_come_as_often_as_their_probability_says(model, context):
    rows = decode(context, TEXTS[:1], model)
    logits = context.logits(rows[0]).astype(np.float64)
    likely = np.argsort(logits)[-5:]
    weights = np.exp((logits[likely] - logits[likely].max()) / 0.8)
    wanted = dict(zip(likely.tolist(), weights / weights.sum(), strict=True))
    context.remove(0, 0)
    shortlist = llama.Shortlist(context)
    shortlist.attach(0)
    rows = decode(context, TEXTS[:1], model)
    sampler = Sampler(model.vocabulary, SamplingParams(temperature=0.8, top_k=5, top_p=1, min_p=0, seed=1))

    shortlist.read(rows)

    found = Counter(sampler.choose(shortlist.candidates(0)) for _ in range(4000))

    assert set(found) <= set(wanted)
    chi_squared = sum((found[t] - 4000 * p) ** 2 / (4000 * p) for t, p in wanted.items())
    assert chi_squared < 18.5  # 4 degrees of freedom: p = 0.001


@pytest.mark.parametrize(
    ("params", "needs"),
    [
        (SamplingParams(temperature=0), 1),
        (SamplingParams(top_k=40), 40),
        (SamplingParams(top_k=0), None),
        (SamplingParams(top_k=40, repeat_penalty=1.1, repeat_last_n=16), 56),
        (SamplingParams(top_k=40, repeat_penalty=1.1, repeat_last_n=-1), None),
        (SamplingParams(top_k=40, presence_penalty=-0.5), None),
        (SamplingParams(temperature=0, logit_bias=((1, -5.0), (2, -5.0))), 3),
        (SamplingParams(temperature=0, logit_bias=((1, 5.0),)), None),
    ],
)
def test_a_sampler_says_how_many_of_the_likeliest_it_needs(model, params, needs):
    assert Sampler(model.vocabulary, params).needs == needs


def test_the_likeliest_token_is_the_one_unless_it_must_not_be(model, context):
    """Greedy answers that must not end, or not with a word, are asked no more than which token is the best."""
    shortlist = llama.Shortlist(context)
    shortlist.attach(0)
    rows = decode(context, TEXTS[:1], model)
    shortlist.read(rows)
    best = shortlist.best(0)
    free = Sampler(model.vocabulary, SamplingParams(temperature=0, ignore_eos=True))
    other = Sampler(model.vocabulary, SamplingParams(temperature=0, logit_bias=((best, -100.0),)))

    assert free.unless == model.vocabulary.end_of_generation
    assert best in other.unless
    assert other.choose(shortlist.candidates(0)) != best
    assert free.choose(shortlist.candidates(0)) == best
    assert Sampler(model.vocabulary, SamplingParams(temperature=0, repeat_penalty=1.1)).unless is None
    assert Sampler(model.vocabulary, SamplingParams(temperature=0.5)).unless is None


def answers(model, decoder, asked, known=None):
    """The tokens of all of `asked`, several at a time, and how many of them were drafted, by their numbers.

    With `known` answers these are drafted, by a clock by which it always pays.
    """
    drafting = Drafting() if known else None
    scheduler, done = Scheduler(decoder, drafting=drafting, clock=itertools.count().__next__), {}
    for number, (text, params) in enumerate(asked):
        tokens, sampler = model.vocabulary.tokenize(text, special=False), Sampler(model.vocabulary, params)
        lookup = Knowing(len(tokens), known[number][0]) if known else None
        scheduler.submit(Request(number, tokens, sampler, max_tokens=30, lookup=lookup))
    while scheduler.busy:
        for request, _ in scheduler.step().sampled:
            if scheduler.exhausted(request):
                done[request.id] = request.tokens[request.n_prompt :], request.accepted_tokens
                scheduler.finish(request)
    return done


def test_answers_are_the_same_with_and_without_it_whoever_shares_the_batch(model):
    """Samplers that need every logit among others that do not; more requests than sequences."""
    kinds = [
        SamplingParams(temperature=0),
        SamplingParams(temperature=0.9, top_k=40, seed=5),
        SamplingParams(temperature=0, logit_bias=((300, 2.0),)),
    ]
    asked = [(f"{number} {TEXTS[number % 3]}", kinds[number * 7 % 3]) for number in range(9)]
    plain, listed = llama.Context(model, PARAMS), llama.Context(model, PARAMS)

    wanted = answers(model, ContextDecoder(plain, cuts_anywhere=True), asked)
    found = answers(model, ContextDecoder(listed, cuts_anywhere=True, shortlist=llama.Shortlist(listed)), asked)

    assert found == wanted


class Knowing(Lookup):
    """Expects what the answer will be, and something else at the end of each draft."""

    trust = 1.0

    def __init__(self, n_prompt, answer):
        super().__init__()
        self._n_prompt, self._answer = n_prompt, answer

    def draft(self, tokens, count, ends=()):
        at = len(tokens) - self._n_prompt
        return [*self._answer[at : at + count - 1], 7] if count > 0 else []


def test_drafted_answers_are_the_same_with_and_without_it(model):
    """Several outputs of one sequence in a batch, the last of which are never looked at."""
    kinds = [
        SamplingParams(temperature=0),
        SamplingParams(temperature=0.9, top_k=40, seed=5),
        SamplingParams(temperature=0, logit_bias=((300, 2.0),)),
    ]
    asked = [(f"{number} {TEXTS[number % 3]}", kinds[number * 7 % 3]) for number in range(6)]
    plain, listed = llama.Context(model, PARAMS), llama.Context(model, PARAMS)
    decoder = ContextDecoder(listed, cuts_anywhere=True, shortlist=llama.Shortlist(listed))

    wanted = answers(model, ContextDecoder(plain, cuts_anywhere=True), asked)
    found = answers(model, decoder, asked, wanted)

    assert {number: tokens for number, (tokens, _) in found.items()} == {n: tokens for n, (tokens, _) in wanted.items()}
    assert sum(accepted for _, accepted in found.values()) > 60
