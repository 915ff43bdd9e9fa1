"""How fast the main memory is: what decides the speed of a model on the processor."""

from __future__ import annotations

import ctypes
import time
from concurrent.futures import ThreadPoolExecutor

from models.engine.processor import usable_threads

_BYTES = 64 << 20  # for each thread: larger than its share of most caches
_ROUNDS = 4
_THREADS_LIMIT = 8  # a few threads fill the memory's channels

Block = ctypes.Array[ctypes.c_char]


def measure_bandwidth() -> float:
    """Bytes a second, read and written, by copying on several threads at once: the best of four, about 0.2 s.

    For the caller to keep: it needs 128 MiB a thread for as long.
    """
    threads = min(usable_threads(), _THREADS_LIMIT)
    pairs = [(ctypes.create_string_buffer(b"\1" * _BYTES, _BYTES), (ctypes.c_char * _BYTES)()) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        return max(_round(pool, pairs) for _ in range(_ROUNDS))


def _round(pool: ThreadPoolExecutor, pairs: list[tuple[Block, Block]]) -> float:
    start = time.perf_counter()
    list(pool.map(lambda pair: ctypes.memmove(pair[1], pair[0], _BYTES), pairs))  # without Python's lock
    return 2 * _BYTES * len(pairs) / (time.perf_counter() - start)
