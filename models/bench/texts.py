"""Prompts of a wanted length for measurements, each beginning like no other, so that nothing of it is cached."""

from __future__ import annotations

import bisect
import random
from collections.abc import Callable, Sequence

# Shuffled and never repeated in the same order: a text that repeats itself would measure guessing, not reading.
_WORDS = (
    "meadow horse river stone window paper engine summer bridge garden letter winter market candle silver forest "
    "harbour teacher morning shadow copper island valley thunder blanket ladder mirror orchard pepper quarry saddle "
    "temple velvet wagon yellow anchor basket cradle dragon falcon gravel hammer ivory jungle kettle lantern"
)


class Texts:
    """Writes prompts. `count` is the engine's own: the tokens of each text. Not thread-safe."""

    def __init__(self, count: Callable[[Sequence[str]], Sequence[int]], seed: int = 1) -> None:
        self._count = count
        self._random = random.Random(seed)  # the same texts on every machine
        self._vocabulary = _WORDS.split()
        self._number = 1000

    def of(self, tokens: int) -> str:
        """A text of `tokens` tokens or the little less that whole words allow; one word at least."""
        self._number += 1
        words = [str(self._number), *self._random.choices(self._vocabulary, k=tokens)]
        fitting = bisect.bisect_right(range(len(words)), tokens, key=lambda n: self._length(words[:n]))
        return " ".join(words[: max(2, fitting - 1)])

    def _length(self, words: Sequence[str]) -> int:
        return self._count([" ".join(words)])[0]
