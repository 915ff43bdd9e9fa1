"""The engine's wheel: llama-cpp-python built from its locked source, once, and kept.

The build is the plain one for this very machine (`GGML_NATIVE`), five minutes on two cores: what developers and
`make run` use. Installers carry the portable build.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from processor import compiler_flags

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "packaging" / "llama" / "source.txt"
WHEELS = ROOT / "build" / "wheels"
STEP = re.compile(r"\[(\d+)/(\d+)\]")
CMAKE_ARGS = {"cpu": "", "cuda": "-DGGML_CUDA=ON -DGGML_CUDA_NCCL=OFF -DCMAKE_CUDA_ARCHITECTURES=native"}

Say = Callable[[str], None]


def flavour(say: Say) -> str:
    """Which backend to build: cuda where an NVIDIA card and nvcc are, or a wheel made when it was; else cpu.

    A card that is not going to be used is said, whenever this is asked. PADDOCK_ENGINE names the flavour outright.
    """
    if chosen := os.environ.get("PADDOCK_ENGINE"):
        if chosen not in CMAKE_ARGS:
            raise SystemExit(f"paddock setup: PADDOCK_ENGINE is “{chosen}”; it can be {' or '.join(CMAKE_ARGS)}.")
        return chosen
    if not has_nvidia_card():
        return "cpu"
    if nvcc() or kept("cuda"):
        return "cuda"
    say(
        "an NVIDIA graphics card is here but not its compiler, so the engine works on the processor only. For the "
        "graphics card: sudo apt-get install nvidia-cuda-toolkit (or CUDA from NVIDIA), then run this again."
    )
    return "cpu"


def has_nvidia_card(library: str = "nvcuda.dll" if os.name == "nt" else "libcuda.so.1") -> bool:
    """A driver names a card: through its command or, in containers that lack it, its library."""
    command = shutil.which("nvidia-smi")
    if command:
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):
            asked = subprocess.run([command, "-L"], capture_output=True, text=True, check=False, timeout=30)
            if asked.returncode == 0 and "GPU " in asked.stdout:
                return True
    try:
        cuda, count = ctypes.CDLL(library), ctypes.c_int()
        return cuda.cuInit(0) == 0 and cuda.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0
    except (OSError, AttributeError):
        return False


def nvcc() -> str | None:
    """The CUDA compiler, on the path or where NVIDIA's own installer puts it."""
    return shutil.which("nvcc") or shutil.which("nvcc", path="/usr/local/cuda/bin")


def cmake_args(flavour: str) -> str:
    """The options of the build, with what the compiler must not use on this processor."""
    flags = " ".join(compiler_flags())
    return CMAKE_ARGS[flavour] + (f' -DCMAKE_C_FLAGS="{flags}" -DCMAKE_CXX_FLAGS="{flags}"' if flags else "")


def key(flavour: str) -> str:
    """What a kept wheel must agree with: source, flavour, Python, and the processor it was built for."""
    parts = [
        SOURCE.read_text(),
        flavour,
        cmake_args(flavour),
        str(sys.implementation.cache_tag),
        cpu_flags(),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def cpu_flags() -> str:
    """The processor's features: a wheel built natively dies on a processor that has fewer."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(("flags", "Features")):
                return " ".join(sorted(line.split(":")[1].split()))
    return ""


def kept(flavour: str) -> Path | None:
    """The wheel of an earlier build for this machine."""
    return next((WHEELS / key(flavour)).glob("llama_cpp_python-*.whl"), None)


def find_or_build(python: Path, flavour: str, say: Say) -> Path:
    """The kept wheel, or a new one built with a line of progress every few seconds."""
    if wheel := kept(flavour):
        return wheel
    folder = WHEELS / key(flavour)
    say("building llama.cpp once: about 5 minutes on 2 cores; the wheel is kept in build/wheels")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    log = partial / "build.log"
    environment = os.environ | {"CMAKE_ARGS": cmake_args(flavour)}
    if compiler := nvcc():
        environment["CUDACXX"] = compiler
    command = [
        python, "-m", "pip", "--disable-pip-version-check", "wheel", "--verbose", "--no-deps", "--no-build-isolation",
        "--no-cache-dir", "--require-hashes", "--no-binary", ":all:", "--wheel-dir", partial, "-r", SOURCE,
    ]  # fmt: skip
    # The build tools of the environment come first, whatever this machine has.
    environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as build:
        assert build.stdout
        with log.open("w") as written:
            for line in progress(build.stdout, say):
                written.write(line)
    if build.returncode:
        print("".join(log.read_text().splitlines(keepends=True)[-40:]), file=sys.stderr)
        way_out = " For the processor only: PADDOCK_ENGINE=cpu make run" if flavour == "cuda" else ""
        raise SystemExit(f"paddock setup: llama.cpp could not be built; the whole log is {log}.{way_out}")
    folder.parent.mkdir(exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return next(folder.glob("*.whl"))


def progress(lines: Iterator[str], say: Say) -> Iterator[str]:
    """Pass the build's lines on; say how far it is, and how long still, every ten seconds."""
    started = said = time.monotonic()
    for line in lines:
        yield line
        step = STEP.search(line)
        now = time.monotonic()
        if step and now - said > 10:
            done, total = int(step[1]), int(step[2])
            left = (now - started) / done * (total - done)
            say(f"llama.cpp {done} of {total} files, about {left:.0f} s left")
            said = now
