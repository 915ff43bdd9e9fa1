"""The two flavours of the bundle: what is put in beside the base, whose it is, and what its packages are called."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def flavour(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for folder in ("llama", ""):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    return importlib.import_module("inside.flavour")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "paddock" / "_internal" / "llama_cpp" / "lib").mkdir(parents=True)
    (tmp_path / "paddock" / "_internal" / "resources").mkdir()
    return tmp_path / "paddock"


def built(folder: Path, receipt: dict[str, str], **files: str) -> Path:
    folder.mkdir()
    (folder / "build.json").write_text(json.dumps(receipt))
    for name, content in files.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_text(content)
    return folder


def test_the_complete_flavour_has_cuda_with_nvidias_terms_and_another_name(
    flavour: ModuleType, bundle: Path, tmp_path: Path
) -> None:
    release = importlib.import_module("release")
    assert release.package_name(bundle) == "paddock"
    cuda = built(
        tmp_path / "cuda", {"cuda": "Build cuda_13.0.r13.0/compiler.36424714_0"},
        libggml_cuda__so="ours", libcublas__so__13="NVIDIA's", NVIDIA_LICENCE__txt="The terms",
    )  # fmt: skip

    (part,) = flavour.add(bundle, cuda)

    assert (part.name, part.version) == ("NVIDIA CUDA (libcublas.so.13)", "13.0")
    assert part.texts == (("NVIDIA-LICENCE.txt", "The terms"),)
    assert sorted(file.name for file in (bundle / flavour.LIB).iterdir()) == [
        "NVIDIA-LICENCE.txt", "libcublas.so.13", "libggml-cuda.so",
    ]  # fmt: skip
    assert release.package_name(bundle) == "paddock-nvidia"


def test_nvidias_libraries_are_not_passed_on_without_the_terms(
    flavour: ModuleType, bundle: Path, tmp_path: Path
) -> None:
    cuda = built(tmp_path / "cuda", {"cuda": "13.0"}, libggml_cuda__so="ours", libcublas__so__13="NVIDIA's")

    with pytest.raises(SystemExit, match="may not be passed on"):
        flavour.add(bundle, cuda)


def test_vulkan_is_llama_cpps_own_and_stays_in_the_base(flavour: ModuleType, bundle: Path, tmp_path: Path) -> None:
    assert flavour.add(bundle, built(tmp_path / "vulkan", {}, libggml_vulkan__so="ours")) == []

    assert (bundle / flavour.LIB / "libggml-vulkan.so").exists()
    assert importlib.import_module("release").package_name(bundle) == "paddock"


def test_the_program_knows_the_packs_made_with_it(flavour: ModuleType, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "packs.json").write_text("[1]")

    flavour.know(bundle, tmp_path / "packs.json")

    assert (bundle / "_internal" / "resources" / "packs.json").read_text() == "[1]"
