"""How fast the main memory is: what decides the speed of a model on the processor."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from models.engine.processor import usable_threads

_BYTES = 64 << 20  # for each thread: larger than its share of most caches
_ROUNDS = 4
_THREADS_LIMIT = 8  # a few threads fill the memory's channels


def measure_bandwidth() -> float:
    """Bytes a second, read and written, by copying on several threads at once: the best of four, about 0.2 s.

    For the caller to keep: it needs 128 MiB a thread for as long.
    """
    threads = min(usable_threads(), _THREADS_LIMIT)
    pairs = [(np.ones(_BYTES, np.uint8), np.empty(_BYTES, np.uint8)) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        return max(_round(pool, pairs) for _ in range(_ROUNDS))


def _round(pool: ThreadPoolExecutor, pairs: list[tuple[np.ndarray, np.ndarray]]) -> float:
    start = time.perf_counter()
    list(pool.map(lambda pair: np.copyto(pair[1], pair[0]), pairs))
    return 2 * _BYTES * len(pairs) / (time.perf_counter() - start)
