"""The curves of a training."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

from cria.figures import Figures


def _figures(rows: int) -> Figures:
    figures = Figures()
    for step in range(1, rows + 1):
        figures.add(step, 100 * step, step / 2, {"copy": (1 / step, 1 - 0.5 / step), "notes": (2 / step, 0.5)})
    return figures


def test_curves_are_read_as_they_were_written(tmp_path: Path) -> None:
    figures = _figures(4)

    figures.write(tmp_path / "curves.csv")

    assert [row[:4] for row in Figures.read(tmp_path / "curves.csv").rows] == [row[:4] for row in figures.rows]
    assert Figures.read(tmp_path / "curves.csv").rows[2].loss == 0.5


def test_thinned_curves_keep_their_end_and_a_row_a_task_of_each_step() -> None:
    thinned = _figures(250).thinned(60)

    assert thinned.rows[-1].step == 250
    assert len(thinned.rows) <= 120
    assert [row.task for row in thinned.rows[:2]] == ["copy", "notes"]
    assert _figures(3).thinned(60).rows == _figures(3).rows


def test_a_plot_falls_with_the_share_of_wrong_tokens() -> None:
    copy, notes = _figures(20).plot().split("\n")

    assert "█▅▃▃▂" in copy and "loss 0.0500, 97.50 %" in copy
    assert "█" * 20 in notes
