"""The engine of the installers: llama.cpp with each backend as a library of its own.

    libraries.py [--cuda "75-virtual;80-virtual;86-real;89-real"] [--vulkan] [--jobs N]

One build runs on every x86-64 processor: `models/engine/backends.py` picks the variant at the start. The
libraries and `build.json`, which says how they were made, land in build/llama/<flavour>/lib; a build that is there and
was made the same way is left alone. Developers, CI and the release use this script; `make run` builds the plain engine.

--cuda needs nvcc and takes CMake's list of architectures. --vulkan needs glslc and Vulkan headers of 1.3.283 or newer,
which Debian 12 and Ubuntu 22.04 do not have: it is for the release workflow, with LunarG's SDK.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import source

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "llama"
SWITCHES = {
    "CMAKE_BUILD_TYPE": "Release",
    "BUILD_SHARED_LIBS": "ON",
    "GGML_BACKEND_DL": "ON",
    "GGML_CPU_ALL_VARIANTS": "ON",
    "GGML_NATIVE": "OFF",
    # Windows has no OpenMP library that every machine carries; llama.cpp's own threads take its place there.
    "GGML_OPENMP": "OFF" if sys.platform == "win32" else "ON",
    "LLAMA_BUILD_COMMON": "OFF",
    "LLAMA_BUILD_TESTS": "OFF",
    "LLAMA_BUILD_TOOLS": "OFF",
    "LLAMA_BUILD_EXAMPLES": "OFF",
    "LLAMA_BUILD_SERVER": "OFF",
    "LLAMA_BUILD_APP": "OFF",
    "LLAMA_CURL": "OFF",
    "LLAMA_OPENSSL": "OFF",
}
# Each library looks for the others beside itself and nowhere else, and keeps what it was linked with statically to
# itself: libggml-cuda.so otherwise exports symbols of libstdc++ that Python's own libraries then call.
LINKED = "-Wl,--exclude-libs,ALL"
LINUX = {
    "CMAKE_INSTALL_RPATH": "$ORIGIN",
    "CMAKE_BUILD_WITH_INSTALL_RPATH": "ON",
    "CMAKE_SHARED_LINKER_FLAGS": LINKED,
    "CMAKE_MODULE_LINKER_FLAGS": LINKED,
}
VARIANTS = (
    "x64", "sse42", "sandybridge", "ivybridge", "piledriver", "haswell", "skylakex", "cannonlake", "cascadelake",
    "icelake", "cooperlake", "zen4", "alderlake",
)  # fmt: skip
# Left out: sapphirerapids, the one variant with AMX. GCC 12 and older drop stores that its `_tile_loadconfig` reads
# (packaging/setup/processor.py), and virtual machines announce AMX that does not work.
MSVC_LACKS = {"ivybridge", "piledriver", "cooperlake", "zen4"}


def switches(cuda: str, vulkan: bool) -> dict[str, str]:
    """CMake's definitions for this system and these graphics cards."""
    chosen = SWITCHES | ({} if sys.platform == "win32" else LINUX)
    if cuda:
        chosen |= {"GGML_CUDA": "ON", "GGML_CUDA_NCCL": "OFF", "CMAKE_CUDA_ARCHITECTURES": cuda}
    if vulkan:
        chosen["GGML_VULKAN"] = "ON"
    return chosen


def targets(cuda: str, vulkan: bool) -> list[str]:
    """What is built: libllama with what it needs, and each backend."""
    variants = [name for name in VARIANTS if sys.platform != "win32" or name not in MSVC_LACKS]
    return [
        "llama",
        *(f"ggml-cpu-{name}" for name in variants),
        *(["ggml-cuda"] if cuda else []),
        *(["ggml-vulkan"] if vulkan else []),
    ]


def compiler() -> str:
    """The C++ compiler's own first line."""
    command = os.environ.get("CXX") or ("cl" if sys.platform == "win32" else "c++")
    asked = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    return (asked.stdout or asked.stderr).splitlines()[0]


def receipt(cuda: str, vulkan: bool) -> dict[str, object]:
    """How a build with these wishes is made: two of the same receipt are the same build."""
    return {
        "source": f"llama-cpp-python {source.version()}",
        "lock": hashlib.sha256(source.LOCK.read_bytes()).hexdigest(),
        "compiler": compiler(),
        "switches": switches(cuda, vulkan),
        "targets": targets(cuda, vulkan),
    }


def build(cuda: str = "", vulkan: bool = False, jobs: int = os.cpu_count() or 1) -> Path:
    """The folder of libraries, built unless they are there. Raises: SystemExit, CalledProcessError."""
    folder = BUILD / "-".join(["cpu", *(["cuda"] if cuda else []), *(["vulkan"] if vulkan else [])])
    wanted = json.dumps(receipt(cuda, vulkan), indent=1)
    finished = folder / "lib" / "build.json"
    if finished.exists() and finished.read_text() == wanted:
        return folder / "lib"
    print(f"building {folder.name}: about 20 minutes of one core for the processor's variants", flush=True)
    definitions = [f"-D{name}={value}" for name, value in switches(cuda, vulkan).items()]
    work = folder / "work"
    # CMake's tools of the environment that runs this, before the system's older ones.
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    cmake = shutil.which("cmake", path=environment["PATH"]) or "cmake"
    configure = [cmake, "-S", str(source.tree()), "-B", str(work), "-G", "Ninja", *definitions]
    subprocess.run(configure, check=True, env=environment, stdout=subprocess.DEVNULL)
    make = [cmake, "--build", str(work), "-j", str(jobs), "--target", *targets(cuda, vulkan)]
    subprocess.run(make, check=True, env=environment)
    _collect(work / "bin", folder / "lib", wanted, targets(cuda, vulkan))
    return folder / "lib"


def _collect(built: Path, lib: Path, receipt: str, names: list[str]) -> None:
    """Each library once, under the name the others look for it by, and the plain name that ctypes looks for.

    Of what CMake built without being asked (the AMX variant) nothing is taken.
    """
    shutil.rmtree(lib, ignore_errors=True)
    lib.mkdir(parents=True)
    for name in ("ggml", "ggml-base", *names):
        module, library, dll = built / f"lib{name}.so", built / f"lib{name}.so.0", built / f"{name}.dll"
        found = next(file for file in (dll, library, module) if file.exists())
        shutil.copyfile(found, lib / found.name)
        if found == library:
            (lib / module.name).symlink_to(library.name)
    (lib / "build.json").write_text(receipt)


def main() -> None:
    """Build what the command line asks for and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuda", default="", metavar="ARCHITECTURES")
    parser.add_argument("--vulkan", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wishes = parser.parse_args()
    print(build(wishes.cuda, wishes.vulkan, wishes.jobs))


if __name__ == "__main__":
    main()
