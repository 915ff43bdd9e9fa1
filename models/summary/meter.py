"""Progress and remaining time of a job whose work is measured in tokens, not in parts.

A token written costs as much as several read. What a part will write is taken from the parts already finished. The
fraction never falls: when the work turns out larger, what is left is stretched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

WRITTEN_WEIGHT = 6.0  # tokens read in the time one is written, several requests at a time
EXPECTED_ANSWER = 150
_MEASURED_AFTER = 0.02
_WORTH_SHOWING = 0.002


class Meter:
    """`reading[i]` tokens to read for part i; `tail` is the cost of what comes after all parts."""

    def __init__(
        self, reading: Sequence[int], tail: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:  # fmt: skip
        self._reading = list(reading)
        self._to_read = sum(self._reading)
        self._answers: dict[int, int] = {}
        self._read = self._written = 0  # of the finished parts: with a thousand of them nothing is summed anew
        self._open: dict[int, tuple[float, int]] = {}
        self._tail, self._tail_done = tail, 0.0
        self._before = 0.0
        self._clock = clock
        self._started = clock()
        self._shown = 0.0

    def already(self, part: int, answer_tokens: int) -> None:
        """A part was finished in an earlier run: it counts as done, but not as a measurement of speed."""
        self.finished(part, answer_tokens)
        self._before += self._reading[part] + WRITTEN_WEIGHT * answer_tokens

    def reading(self, part: int, share: float) -> None:
        """`share` of the part was read, 0 to 1."""
        self._open[part] = (share, self._open.get(part, (0.0, 0))[1])

    def writing(self, part: int, tokens: int) -> None:
        """The part was read, and `tokens` of its answer are there."""
        self._open[part] = (1.0, tokens)

    def finished(self, part: int, answer_tokens: int) -> None:
        self._open.pop(part, None)
        if part not in self._answers:
            self._read += self._reading[part]
        self._written += answer_tokens - self._answers.get(part, 0)
        self._answers[part] = answer_tokens

    def closing(self, share: float) -> None:
        """`share` of what comes after all parts is done."""
        self._tail_done = share * self._tail

    @property
    def moved(self) -> bool:
        """Whether the fraction is worth showing again."""
        done, total = self._figures()
        return total > 0 and done / total - self._shown >= _WORTH_SHOWING

    @property
    def fraction(self) -> float:
        """Of the whole cost, 0 to 1, never less than it was."""
        done, total = self._figures()
        self._shown = max(self._shown, min(1.0, done / total if total else 1.0))
        return self._shown

    @property
    def eta_s(self) -> float | None:
        """Seconds left at the speed of this run; None before there is a measurement."""
        done, total = self._figures()
        fresh, elapsed = done - self._before, self._clock() - self._started
        if fresh <= _MEASURED_AFTER * total or elapsed <= 0:
            return None
        return (total - done) * elapsed / fresh

    def _figures(self) -> tuple[float, float]:
        """Done and whole cost; what is still to be answered is taken to be as long as the answers there are."""
        expected = self._written / len(self._answers) if self._answers else EXPECTED_ANSWER
        begun = sum(
            self._reading[part] * share + WRITTEN_WEIGHT * min(written, 0.95 * expected)
            for part, (share, written) in self._open.items()
        )
        answers = self._written + expected * (len(self._reading) - len(self._answers))
        total = self._to_read + WRITTEN_WEIGHT * answers + self._tail
        return self._read + WRITTEN_WEIGHT * self._written + begun + self._tail_done, total
