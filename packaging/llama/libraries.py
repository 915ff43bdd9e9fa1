"""The engine of the installers: llama.cpp with each backend as a library of its own.

    libraries.py [--cuda "75-virtual;80-virtual;86-real;89-real"] [--vulkan] [--variants x64,haswell] [--jobs N]

One build runs on every x86-64 processor: `models/engine/backends.py` picks the variant at the start. The libraries and
`build.json`, which says how they were made, land in a folder for each part, build/llama/{cpu,cuda,vulkan}/lib; a part
that is there and was made the same way is left alone. Developers, CI and the release use this script; `make run` builds
the plain engine.

--cuda takes CMake's list of architectures. NVIDIA's compiler is the one of toolkit.txt, by pip, unless --toolkit names
another. --vulkan needs glslc and headers of Vulkan 1.3.283 or newer, which Debian 12 and Ubuntu 22.04 do not have:
--headers names a folder into which newer packages were unpacked (libvulkan-dev and spirv-headers of Debian 13).
--variants, for trials: a few of the processor's variants instead of all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import source
import toolkit

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
NVIDIAS_TERMS = "NVIDIA-LICENCE.txt"
MSVC_LACKS = {"ivybridge", "piledriver", "cooperlake", "zen4"}


@dataclass(frozen=True)
class Part:
    """One folder of libraries. `names` are its libraries, `built` CMake's targets for them."""

    name: str
    switches: dict[str, str]
    built: tuple[str, ...]
    names: tuple[str, ...]
    cuda: Path | None = None  # the toolkit's folder
    headers: Path | None = None  # of Vulkan


def cpu(variants: Sequence[str] = VARIANTS) -> Part:
    """libllama with what it needs, and the processor's variants that this system's compiler can make."""
    kinds = [f"ggml-cpu-{name}" for name in variants if sys.platform != "win32" or name not in MSVC_LACKS]
    return Part("cpu", _common(), ("llama", *kinds), ("ggml", "ggml-base", "llama", *kinds))


def cuda(architectures: str, folder: Path | None = None) -> Part:
    """The backend for NVIDIA cards; `folder` is an installed CUDA, otherwise toolkit.txt's."""
    folder = folder or toolkit.toolkit()
    more = {"GGML_CUDA": "ON", "GGML_CUDA_NCCL": "OFF", "CMAKE_CUDA_ARCHITECTURES": architectures}
    return Part("cuda", _alone() | more, ("ggml-cuda",), ("ggml-cuda",), folder)


def vulkan(headers: Path | None = None) -> Part:
    """The backend for cards of all makers; `headers` are newer than the system's."""
    switches = _alone() | {"GGML_VULKAN": "ON"}
    return Part("vulkan", switches, ("ggml-vulkan",), ("ggml-vulkan",), headers=headers)


def _common() -> dict[str, str]:
    return SWITCHES | ({} if sys.platform == "win32" else LINUX)


def _alone() -> dict[str, str]:
    """A backend beside the processor's, which come from the part of their own."""
    return _common() | {"GGML_CPU": "OFF", "GGML_CPU_ALL_VARIANTS": "OFF"}


def compiler() -> str:
    """The C++ compiler's own first line."""
    command = os.environ.get("CXX") or ("cl" if sys.platform == "win32" else "c++")
    asked = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    return (asked.stdout or asked.stderr).splitlines()[0]


def receipt(part: Part) -> dict[str, object]:
    """How a part is made: two of the same receipt are the same build."""
    made: dict[str, object] = {
        "source": f"llama-cpp-python {source.version()}",
        "lock": hashlib.sha256(source.LOCK.read_bytes()).hexdigest(),
        "compiler": compiler(),
        "switches": part.switches,
        "targets": part.built,
    }
    return made | ({"cuda": toolkit.version(part.cuda)} if part.cuda else {})


