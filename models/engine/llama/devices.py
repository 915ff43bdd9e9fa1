"""What ggml computes on: the processor and the graphics cards whose libraries were loaded."""

from __future__ import annotations

import ctypes
from typing import Literal

import msgspec

from models.engine.llama.library import ggml_function

_KINDS: dict[int, Literal["cpu", "gpu"]] = {0: "cpu", 1: "gpu", 2: "gpu"}  # ggml-backend.h: CPU, GPU, IGPU


class GgmlDevice(msgspec.Struct, frozen=True, kw_only=True):
    """`number` is ggml's; memory in bytes."""

    number: int
    name: str
    kind: Literal["cpu", "gpu"]
    memory_total: int
    memory_free: int


def devices() -> tuple[GgmlDevice, ...]:
    """Processor and cards, in ggml's order; what only helps the processor (BLAS, AMX) is left out."""
    get = ggml_function("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)
    kind = ggml_function("ggml_backend_dev_type", ctypes.c_int, ctypes.c_void_p)
    handles = map(get, range(ggml_function("ggml_backend_dev_count", ctypes.c_size_t)()))
    return tuple(
        _device(number, handle, named) for number, handle in enumerate(handles) if (named := _KINDS.get(kind(handle)))
    )


def _device(number: int, handle: int, kind: Literal["cpu", "gpu"]) -> GgmlDevice:
    describe = ggml_function("ggml_backend_dev_description", ctypes.c_char_p, ctypes.c_void_p)
    address = ctypes.POINTER(ctypes.c_size_t)
    memory = ggml_function("ggml_backend_dev_memory", None, ctypes.c_void_p, address, address)
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    memory(handle, ctypes.byref(free), ctypes.byref(total))
    name = describe(handle).decode("utf-8", "replace")
    return GgmlDevice(number=number, name=name, kind=kind, memory_total=total.value, memory_free=free.value)
