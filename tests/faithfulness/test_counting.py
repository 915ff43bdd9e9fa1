from __future__ import annotations

from pathlib import Path

import pytest

from models.report.schema import Language
from tests.faithfulness.counting import Erring, count, without
from tests.faithfulness.interviews import Gullible, Reading


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_engine_that_errs_at_every_seventh_look_is_seldom_counted_wrong(language: Language, tmp_path: Path) -> None:
    counted = count(Erring(language, 0.15), tmp_path)

    assert counted.wrong_share <= 0.03
    assert counted.coverage >= 0.75


@pytest.mark.parametrize(
    ("safeguard", "engine", "measure"),
    [
        ("denials", Gullible, "wrong"),
        ("speakers", Gullible, "wrong"),
        ("questions", Gullible, "missed"),
        ("further looks", Erring, "wrong"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_safeguard_that_is_switched_off_is_missed(
    language: Language, safeguard: str, engine: type[Reading], measure: str, tmp_path: Path
) -> None:
    def measured() -> float:
        made = count(Erring(language, 0.15) if engine is Erring else engine(language), tmp_path, 50)
        return made.wrong_share if measure == "wrong" else 1 - made.coverage

    with_it = measured()
    with without(safeguard):
        assert measured() > with_it + 0.02
