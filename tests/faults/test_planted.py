"""R27: a library, module or variable that somebody planted is never loaded by a child."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.reader import Reader
from models.engine.client import EngineClient
from models.engine.protocol import Completed, LoadParams, SamplingParams
from models.paths import Paths
from tests.gguf_models import make_tiny_gguf

LIBRARIES = (
    "libllama.so", "libggml.so", "libggml-base.so", "libggml-cpu.so", "libggml-cpu-haswell.so", "libggml-evil.so",
    "libcuda.so.1", "libpdfium.so", "libstdc++.so.6", "libm.so.6", "libgomp.so.1", "libz.so.1",
)  # fmt: skip
FOLDER_VARIABLES = ("LLAMA_CPP_LIB_PATH", "CUDA_PATH", "HIP_PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
FILE_VARIABLES = ("GGML_BACKEND_PATH", "LLAMA_CPP_LIB", "LD_PRELOAD", "LD_AUDIT")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder full of canaries; the file `sung` in it appears when one of them was loaded."""
    if not (compiler := shutil.which("gcc")):
        pytest.skip("no compiler to make a canary with")
    here = tmp_path / "here"
    here.mkdir()
    song = here / "sung"
    source = tmp_path / "canary.c"
    source.write_text(
        "#include <stdio.h>\n"
        f'__attribute__((constructor)) static void sing(void) {{ FILE *f = fopen("{song}", "a"); fclose(f); }}\n'
    )
    canary = here / "canary.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", canary, source], check=True)
    for name in LIBRARIES:
        shutil.copy(canary, here / name)
    for module in ("llama_cpp", "numpy", "msgspec", "jinja2", "pypdfium2", "models", "sitecustomize", "re", "json"):
        (here / f"{module}.py").write_text(f"open({str(song)!r}, 'a').close()\n")
    for name in FOLDER_VARIABLES:
        monkeypatch.setenv(name, str(here))
    for name in FILE_VARIABLES:
        monkeypatch.setenv(name, str(canary))
    monkeypatch.chdir(here)
    return here


def test_the_canary_can_sing(planted: Path) -> None:
    subprocess.run(["/bin/true"], check=True)  # with LD_PRELOAD as it stands

    assert (planted / "sung").exists()


def test_the_engine_loads_nothing_that_was_planted(planted: Path) -> None:
    model = make_tiny_gguf(planted / "tiny.gguf")

    with EngineClient(planted / "engine.log") as engine:
        for _ in engine.load(model, LoadParams(n_ctx=512, n_threads=1)):
            pass
        *_, last = engine.generate("The meadow", SamplingParams(max_tokens=4))

    assert isinstance(last, Completed)
    assert not (planted / "sung").exists()


def test_the_reader_loads_nothing_that_was_planted_beside_a_file(planted: Path) -> None:
    file = planted / "notes.md"
    file.write_text("# Notes\n\nThe meadow is green.\n")
    paths = Paths(planted / "data", planted / "config", planted / "cache", planted / "logs")

    with closing(Reader(paths)) as reader:
        *_, last = reader.read(file)

    assert isinstance(last, Document)
    assert not (planted / "sung").exists()
