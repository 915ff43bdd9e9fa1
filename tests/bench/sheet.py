"""Figures as they come: said at once, kept in a file after each section, shown as a table with medians and ratios.

A measurement that is stopped half-way, by its own limit or by a machine that goes away, leaves all it had.
"""

from __future__ import annotations

import contextlib
import json
import signal
import statistics
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

GRACE_S = 15.0  # after its end a section is interrupted, whatever it waits for


@dataclass
class Series:
    """The values of one column in one row. `goal` is of its ratio to the row's references, or of the value itself."""

    values: list[float] = field(default_factory=list)
    goal: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)


class Sheet:
    """Rows of figures. Columns whose names begin with "ours" are compared with the others of their row.

    `seconds` is what the whole measurement may take; sections and rounds end in time by looking at `left`.
    """

    def __init__(self, seconds: float, out: Path | None = None) -> None:
        self.rows: dict[str, dict[str, Series]] = {}
        self.notes: dict[str, Any] = {}
        self._out = out
        self._began = time.perf_counter()
        self._end = self._section_end = self._began + seconds

    @property
    def elapsed(self) -> float:
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        """Seconds that the section, or what is left of the whole, still has."""
        return min(self._section_end, self._end) - time.perf_counter()

    def add(self, row: str, column: str, value: float, *, goal: str = "") -> None:
        series = self.rows.setdefault(row, {}).setdefault(column, Series())
        series.values.append(value)
        series.goal = goal or series.goal
        self._say(f"{row} | {column}: {_figure(value)}")

    def note(self, name: str, value: Any) -> None:
        """A figure or sentence that is no series."""
        self.notes[name] = value
        self._say(f"{name}: {value}")

    @contextlib.contextmanager
    def section(self, name: str, seconds: float) -> Iterator[None]:
        """A part that has `seconds`; what goes wrong in it is noted, and the next has its turn."""
        started, known = time.perf_counter(), set(self.rows)
        self._section_end = started + seconds
        self._say(f"--- {name}: {seconds:.0f} s")
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, max(0.1, self.left + GRACE_S))
        try:
            yield
        except Exception as error:  # noqa: BLE001 the other sections have their say
            traceback.print_exc()
            self.note(f"{name} failed", repr(error))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._section_end = self._end
        self.note(f"{name} took, s", round(time.perf_counter() - started, 1))
        print(self.table([row for row in self.rows if row not in known]), flush=True)
        self.write()

    def rounds(self, count: int) -> Iterator[int]:
        """0, 1, ... as long as another one, taking as long as the longest so far, ends in time. The first always is."""
        longest = 0.0
        for number in range(count):
            if number and self.left < longest:
                self.note("rounds ended early", f"after {number} of {count}")
                return
            started = time.perf_counter()
            yield number
            longest = max(longest, time.perf_counter() - started)

    def table(self, names: list[str] | None = None) -> str:
        """Medians, how many there are of each and their range, and ratios of ours to each reference."""
        lines = []
        for name in self.rows if names is None else names:
            row = self.rows[name]
            lines.append(name)
            for column, series in row.items():
                span = f"n={len(series.values)}, {_figure(min(series.values))}-{_figure(max(series.values))}"
                lines.append(f"    {column:<42} {_figure(series.median):>10}  ({span}){self._ratios(row, column)}")
        return "\n".join(lines)

    def write(self) -> None:
        if self._out:
            rows = {
                name: {column: asdict(series) | {"median": series.median} for column, series in row.items()}
                for name, row in self.rows.items()
            }
            self._out.write_text(json.dumps({"rows": rows, "notes": self.notes}, indent=1))

    def _ratios(self, row: dict[str, Series], column: str) -> str:
        goal = f"  goal {row[column].goal}" if row[column].goal else ""
        if not column.startswith("ours"):
            return goal
        others = {name: series for name, series in row.items() if not name.startswith("ours")}
        ratios = (f"  {row[column].median / series.median:.3f} x {name}" for name, series in others.items())
        return "".join(ratios) + goal

    def _say(self, text: str) -> None:
        sys.stderr.write(f"{self.elapsed:6.1f} s  {text}\n")
        sys.stderr.flush()


def _interrupt(number: int, frame: object) -> None:
    raise TimeoutError("the section ran out of time")


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
