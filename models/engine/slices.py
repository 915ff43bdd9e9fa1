"""How many tokens of prompts are read in one step: as many as others may wait for, by what reading took lately."""

from __future__ import annotations

SLICE_S = 0.1  # one slice of reading while others write: answers pause no longer than this
SLICE_ALONE_S = 0.3  # with nobody to wait for it, only cancelling is delayed
# Tokens. Slices are multiples of this: flash attention on the processor takes 64 rows at a time and is a third slower
# with fewer. Alone, twice that is the least: 4 % slower than the whole prompt at once (64: 10 %).
SLICE_STEP = 64


class Slices:
    """Sizes for batches of `n_batch` tokens in parts of `n_ubatch`; `alone_s` seconds is the goal with nobody else."""

    def __init__(self, n_batch: int, n_ubatch: int, alone_s: float) -> None:
        # Alone, two parts: the processor prepares the second while a device computes the first.
        self._most_alone = (2 if n_batch >= 2 * n_ubatch else 1) * n_ubatch
        self._most = n_ubatch
        self._alone_s = alone_s
        self._rate = 0.0  # tokens a second, of the slices read lately

    def size(self, *, alone: bool) -> int:
        """Tokens of the next slice."""
        steps = max(1 + alone, int(self._rate * (self._alone_s if alone else SLICE_S)) // SLICE_STEP)
        return min(steps * SLICE_STEP, self._most_alone if alone else self._most)

    def measure(self, tokens: int, seconds: float) -> None:
        """A step that read took this long; one of a few tokens tells nothing."""
        if tokens >= SLICE_STEP and seconds > 0:
            rate = tokens / seconds
            self._rate = 0.7 * self._rate + 0.3 * rate if self._rate else rate
