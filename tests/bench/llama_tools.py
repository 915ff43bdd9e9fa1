"""Build llama-bench and llama-batched-bench from the llama.cpp inside llama-cpp-python's source archive.

    python -m tests.bench.llama_tools [--source FOLDER]

`--source` is an unpacked llama-cpp-python source archive; without it pip downloads the locked version's. The result
is under build/llama-tools/bin. The compiler's flags are those of our own engine build, so both run the same kernels.
"""

from __future__ import annotations

import argparse
import os
import runpy
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "llama-tools"
TOOLS = ("llama-bench", "llama-batched-bench")
VOCABULARY = "ggml-vocab-qwen2.gguf"  # kept beside the tools, for tests.bench.true_shape


def tool(name: str) -> Path:
    """The built program `name`. Raises: SystemExit, saying how to build it."""
    path = BUILD / "bin" / name
    if not path.exists():
        raise SystemExit(f"{path} is not there: python -m tests.bench.llama_tools")
    return path


def source(folder: Path | None) -> Path:
    """The llama.cpp tree, downloaded when `folder` is None."""
    if folder is None:
        wanted = f"llama-cpp-python=={version('llama-cpp-python')}"
        archives = BUILD / "source"
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-build-isolation", "--no-binary", ":all:"]
        subprocess.run([*pip, "--dest", str(archives), wanted], check=True)
        (archive,) = archives.glob("llama_cpp_python-*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(archives, filter="data")
        (folder,) = (path for path in archives.iterdir() if path.is_dir())
    return folder / "vendor" / "llama.cpp"


def main() -> None:
    """Configure and build with as many jobs as there are processors, at low priority."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    cmake = [shutil.which("cmake") or "cmake"]
    switches = {
        "CMAKE_BUILD_TYPE": "Release",
        "LLAMA_BUILD_TOOLS": "ON",
        "LLAMA_BUILD_TESTS": "OFF",
        "LLAMA_BUILD_EXAMPLES": "OFF",
        "LLAMA_BUILD_SERVER": "OFF",
        "LLAMA_CURL": "OFF",
        "LLAMA_OPENSSL": "OFF",
    }
    flags = " ".join(runpy.run_path(str(ROOT / "packaging" / "setup" / "processor.py"))["compiler_flags"]())
    switches |= {"CMAKE_C_FLAGS": flags, "CMAKE_CXX_FLAGS": flags}
    options = [f"-D{name}={value}" for name, value in switches.items()]
    tree = source(chosen.source)
    shutil.copy(tree / "models" / VOCABULARY, BUILD)
    configure = ["-S", str(tree), "-B", str(BUILD), "-G", "Ninja", *options]
    subprocess.run([*cmake, *configure], check=True)
    nice = [shutil.which("nice") or "nice", "-n", "10"]
    subprocess.run([*nice, *cmake, "--build", str(BUILD), "--target", *TOOLS, "-j", str(chosen.jobs)], check=True)


if __name__ == "__main__":
    main()
