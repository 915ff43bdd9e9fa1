"""Loss and accuracy of each task while training: kept as CSV, shown as lines of text.

    PYTHONPATH=packaging python -m cria.figures build/cria/curves.csv ... --out packaging/cria/figures

keeps the curves of the parts of a training small enough for the repository.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_BARS = "▁▂▃▄▅▆▇█"
_KEPT = 60  # rows of each task


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

    @classmethod
    def read(cls, path: Path) -> Figures:
        """What `write` wrote."""
        with path.open(encoding="utf-8", newline="") as file:
            kinds = (int, int, float, str, float, float)
            return cls(
                [Row(*(kind(each) for kind, each in zip(kinds, row, strict=True))) for row in [*csv.reader(file)][1:]]
            )

    def thinned(self, most: int = _KEPT) -> Figures:
        """At most so many rows of each task, the last among them."""
        steps = sorted({row.step for row in self.rows}, reverse=True)
        kept = {*steps[:: -(-len(steps) // most) or 1]}
        return Figures([row for row in self.rows if row.step in kept])

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


def main() -> None:
    """Write curves-1.csv, curves-2.csv, ... and what they look like."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curves", type=Path, nargs="+", help="of the first part, of the second, ...")
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    shown = []
    for part, path in enumerate(wanted.curves, start=1):
        figures = Figures.read(path).thinned()
        figures.write(wanted.out / f"curves-{part}.csv")
        last = figures.rows[-1]
        told = f"Part {part}: {last.step} steps, {last.tokens / 1e6:.0f}M tokens, {last.seconds:.0f} s"
        shown.append(f"{told}; the bars: share of wrong tokens, the highest the largest\n{figures.plot()}\n")
    (wanted.out / "curves.txt").write_text("\n".join(shown), encoding="utf-8")


if __name__ == "__main__":
    main()
