"""NVIDIA's compiler and libraries, as NVIDIA publishes them for pip: toolkit.txt locks each by its hash.

So the CUDA backend can be built wherever pip works, with no CUDA installed and the same version everywhere. What the
wheels lack of a toolkit is made here; on Windows that was not tried yet (docs/release.md).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("toolkit.txt")
FOLDER = ROOT / "build" / "llama" / "toolkit"
_INSIDE = ("nvidia", "cu13")  # where each wheel keeps its part of the tree
_PROGRAMS = ("bin", "nvvm/bin")  # wheels hold no execute bits
_RUNTIME = {"CUDA_CUDART": "cudart", "CUDA_cublas_LIBRARY": "cublas", "CUDA_cublasLt_LIBRARY": "cublasLt"}


def toolkit() -> Path:
    """The toolkit's folder, fetched and checked by pip the first time (530 MB). Raises: SystemExit."""
    made_of = FOLDER / "made-of.txt"
    if made_of.exists() and made_of.read_bytes() == LOCK.read_bytes():
        return FOLDER
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as wheels:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
            "--only-binary", ":all:", "--dest", wheels, "-r", LOCK,
        ]  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            raise SystemExit("NVIDIA's compiler could not be fetched (see above). Check the network and run it again.")
        for wheel in sorted(Path(wheels).glob("*.whl")):
            with ZipFile(wheel) as packed:
                packed.extractall(Path(wheels, "tree"))
            for licence in Path(wheels, "tree").glob("*.dist-info/licenses/*"):
                kept = Path(wheels, "tree", *_INSIDE, "licences", wheel.name.split("-")[0], licence.name)
                kept.parent.mkdir(parents=True, exist_ok=True)
                licence.replace(kept)
        Path(wheels, "tree", *_INSIDE).rename(FOLDER)
    _finish(FOLDER)
    made_of.write_bytes(LOCK.read_bytes())
    return FOLDER


def definitions(folder: Path) -> dict[str, str]:
    """What CMake must be told to build with the toolkit in `folder`."""
    nvcc = folder / "bin" / ("nvcc.exe" if sys.platform == "win32" else "nvcc")
    return {"CMAKE_CUDA_COMPILER": str(nvcc), "CUDAToolkit_ROOT": str(folder)}


def version(folder: Path) -> str:
    """The last line of `nvcc --version`: the very build of the compiler."""
    nvcc = definitions(folder)["CMAKE_CUDA_COMPILER"]
    asked = subprocess.run([nvcc, "--version"], capture_output=True, text=True, check=True)
    return asked.stdout.splitlines()[-1]


def runtime(cache: Path) -> list[Path]:
    """NVIDIA's libraries that a build loads, named as programs ask for them: on Linux those in its CMakeCache.txt."""
    if sys.platform == "win32":
        return [next((FOLDER / "bin" / "x86_64").glob(f"{name}64_*.dll")) for name in _RUNTIME.values()]
    cached = dict(line.split("=", 1) for line in cache.read_text().splitlines() if "=" in line)
    found = []
    for entry, name in _RUNTIME.items():
        folder = Path(cached[f"{entry}:FILEPATH"]).resolve().parent
        # Of libcudart.so.13 and libcudart.so.13.0.96 the shorter one is what programs ask for.
        found.append(min(folder.glob(f"lib{name}.so.[0-9]*"), key=lambda file: len(file.name)))
    return found


def terms(folder: Path) -> Path | None:
    """NVIDIA's licence, whose attachment A says which libraries may be passed on, and that the text goes along."""
    places = (folder / "licences" / "nvidia_cublas" / "License.txt", folder / "EULA.txt")
    return next((place for place in places if place.exists()), None)


def _finish(folder: Path) -> None:
    """What an installer of the toolkit does beyond unpacking."""
    for program in (file for part in _PROGRAMS for file in (folder / part).rglob("*") if file.is_file()):
        program.chmod(0o755)
    if sys.platform == "win32":
        for library in (folder / "bin" / "x86_64").glob("cublas64_*.dll"):
            _import_library(library, folder / "lib" / "x64" / "cublas.lib")
        return
    (folder / "lib64").symlink_to("lib")
    for library in list((folder / "lib").glob("lib*.so.*")):
        plain = library.with_name(library.name.split(".so.")[0] + ".so")
        if not plain.exists():
            plain.symlink_to(library.name)
    _stub_driver(folder / "lib" / "stubs", folder / "include" / "cuda.h")


def _import_library(library: Path, made: Path) -> None:
    """What MSVC links with instead of a DLL, which the wheel of cuBLAS has not; by MSVC's own `lib`."""
    made.with_suffix(".def").write_text(exports(library), encoding="ascii")
    command = ["lib", "/nologo", "/machine:x64", f"/def:{made.with_suffix('.def')}", f"/out:{made}"]
    subprocess.run(command, check=True)


def exports(library: Path) -> str:
    """The names that a DLL offers, as a module definition file."""
    import pefile  # PyInstaller needs it on Windows

    names = (symbol.name for symbol in pefile.PE(str(library)).DIRECTORY_ENTRY_EXPORT.symbols if symbol.name)
    return "".join((f"LIBRARY {library.name}\nEXPORTS\n", *(f"    {name.decode('ascii')}\n" for name in names)))


def _stub_driver(stubs: Path, header: Path) -> None:
    """A library to link with, named as the driver's: the real one comes with the card's driver.

    It has every name that cuda.h speaks of, because a linker passes over a library that has none of those it looks for.
    """
    names = sorted(set(re.findall(r"\bcu[A-Z]\w*", header.read_text(encoding="utf-8", errors="replace"))))
    source = "".join(f"int {name}(void) {{ return 0; }}\n" for name in names)
    stubs.mkdir(exist_ok=True)
    command = ["cc", "-shared", "-fPIC", "-w", "-x", "c", "-", "-Wl,-soname,libcuda.so.1", "-o", stubs / "libcuda.so"]
    subprocess.run(command, check=True, input=source, text=True)