def build(part: Part, jobs: int = os.cpu_count() or 1) -> Path:
    """The folder of libraries, built unless they are there. Raises: SystemExit, CalledProcessError."""
    folder = BUILD / part.name
    wanted = json.dumps(receipt(part), indent=1)
    finished = folder / "lib" / "build.json"
    if finished.exists() and finished.read_text() == wanted:
        return folder / "lib"
    print(f"building {part.name}: {len(part.built)} targets in {folder / 'work'}", flush=True)
    definitions = part.switches | _places(part) | nameless(source.tree(), folder / "work", bool(part.cuda))
    work = folder / "work"
    # CMake's tools of the environment that runs this, before the system's older ones.
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    cmake = shutil.which("cmake", path=environment["PATH"]) or "cmake"
    words = [f"-D{name}={value}" for name, value in definitions.items()]
    configure = [cmake, "-S", str(source.tree()), "-B", str(work), "-G", "Ninja", *words]
    subprocess.run(configure, check=True, env=environment, stdout=subprocess.DEVNULL)
    make = [cmake, "--build", str(work), "-j", str(jobs), "--target", *part.built]
    subprocess.run(make, check=True, env=environment)
    _collect(work / "bin", folder / "lib", wanted, part)
    if part.cuda:
        for library in toolkit.runtime(work / "CMakeCache.txt"):
            shutil.copyfile(library, folder / "lib" / library.name)
        if terms := toolkit.terms(part.cuda):
            shutil.copyfile(terms, folder / "lib" / NVIDIAS_TERMS)
    return folder / "lib"


def nameless(tree: Path, work: Path, cuda: bool = False) -> dict[str, str]:
    """Compilers' words by which no library names the folders it was built in; no part of the receipt either.

    Visual Studio has no such switch that is documented, and gets none.
    """
    if sys.platform == "win32":
        return {}
    maps = [f"-ffile-prefix-map={work}=build", f"-ffile-prefix-map={tree}=."]
    flags = {
        f"CMAKE_{language}_FLAGS": shlex.join([*shlex.split(os.environ.get(variable, "")), *maps])
        for language, variable in (("C", "CFLAGS"), ("CXX", "CXXFLAGS"))
    }
    host = shlex.join([*shlex.split(os.environ.get("CUDAFLAGS", "")), *(f"-Xcompiler={word}" for word in maps)])
    return flags | ({"CMAKE_CUDA_FLAGS": host} if cuda else {})


def _places(part: Part) -> dict[str, str]:
    """Where CMake finds what a part is built with; no part of the receipt."""
    if part.cuda:
        return toolkit.definitions(part.cuda)
    if part.headers:
        usr = part.headers.absolute() / "usr"
        cmake = next(usr.rglob("SPIRV-HeadersConfig.cmake")).parent
        loader = next(Path("/usr/lib").rglob("libvulkan.so.1"))  # the system's own, whatever came with the headers
        include = str(usr / "include")
        return {"Vulkan_INCLUDE_DIR": include, "Vulkan_LIBRARY": str(loader), "SPIRV-Headers_DIR": str(cmake)}
    return {}


def _collect(built: Path, lib: Path, receipt: str, part: Part) -> None:
    """Each library once, under the name the others look for it by, and the plain name that ctypes looks for.

    Of what CMake built without being asked (the AMX variant) nothing is taken.
    """
    shutil.rmtree(lib, ignore_errors=True)
    lib.mkdir(parents=True)
    for name in part.names:
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
    parser.add_argument("--toolkit", type=Path, help="an installed CUDA instead of toolkit.txt's")
    parser.add_argument("--vulkan", action="store_true")
    parser.add_argument("--headers", type=Path, metavar="FOLDER", help="Vulkan's, newer than the system's")
    parser.add_argument("--variants", default=",".join(VARIANTS), help="with commas between")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wishes = parser.parse_args()
    parts = [cpu(wishes.variants.split(","))]
    parts += [cuda(wishes.cuda, wishes.toolkit)] if wishes.cuda else []
    parts += [vulkan(wishes.headers)] if wishes.vulkan else []
    for part in parts:
        print(build(part, wishes.jobs))


if __name__ == "__main__":
    main()
