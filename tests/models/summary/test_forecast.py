from __future__ import annotations

import pytest

from models.engine.plan import Plan, Reason
from models.engine.protocol import LoadParams
from models.summary.forecast import forecast, tokens_of


def planned(writes: float | None, reads: float | None) -> Plan:
    return Plan(
        params=LoadParams(n_seq_max=8), device="", n_layers=28, weights_bytes=0, kv_bytes=0, compute_bytes=0,
        total_bytes=0, reserve_bytes=0, free_bytes=0, fits=True, steps=(), predicted_tokens_per_s=writes,
        reading_tokens_per_s=reads, reason=Reason("fits"),
    )  # fmt: skip


def test_a_processor_takes_hours_where_a_card_takes_minutes() -> None:
    processor, card = planned(8, 50), planned(150, None)
    seconds, on_card = forecast([300 * 600], processor).seconds, forecast([300 * 600], card).seconds

    assert seconds is not None and on_card is not None
    assert 3600 < seconds < 4 * 3600
    assert 20 < on_card < 300


def test_the_quick_way_is_quicker_and_never_more_than_the_whole() -> None:
    for tokens in (50, 5_000, 500_000):
        whole, quick = forecast([tokens], planned(8, 50))
        assert whole is not None and quick is not None and quick <= whole


def test_a_processor_whose_memory_was_not_measured_is_foretold_by_its_arithmetic() -> None:
    assert forecast([1000], planned(None, 50)) == forecast([1000], planned(8, 50))


@pytest.mark.parametrize("plan", [None, planned(None, None)], ids=["no model", "memory not measured"])
def test_without_a_speed_nothing_is_foretold(plan: Plan | None) -> None:
    assert forecast([1000], plan).seconds is None


def test_chinese_takes_more_tokens_a_character_than_english() -> None:
    assert tokens_of("年度报告" * 100) == 300
    assert tokens_of("word" * 100) == 100
