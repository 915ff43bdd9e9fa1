"""What notes have to do with each other."""

from __future__ import annotations

import pytest

from models.summary import merge
from models.summary.events import Citation, Note, Status


def note(claim: str, start: int) -> Note:
    return Note(
        claim=claim, quote=claim, citations=(Citation(1, start, start + len(claim)),), status=Status.VERIFIED, chunk=0
    )


def conflicts(*claims: str) -> int:
    return len(merge.conflicts(merge.points(note(claim, 100 * place) for place, claim in enumerate(claims))))


def test_two_figures_for_the_same_thing_are_a_conflict() -> None:
    assert (
        conflicts("Revenue of Alpha Holding was 120 million euros.", "Revenue of Alpha Holding was 150 million euros.")
        == 1
    )


def test_a_series_of_figures_is_no_conflict() -> None:
    assert conflicts(*(f"The unit expects growth of 0.{n} percent in the coming year." for n in range(1, 9))) == 0


def test_figures_of_different_dates_are_no_conflict() -> None:
    assert conflicts("On 5 March 2025 it sold 12 horses.", "On 6 March 2025 it sold 14 horses.") == 0


@pytest.mark.parametrize(
    "claims",
    [
        ("The manager expects 3 further jobs in Leeds in 2026.", "The manager expects 4 further jobs in Hull in 2026."),
        ("Its energy bill was 129,000 pounds.", "Its energy bill was 172,000 pounds."),
        (
            "如果苏州的第二条生产线在春季获批，2026年预计增加3个岗位。",
            "如果无锡的第二条生产线在春季获批，2026年预计增加4个岗位。",
        ),
        ("其能源支出为129万元。", "其能源支出为172万元。"),
    ],
)
def test_figures_of_different_things_are_no_conflict(claims: tuple[str, str]) -> None:
    assert conflicts(*claims) == 0


def test_a_conflict_in_chinese_is_found() -> None:
    assert conflicts("A公司2025年的营业收入为3.2亿元。", "A公司2025年的营业收入为3.5亿元。") == 1
