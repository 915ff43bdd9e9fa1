"""The processor's name and the instruction sets that decide which of ggml's CPU builds runs."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

# As Linux names them; asimd and sve are ARM's.
_FEATURES = (
    "sse4_2", "avx", "avx2", "fma", "f16c", "bmi2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8", "asimd", "sve",
)  # fmt: skip
# PF_*_INSTRUCTIONS_AVAILABLE of Windows' winnt.h; 40 is true only where FMA and F16C are there as well.
_WINDOWS_FEATURES = {38: "sse4_2", 39: "avx", 40: "avx2", 41: "avx512f", 19: "asimd"}


def usable_threads() -> int:
    """The logical processors this process may use, which a container or `taskset` can make fewer."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def name_and_features() -> tuple[str, tuple[str, ...]]:
    """("" when the system does not tell, the known instruction sets it has)."""
    if sys.platform == "win32":
        return _windows()
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return platform.processor() or platform.machine(), ()
    return from_cpuinfo(text)


def from_cpuinfo(text: str) -> tuple[str, tuple[str, ...]]:
    """What the first processor of /proc/cpuinfo says; ARM has "Features" and often no name."""
    fields: dict[str, str] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon:
            fields.setdefault(key.strip().lower(), value.strip())
    has = set((fields.get("flags") or fields.get("features") or "").split())
    name = fields.get("model name") or fields.get("hardware") or platform.machine()
    return name, tuple(feature for feature in _FEATURES if feature in has)


if sys.platform == "win32":

    def _windows() -> tuple[str, tuple[str, ...]]:
        import ctypes
        import winreg

        has = ctypes.windll.kernel32.IsProcessorFeaturePresent
        features = tuple(name for number, name in _WINDOWS_FEATURES.items() if has(number))
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:
                return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip(), features
        except OSError:
            return platform.processor(), features
