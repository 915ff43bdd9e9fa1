import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bench.effort import Estimate, Item, Meter, Speed, choose
from models.engine.protocol import LoadParams
from models.engine.shape import Layer, Shape

# Qwen2.5-7B: what the card of docs/benchmarks.md measured is the oracle of the formula.
LAYER = Layer(weight_bytes=135 << 20, n_head_kv=4, key_length=128, value_length=128)
SHAPE = Shape(
    name="7b", layers=(LAYER,) * 28, n_embd=3584, n_head=28, n_ff=18944, n_vocab=152064, n_ctx_train=32768,
    token_embd_bytes=292 << 20, other_bytes=420 << 20, tied=False,
)  # fmt: skip


def item(size: int, *, explicit: bool = False) -> Item:
    return Item("context", size, LoadParams(n_ctx=size), size - 128, 128, explicit)


def cost(one: Item, repeats: int) -> float:
    return one.size / 1000 * repeats


@pytest.mark.parametrize(("tokens", "measured_ms"), [(16_384, 1900), (32_768, 4315)])
def test_reading_is_estimated_within_a_quarter_of_what_a_card_took(tokens: int, measured_ms: float) -> None:
    estimate = Estimate(SHAPE, Speed(load_s=1, read=4096 / 0.427 * 1.05, write=272))

    assert estimate.reading_s(tokens) * 1000 == pytest.approx(measured_ms, rel=0.25)


def test_writing_behind_a_long_prompt_is_slower() -> None:
    estimate = Estimate(SHAPE, Speed(load_s=1, read=9000, write=272))

    assert 128 / estimate.writing_s(128, 32_768) == pytest.approx(226, rel=0.25)


def test_everything_is_measured_with_most_repeats_where_time_allows() -> None:
    items = [item(4096), item(32_768)]

    assert choose(items, cost, (3, 1), 1000) == (tuple(items), 3)


def test_repeats_are_given_up_before_items() -> None:
    items = [item(4096), item(32_768)]

    assert choose(items, cost, (3, 1), 40) == (tuple(items), 1)


def test_what_takes_longest_is_left_out_first_but_not_what_the_user_named() -> None:
    items = [item(4096), item(8192), item(16_384), item(32_768, explicit=True)]

    chosen, repeats = choose(items, cost, (3, 1), 46)
    assert [one.size for one in chosen] == [4096, 8192, 32_768]
    assert repeats == 1


def test_what_the_user_named_is_repeated_only_as_often_as_time_allows() -> None:
    named = [item(32_768, explicit=True)]

    assert choose(named, cost, (3, 1), 100) == (tuple(named), 3)
    assert choose(named, cost, (3, 1), 10) == (tuple(named), 1)


@given(st.lists(st.integers(1, 60_000), unique=True), st.floats(0, 200))
def test_what_is_chosen_stays_within_the_budget(sizes: list[int], budget_s: float) -> None:
    chosen, repeats = choose([item(size) for size in sizes], cost, (5, 3, 1), budget_s)

    assert sum(cost(one, repeats) for one in chosen) <= budget_s + 1e-9


def test_the_time_left_follows_the_pace() -> None:
    now = [0.0]
    meter = Meter(100, clock=lambda: now[0])
    assert meter.left_s() == 100

    now[0] = 30  # twice as slow as expected
    meter.done(15)
    assert meter.left_s() == pytest.approx(170)
    assert meter.fraction(5) == pytest.approx(0.2)
    meter.done(500)
    assert meter.fraction() < 1
