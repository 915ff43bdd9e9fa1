"""How fast the main memory is: what decides the speed of a model on the processor."""

from __future__ import annotations

import contextlib
import ctypes
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from models.engine.processor import name_and_features, usable_threads
from models.errors import DiskFull, StoreUnwritable
from models.paths import Paths
from models.whole_file import put

_BYTES = 64 << 20  # for each thread: larger than its share of most caches
_ROUNDS = 4
_THREADS_LIMIT = 8  # a few threads fill the memory's channels

_FILE = "memory-speed.json"

Block = ctypes.Array[ctypes.c_char]


class _Kept(msgspec.Struct, frozen=True):
    processor: str
    bytes_per_s: float


def bandwidth(cache: Path | None = None) -> float:
    """Bytes a second of this computer: the best it ever showed, kept in `cache` (the user's).

    Beside busy programs a measurement says less than the memory can do, and what is recommended would change with it.
    """
    file = (cache or Paths.of_this_user().cache) / _FILE
    now = _Kept(name_and_features()[0], measure_bandwidth())
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        before = msgspec.json.decode(file.read_bytes(), type=_Kept)
        if before.processor == now.processor and before.bytes_per_s >= now.bytes_per_s:
            return before.bytes_per_s
    with contextlib.suppress(OSError, DiskFull, StoreUnwritable):
        file.parent.mkdir(parents=True, exist_ok=True)
        put(file, msgspec.json.encode(now))
    return now.bytes_per_s


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
