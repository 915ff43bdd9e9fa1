"""The bundle's engine on processors of other years, by qemu: the right variant, an answer, no illegal instruction."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.packaging.installed.debian import ROOT

# In one process, because qemu does not follow into the programs it starts.
ANSWER = """
import json, sys
from pathlib import Path
from models.engine import llama
from models.engine.protocol import LoadParams

llama.start()
params = LoadParams(n_ctx=256, n_threads=1)
model = llama.Model(Path(sys.argv[1]), params, lambda fraction: True)
context = llama.Context(model, params)
tokens = model.vocabulary.tokenize("The meadow is green.", special=False)
batch = llama.Batch(context.n_batch)
count = len(tokens)
batch.token[:count], batch.position[:count], batch.sequence[:count] = tokens, range(count), 0
batch.output[count - 1] = 1
batch.count = count
assert context.decode(batch)
used = [backend.name for backend in llama.backends() if not backend.why_not]
print(json.dumps({"used": used, "best": int(context.logits(count - 1).argmax())}))
"""
BEST = {"Nehalem": "cpu-sse42", "SandyBridge": "cpu-sandybridge", "Haswell": "cpu-haswell"}


@pytest.fixture(scope="module")
def packages(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to import llama_cpp from, with the bundle's own libraries in it."""
    spec = importlib.util.find_spec("llama_cpp")
    assert spec and spec.origin
    folder = tmp_path_factory.mktemp("packages")
    shutil.copytree(Path(spec.origin).parent, folder / "llama_cpp", ignore=shutil.ignore_patterns("lib", "__pycache__"))
    (folder / "llama_cpp" / "lib").symlink_to(bundle / "_internal/llama_cpp/lib")
    return folder


def answer(packages: Path, model: Path, *emulator: str) -> dict[str, object]:
    command = [*emulator, sys.executable, "-c", ANSWER, str(model)]
    environment = {"PYTHONPATH": f"{packages}:{ROOT}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, object] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("processor", BEST)
def test_an_older_processor_runs_its_own_variant_and_gives_the_same_answer(
    packages: Path, tmp_path: Path, processor: str
) -> None:
    model = make_tiny_gguf(tmp_path / "tiny.gguf")

    older = answer(packages, model, "qemu-x86_64", "-cpu", processor)

    assert older == {"used": [BEST[processor]], "best": answer(packages, model)["best"]}
