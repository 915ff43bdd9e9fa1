"""Loss and accuracy of each task while training: kept as CSV, shown as lines of text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_BARS = "▁▂▃▄▅▆▇█"


class Row(NamedTuple):
    """The mean over the steps since the last row. `loss` in nats a token; `right`, the share of tokens guessed best."""

    step: int
    tokens: int
    seconds: float
    task: str
    loss: float
    right: float


class Figures:
    """Rows as they come."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = list(rows)

    def add(self, step: int, tokens: int, seconds: float, by_task: dict[str, tuple[float, float]]) -> None:
        self.rows += [Row(step, tokens, round(seconds, 1), task, *figures) for task, figures in by_task.items()]

    def write(self, path: Path) -> None:
        """As CSV."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out, lineterminator="\n")
            table.writerow(Row._fields)
            for row in self.rows:
                table.writerow([*row[:4], f"{row.loss:.4f}", f"{row.right:.4f}"])

    def plot(self, width: int = 60) -> str:
        """A line a task: the share of wrong tokens over time, the highest bar the largest, and how it ended."""
        lines = []
        for task in sorted({row.task for row in self.rows}):
            own = [row for row in self.rows if row.task == task]
            every = max(1, len(own) // width)
            wrong = [1 - row.right for row in own[::every]]
            highest = max(*wrong, 1e-9)
            bars = "".join(_BARS[round(each / highest * (len(_BARS) - 1))] for each in wrong)
            lines.append(f"{task:>16} {bars} loss {own[-1].loss:.4f}, {100 * own[-1].right:.2f} % of tokens right")
        return "\n".join(lines)
