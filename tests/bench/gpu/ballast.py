"""Takes memory of the first card until so much is left, and holds it until its standard input ends.

    python -m tests.bench.gpu.ballast BYTES_TO_LEAVE

Plain allocations through the driver's own library. Prints the bytes that are free when it is done.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from models.engine.hardware import devices

_CLOSE_BYTES = 8 << 20  # the driver gives in steps of 2 MiB


@contextmanager
def leaving(free: int | None) -> Iterator[None]:
    """A process that holds all but `free` bytes of the card; None is no process."""
    if free is None:
        yield
        return
    command = [sys.executable, "-m", "tests.bench.gpu.ballast", str(free)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        try:
            if not holder.stdout.readline():
                raise RuntimeError("the ballast could not be taken")
            yield
        finally:
            holder.stdin.close()


def main() -> None:
    """See the module's text."""
    wished = int(sys.argv[1])
    cuda = ctypes.CDLL("libcuda.so.1")
    context, taken = ctypes.c_void_p(), []
    _check(cuda.cuInit(0))
    _check(cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), 0))
    _check(cuda.cuCtxSetCurrent(context))
    while (more := devices()[0].memory_free - wished) > _CLOSE_BYTES:
        pointer = ctypes.c_uint64()
        while code := cuda.cuMemAlloc_v2(ctypes.byref(pointer), ctypes.c_size_t(more)):
            more //= 2  # no piece as large as that
            if more < _CLOSE_BYTES:
                _check(code)
        taken.append(pointer)
    print(devices()[0].memory_free, flush=True)
    sys.stdin.read()


def _check(code: int) -> None:
    if code:
        raise OSError(f"CUDA answered {code}")


if __name__ == "__main__":
    main()
