"""How slow this machine is just now, for the tests whose limits are seconds of computing.

Limits are stated for the machine of docs/benchmarks.md. On a slower one, or beside busy neighbours that share its
caches and its clock, the same work takes longer; a fixed piece of Python measured at the same moment says how much.
"""

from __future__ import annotations

import statistics
import time

REFERENCE_S = 0.052  # what `_work` takes on that machine when it is idle


def slowness() -> float:
    """By how much a limit is to be stretched: 1 on the machine of docs/benchmarks.md or a faster one."""
    return max(1.0, statistics.median(_timed() for _ in range(5)) / REFERENCE_S)


def _timed() -> float:
    started = time.process_time()
    _work()
    return time.process_time() - started


def _work() -> int:
    """Strings, dictionaries and calls, as the program's own Python has them."""
    seen: dict[str, int] = {}
    for number in range(180_000):
        word = f"{number * 7919 % 10_007:x}"
        seen[word] = seen.get(word, 0) + len(word.upper().split("A"))
    return sum(seen.values())
