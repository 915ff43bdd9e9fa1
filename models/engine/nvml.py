"""NVIDIA's management library by ctypes: names, memory and driver of the cards, in a few milliseconds."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_uint, c_ulonglong, c_void_p, create_string_buffer
from pathlib import Path

from models.engine.device import Device

_CLOCK_MEMORY = 2  # NVML_CLOCK_MEM
_TEXT_BYTES = 96


class _Memory(ctypes.Structure):
    """nvmlMemory_t"""

    _fields_ = (("total", c_ulonglong), ("free", c_ulonglong), ("used", c_ulonglong))


def devices(timeout_s: float) -> tuple[Device, ...]:
    """The cards, or none when there is no driver, it reports an error, or it does not answer in time.

    A driver can hang while the machine wakes, so it is asked on a thread that is left behind if need be.
    """
    found: list[Device] = []

    def ask() -> None:
        found.extend(_ask())

    thread = threading.Thread(target=ask, name="nvml", daemon=True)
    thread.start()
    thread.join(timeout_s)
    return () if thread.is_alive() else tuple(found)


def _ask() -> list[Device]:
    try:
        with _library() as nvml:
            count = c_uint()
            _check(nvml.nvmlDeviceGetCount_v2(byref(count)))
            driver = _text(nvml.nvmlSystemGetDriverVersion)
            return [_device(nvml, index, driver) for index in range(count.value)]
    except (OSError, AttributeError):  # no library; a function that this driver does not have
        return []


@contextmanager
def _library() -> Iterator[ctypes.CDLL]:
    """Raises: OSError."""
    if os.name == "nt":
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "nvml.dll"
        nvml = ctypes.CDLL(str(system))
    else:
        nvml = ctypes.CDLL("libnvidia-ml.so.1")
    _check(nvml.nvmlInit_v2())
    try:
        yield nvml
    finally:
        nvml.nvmlShutdown()


def _device(nvml: ctypes.CDLL, index: int, driver: str) -> Device:
    handle = c_void_p()
    _check(nvml.nvmlDeviceGetHandleByIndex_v2(index, byref(handle)))
    memory = _Memory()
    _check(nvml.nvmlDeviceGetMemoryInfo(handle, byref(memory)))
    return Device(
        name=_text(nvml.nvmlDeviceGetName, handle),
        index=index,
        driver=driver,
        memory_total=memory.total,
        memory_free=memory.free,
        bandwidth=_bandwidth(nvml, handle),
    )


def _bandwidth(nvml: ctypes.CDLL, handle: c_void_p) -> float | None:
    """Bus width times the highest memory clock, twice a cycle; None where the driver does not tell."""
    width, megahertz = c_uint(), c_uint()
    try:
        _check(nvml.nvmlDeviceGetMemoryBusWidth(handle, byref(width)))
        _check(nvml.nvmlDeviceGetMaxClockInfo(handle, _CLOCK_MEMORY, byref(megahertz)))
    except (OSError, AttributeError):
        return None
    return width.value / 8 * megahertz.value * 1e6 * 2 or None


def _text(function: ctypes._NamedFuncPointer, *handle: c_void_p) -> str:
    buffer = create_string_buffer(_TEXT_BYTES)
    _check(function(*handle, buffer, c_uint(_TEXT_BYTES)))
    return buffer.value.decode("utf-8", "replace")


def _check(code: int) -> None:
    if code:
        raise OSError(f"NVML answered {code}")
