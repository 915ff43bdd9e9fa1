"""The CUDA pack as packaging makes it is what the program takes in; the same libraries give the same pack."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging" / "llama"))

import elf
import libraries
import pack as packing
import toolkit

from models.engine import pack
from models.paths import Paths


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What libraries.py --cuda leaves, smaller."""
    folder = tmp_path / "lib"
    folder.mkdir()
    receipt = {
        "source": f"llama-cpp-python {pack.engine_version()}",
        "cuda": "Build cuda_13.0.r13.0/compiler.36424714_0",
        "switches": {"CMAKE_CUDA_ARCHITECTURES": "86-real;89-real"},
    }
    (folder / "build.json").write_text(json.dumps(receipt))
    (folder / "libggml-cuda.so").write_bytes(bytes(range(256)) * 4096)
    (folder / libraries.NVIDIAS_TERMS).write_text("terms")
    return folder


def test_a_pack_that_was_made_is_taken_in(tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "takes_packs", lambda: True)
    paths = Paths(*[tmp_path / "home"] * 4)

    made = packing.make(built, tmp_path / "out", repo="paddock/engine")
    list(pack.install(tmp_path / "out" / made.name, paths, tmp_path / "out" / "packs.json"))

    manifest = pack.installed(paths)
    assert manifest
    assert (manifest.cuda, manifest.architectures) == ("13.0", "86-real;89-real")
    assert (pack.place(paths) / "libggml-cuda.so").read_bytes() == (built / "libggml-cuda.so").read_bytes()
    assert (pack.place(paths) / libraries.NVIDIAS_TERMS).exists()
    assert pack.known(tmp_path / "out" / "packs.json") == made


def test_the_same_libraries_give_the_same_pack(tmp_path: Path, built: Path) -> None:
    assert packing.make(built, tmp_path / "one").sha256 == packing.make(built, tmp_path / "two").sha256


def test_libraries_without_cuda_or_without_nvidias_terms_become_no_pack(tmp_path: Path, built: Path) -> None:
    (built / libraries.NVIDIAS_TERMS).unlink()
    with pytest.raises(SystemExit, match="may not be passed on"):
        packing.make(built, tmp_path)

    (built / "build.json").write_text('{"source": "llama-cpp-python 0.3.36", "switches": {}}')
    with pytest.raises(SystemExit, match="--cuda"):
        packing.make(built, tmp_path)


def test_each_part_of_the_engine_is_built_alone() -> None:
    """A pack holds the backend and none of the engine's other libraries, which the program has already."""
    assert libraries.cuda("89-real", Path("/usr/local/cuda")).names == ("ggml-cuda",)
    assert libraries.vulkan().names == ("ggml-vulkan",)
    assert libraries.cpu(["haswell"]).names == ("ggml", "ggml-base", "llama", "ggml-cpu-haswell")


def test_every_wheel_of_nvidias_compiler_is_locked_for_linux_and_windows() -> None:
    lock = toolkit.LOCK.read_text()

    assert lock.count("==") == 6
    assert lock.count("--hash=sha256:") == 12


@pytest.mark.skipif(not shutil.which("cc") or sys.platform != "linux", reason="no compiler")
def test_what_is_linked_with_the_stand_in_for_the_driver_asks_for_the_drivers_library(tmp_path: Path) -> None:
    """A linker drops a library that has none of the names it looks for, and then nothing loads the driver."""
    (tmp_path / "cuda.h").write_text("CUresult CUDAAPI cuMemCreate(CUmemGenericAllocationHandle *handle);")
    toolkit._stub_driver(tmp_path, tmp_path / "cuda.h")
    (tmp_path / "use.c").write_text("int cuMemCreate(void); int use(void) { return cuMemCreate(); }")
    library = tmp_path / "libuse.so"
    command = ["cc", "-shared", "-fPIC", "-Wl,--as-needed", "-o", library, tmp_path / "use.c", tmp_path / "libcuda.so"]
    subprocess.run(command, check=True)

    assert elf.needed([library])[library] >= {"libcuda.so.1"}
