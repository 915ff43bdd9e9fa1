"""Formulas are set by a real process, and the ones that would never end are given up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.maths import typesetter as module
from models.maths.formula import DEEPEST, INK, LONGEST_TEX, may_be_set
from models.maths.typesetter import Typesetter
from models.paths import Paths


@pytest.fixture
def typesetter(tmp_path: Path) -> Iterator[Typesetter]:
    made = Typesetter(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


def test_formulas_come_as_paths_in_the_ink_of_the_text(typesetter: Typesetter) -> None:
    line = typesetter.set(r"\frac{a}{b}", display=False)
    display = typesetter.set(r"\sum_{i=1}^n i", display=True)

    assert line is not None
    assert display is not None
    assert INK in line.svg
    assert "<path" in line.svg
    assert 0.3 < line.width < 1.5
    assert 0 < line.depth < line.height
    assert display.height > 2 * line.depth


@pytest.mark.parametrize(
    "tex",
    ["", " ", r"\frac{", r"\left(", r"\nosuchthing{x}", r"\text{中文}", r"\newcommand{\a}{\a\a}\a", "x_1_2",
     r"\hspace{999999em}x", "x" * (LONGEST_TEX + 1), r"\sqrt{" * 40 + "x" + "}" * 40, r"\left(" * 40 + r"\right)" * 40],
    ids=["nothing", "blank", "open", "lonely bracket", "unknown", "Chinese", "macro", "twice", "wide", "long", "roots",
         "brackets"],
)  # fmt: skip
def test_what_cannot_be_set_stays_as_it_is_written(typesetter: Typesetter, tex: str) -> None:
    assert typesetter.set(tex, display=True) is None
    assert typesetter.set("x", display=False) is not None, "and the next one is set"


def test_one_that_takes_too_long_is_given_up_and_the_next_is_set(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typesetter.set("x", display=False) is not None
    monkeypatch.setattr(module, "LIMIT_S", 0.2)
    assert (
        typesetter.set(r"x^{\frac{\left(" * 2 + r"\frac{1}{\sqrt{2}}" * 30 + r"\right)}{2}}" * 2, display=True) is None
    )
    monkeypatch.setattr(module, "LIMIT_S", 30.0)
    assert typesetter.set("x", display=False) is not None


def test_depth_counts_what_is_nested_and_not_what_is_beside() -> None:
    assert may_be_set(r"\frac{a}{b}" * 100)
    assert may_be_set("{" * DEEPEST + "x" + "}" * DEEPEST)
    assert not may_be_set("{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1))
    assert may_be_set(r"\{" * 50)
