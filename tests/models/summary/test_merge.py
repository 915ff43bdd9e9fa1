"""What notes have to do with each other."""

from __future__ import annotations

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
