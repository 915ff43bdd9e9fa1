"""Which engine `make run` builds: never silently the one for the processor where there is a graphics card."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

SETUP = Path(__file__).parents[3] / "packaging" / "setup"
CARD = "GPU 0: NVIDIA GeForce RTX 4090 (UUID: GPU-1)"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The module, with a search path of its own and no wheel built yet."""
    monkeypatch.syspath_prepend(str(SETUP))
    module = importlib.import_module("engine_wheel")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PADDOCK_ENGINE", raising=False)
    monkeypatch.setattr(module, "WHEELS", tmp_path / "wheels")
    monkeypatch.setattr(module, "compiler_flags", lambda: ())
    monkeypatch.setattr(module, "nvcc", lambda: shutil.which("nvcc"))  # not one of this machine's own
    return module


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def chosen(wheel: ModuleType) -> tuple[str, list[str]]:
    said: list[str] = []
    return wheel.flavour(said.append), said


def test_without_a_card_the_processor_is_chosen_in_silence(wheel: ModuleType) -> None:
    assert chosen(wheel) == ("cpu", [])


def test_a_card_and_its_compiler_make_a_cuda_build(wheel: ModuleType, tmp_path: Path) -> None:
    program(tmp_path, "nvidia-smi", f"echo '{CARD}'")
    program(tmp_path, "nvcc", "exit 0")

    assert chosen(wheel) == ("cuda", [])
    assert "GGML_CUDA=ON" in wheel.cmake_args("cuda")


def test_a_card_without_its_compiler_is_said_each_time_with_what_to_install(wheel: ModuleType, tmp_path: Path) -> None:
    program(tmp_path, "nvidia-smi", f"echo '{CARD}'")

    for _ in range(2):
        found, said = chosen(wheel)
        assert found == "cpu"
        assert len(said) == 1
        assert "nvidia-cuda-toolkit" in said[0]


def test_a_cuda_wheel_that_was_built_is_kept_when_the_compiler_goes(wheel: ModuleType, tmp_path: Path) -> None:
    program(tmp_path, "nvidia-smi", f"echo '{CARD}'")
    folder = tmp_path / "wheels" / wheel.key("cuda")
    folder.mkdir(parents=True)
    (folder / "llama_cpp_python-0.3.36-py3-none-linux_x86_64.whl").touch()

    assert chosen(wheel) == ("cuda", [])
    assert wheel.find_or_build(Path("python"), "cuda", print).parent == folder


@pytest.mark.parametrize(
    "body", ["echo 'No devices found.'", "echo 'NVIDIA-SMI has failed' >&2; exit 9"], ids=["no card", "no driver"]
)
def test_a_command_that_names_no_card_is_no_card(wheel: ModuleType, tmp_path: Path, body: str) -> None:
    program(tmp_path, "nvidia-smi", body)

    assert not wheel.has_nvidia_card("libno-such-cuda.so")


@pytest.mark.parametrize(("result", "count", "found"), [(0, 1, True), (0, 0, False), (100, 1, False)])
def test_a_driver_without_its_command_is_asked_through_its_library(
    wheel: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, result: int, count: int, found: bool
) -> None:
    source, library = tmp_path / "cuda.c", tmp_path / f"libcuda-{result}-{count}.so"
    source.write_text(
        f"int cuInit(unsigned flags) {{ return {result}; }}\n"
        f"int cuDeviceGetCount(int *count) {{ *count = {count}; return 0; }}\n"
    )
    monkeypatch.setenv("PATH", os.defpath)
    compiler = shutil.which("cc") or shutil.which("c++")
    assert compiler is not None, "the engine could not be built without one"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert wheel.has_nvidia_card(str(library)) is found


def test_the_flavour_can_be_named_outright_and_nothing_else(wheel: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADDOCK_ENGINE", "cuda")
    assert chosen(wheel) == ("cuda", [])

    monkeypatch.setenv("PADDOCK_ENGINE", "gpu")
    with pytest.raises(SystemExit, match="cpu or cuda"):
        chosen(wheel)


def test_each_flavour_has_a_wheel_of_its_own(wheel: ModuleType) -> None:
    assert wheel.key("cpu") != wheel.key("cuda")
