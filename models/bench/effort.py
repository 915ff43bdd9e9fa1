"""How long a measurement will take on this machine, and what of it is left out when that is too long."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec

from models.bench.events import Kind
from models.engine.memory import kv_bytes
from models.engine.protocol import LoadParams
from models.engine.shape import Shape

_BITS_A_WEIGHT = 4.85  # of a Q4_K_M mix
_RIVAL_READS = 3  # llama-bench reads each prompt to warm up, to time it, and again before it writes
_BATCH_GAIN = 0.35  # of the perfect gain of writing many answers in one batch; measured 0.2 to 0.6


class Item(msgspec.Struct, frozen=True):
    """One figure to take `repeats` times; `explicit` when the user named it. `params` are decided by the plan."""

    kind: Kind
    size: int
    params: LoadParams
    prompt_tokens: int
    tokens: int
    explicit: bool = False


class Speed(msgspec.Struct, frozen=True):
    """What a short trial showed: seconds to load, and tokens a second of reading and of writing, near the start."""

    load_s: float
    read: float
    write: float


class Estimate(msgspec.Struct, frozen=True):
    """Seconds for each part of an item, from the trial and the shape of the model."""

    shape: Shape
    speed: Speed

    def reading_s(self, tokens: int) -> float:
        """The weights cost the same for each token, the attention more the later it stands.

        Two operations a weight and token; four for each head's element and each token before it, half of the prompt
        on average (Kaplan et al. 2020, table 1).
        """
        weights = self.shape.weights_bytes * self.shape.active_fraction * 8 / _BITS_A_WEIGHT
        attended = sum(self.shape.n_head * layer.key_length for layer in self.shape.layers)
        return tokens / self.speed.read * (1 + tokens * attended / weights)

    def writing_s(self, tokens: int, behind: int) -> float:
        """Each token reads the weights and the cache so far."""
        cache = sum(kv_bytes(layer, LoadParams(n_ctx=max(1, behind), n_seq_max=1)) for layer in self.shape.layers)
        return tokens / self.speed.write * (1 + cache / self.shape.weights_bytes)

    def before_s(self, item: Item) -> float:
        """What is done once: the load, and the prompts of many answers, which then stay in the cache."""
        prompts = item.size * self.reading_s(item.prompt_tokens) if item.kind == "sequences" else 0.0
        return self.speed.load_s + prompts

    def each_s(self, item: Item) -> float:
        """What every repeat takes."""
        if item.kind == "context":
            return self.reading_s(item.prompt_tokens) + self.writing_s(item.tokens, item.prompt_tokens)
        gain = 1 + (item.size - 1) * _BATCH_GAIN
        return self.writing_s(item.size * item.tokens, item.prompt_tokens) / gain

    def rival_s(self, item: Item) -> float:
        """What llama-bench takes beside each repeat, and our own load after it."""
        if item.kind == "sequences":
            return 0.0
        each = _RIVAL_READS * self.reading_s(item.prompt_tokens) + self.writing_s(item.tokens, item.prompt_tokens)
        return each + 3 * self.speed.load_s

    def all_s(self, item: Item, repeats: int, *, rival: bool) -> float:
        """An item from its load to its last repeat."""
        beside = self.rival_s(item) if rival else 0.0
        return self.before_s(item) + repeats * (self.each_s(item) + beside)


def choose(
    items: Sequence[Item], cost: Callable[[Item, int], float], repeats: Sequence[int], budget_s: float
) -> tuple[tuple[Item, ...], int]:
    """Those of `items` to measure and how often each, at most `budget_s` in all: as many items as possible.

    `cost` is the seconds of an item with so many repeats; `repeats` are tried in their order, and the first with
    which everything fits is taken, else the last. What the user named is measured whatever it takes.
    """
    for times in repeats:
        chosen = {item for item in items if item.explicit}
        spent = sum(cost(item, times) for item in chosen)
        for item in sorted(set(items) - chosen, key=lambda item: cost(item, times)):
            spent += cost(item, times)
            if spent > budget_s:
                break
            chosen.add(item)
        if len(chosen) == len(items) and spent <= budget_s:
            break
    return tuple(item for item in items if item in chosen), times


class Meter:
    """How far the work is, in seconds expected: what was done so far corrects what is still to come."""

    def __init__(self, expected_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._expected_s = max(expected_s, 1e-9)
        self._clock = clock
        self._started_s = clock()
        self._done_s = 0.0

    def done(self, expected_s: float) -> None:
        """A part that was expected to take so long is behind us."""
        self._done_s += expected_s

    def fraction(self, part_s: float = 0.0) -> float:
        """Of everything, with `part_s` of the part under way; never quite 1 before the end."""
        return min(0.999, (self._done_s + part_s) / self._expected_s)

    def left_s(self, part_s: float = 0.0) -> float:
        """Seconds still to go, at the pace so far."""
        fraction, elapsed_s = self.fraction(part_s), self._clock() - self._started_s
        left_s = self._expected_s * (1 - fraction)
        if fraction < 0.05:  # too little to judge the pace by
            return left_s
        return elapsed_s / fraction * (1 - fraction)
