"""Whether the compiler makes AMX code that runs on this processor.

GCC 12's `_tile_loadconfig` tells the optimiser that it reads 8 of the 64 bytes of a tile configuration, so the stores
to the rest are dropped, and llama.cpp built natively dies (SIGSEGV at `ldtilecfg`) in the first matrix product of a
quantised model. Some virtual machines announce AMX and cannot do it either. So what llama.cpp does is tried first.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

WITHOUT_AMX = ("-mno-amx-tile", "-mno-amx-int8", "-mno-amx-bf16")
_CPUINFO = Path("/proc/cpuinfo")
# The permission and the configuration of ggml-cpu/amx (amx.cpp, mmq.cpp). The stack is filled first, because the
# bytes whose stores were dropped are harmless as long as they happen to be zero. Exit code 1: no permission, which
# llama.cpp notices by itself.
_TRIAL = """
#include <immintrin.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
struct tiles { unsigned char palette, start, reserved[14]; unsigned short columns[16]; unsigned char rows[16]; };
__attribute__((noinline)) static void dirty(void) {
    volatile unsigned char used[4096];
    memset((void *)used, 0xA5, sizeof used);
}
__attribute__((noinline)) static void configure(void) {
    _Alignas(64) struct tiles tiles = {0};
    tiles.palette = 1;
    for (int i = 0; i < 8; i++) { tiles.rows[i] = 16; tiles.columns[i] = 64; }
    _tile_loadconfig(&tiles);
}
int main(void) {
    if (syscall(SYS_arch_prctl, 0x1023, 18)) return 1;
    dirty();
    configure();
    _tile_zero(0);
    _tile_release();
    return 0;
}
"""


def compiler_flags() -> tuple[str, ...]:
    """What a native build must be told not to use: nothing, or AMX."""
    return WITHOUT_AMX if _claims_amx() and not _amx_works() else ()


def _claims_amx() -> bool:
    return _CPUINFO.exists() and " amx_tile" in _CPUINFO.read_text()


def _amx_works() -> bool:
    """The trial survived; where it cannot be compiled there is no AMX in the build either."""
    compiler = shutil.which("g++") or shutil.which("c++")
    if compiler is None:
        return True
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "trial.c", Path(folder) / "trial"
        source.write_text(_TRIAL)
        command = [compiler, "-x", "c", "-O3", "-mamx-tile", source, "-o", program]
        built = subprocess.run(command, capture_output=True, check=False)
        return built.returncode != 0 or subprocess.run([program], check=False).returncode >= 0
