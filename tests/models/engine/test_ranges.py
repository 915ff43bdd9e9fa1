"""Numbers that mean nothing are refused with the range, at every door the same."""

from __future__ import annotations

import math

import msgspec
import pytest

from models.engine.client import EngineClient
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.ranges import RANGES, check
from models.errors import ValueOutOfRange
from models.settings import Load, Sampling


def test_every_default_is_in_its_range() -> None:
    check(LoadParams())
    check(SamplingParams())


def test_every_number_of_a_load_and_a_request_has_a_range() -> None:
    numbers = {
        field.name
        for kind in (LoadParams, SamplingParams)
        for field in msgspec.structs.fields(kind)
        if field.type in (int, float, int | None)
    }

    assert numbers == set(RANGES)
    assert {"n_ctx", "temperature"} <= {
        field.name for kind in (Load, Sampling) for field in msgspec.structs.fields(kind)
    }


@pytest.mark.parametrize("n_ctx", [1, 0, -1, -(10**9), 10**9, 10**400])
def test_a_context_that_no_model_has_is_refused_by_its_number(n_ctx: int) -> None:
    with pytest.raises(ValueOutOfRange, match=f"the context length to {n_ctx}: choose from 256 to 16777216"):
        check(LoadParams(n_ctx=n_ctx))


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": math.nan}, {"temperature": -0.1}, {"temperature": math.inf}, {"top_p": 7.0}, {"min_p": -1.0},
     {"repeat_penalty": 0.0}, {"max_tokens": 0}, {"top_k": -1}, {"seed": 2**32}],
    ids=str,
)  # fmt: skip
def test_sampling_that_means_nothing_is_refused_before_the_engine_sees_it(
    engine: EngineClient, wrong: dict[str, float]
) -> None:
    with pytest.raises(ValueOutOfRange, match="choose from"):
        engine.generate("The horse", SamplingParams(**wrong))  # type: ignore[arg-type]


def test_the_bounds_themselves_are_answered(engine: EngineClient) -> None:
    for name in ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "presence_penalty", "repeat_last_n"):
        for bound in (RANGES[name].low, RANGES[name].high):
            value = int(bound) if name in ("top_k", "repeat_last_n") else bound
            params = msgspec.structs.replace(SamplingParams(max_tokens=2, ignore_eos=True), **{name: value})
            assert list(engine.generate("The horse", params)), (name, bound)
