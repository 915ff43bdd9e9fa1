from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.summary.meter import WRITTEN_WEIGHT, Meter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_progress_never_falls_and_ends_at_one(parts: list[int], chance: random.Random) -> None:
    meter, shown = Meter(parts, 500.0), [0.0]
    for part in chance.sample(range(len(parts)), len(parts)):
        meter.reading(part, 0.5)
        shown.append(meter.fraction)
        meter.writing(part, chance.randrange(600))
        shown.append(meter.fraction)
        meter.finished(part, chance.randrange(600))
        shown.append(meter.fraction)
    meter.closing(1.0)
    shown.append(meter.fraction)

    assert shown == sorted(shown)
    assert shown[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_estimate_at_half_way_is_within_a_fifth(seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    parts = [chance.randrange(1500, 2400) for _ in range(60)]
    answers = [chance.randrange(80, 400) for _ in parts]
    meter = Meter(parts, 0.0, clock=clock)
    whole = sum(parts) / 800 + sum(answers) / 100  # a machine that reads 800 and writes 100 tokens a second
    for part, (reading, answer) in enumerate(zip(parts, answers, strict=True)):
        clock.now += reading / 800 + answer / 100
        meter.finished(part, answer)
        if clock.now >= whole / 2:
            break

    assert meter.eta_s is not None
    assert abs(meter.eta_s - (whole - clock.now)) < 0.2 * whole


def test_what_was_done_before_says_nothing_about_speed() -> None:
    clock = Clock()
    meter = Meter([1000] * 10, 0.0, clock=clock)
    for part in range(9):
        meter.already(part, 100)
    clock.now = 10.0

    assert meter.eta_s is None
    assert meter.fraction == pytest.approx(0.9)
    meter.finished(9, 100)
    assert meter.eta_s == 0.0
    assert WRITTEN_WEIGHT > 1
