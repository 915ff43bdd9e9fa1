"""R13 with the real CUDA library: a driver that answers each of its errors, and the processor's answer with the reason.

Needs what `packaging/llama/libraries.py --cuda ARCHITECTURES` builds, hours of one core, so it is skipped elsewhere; no
card is needed. The driver's two libraries are compiled here: that for management says there is a card, that for work
answers with an error.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.models.engine.test_hardware import LIBRARY

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "llama"
# CUresult of cuda.h, and what libcudart says of it.
CODES = {
    2: "out of memory",
    3: "initialization error",
    100: "no CUDA-capable device is detected",
    802: "system not yet initialized",
    803: "system has unsupported display driver / cuda driver combination",
    804: "forward compatibility was attempted on non supported HW",
    999: "unknown error",
}
DRIVER = """
#define _GNU_SOURCE
#include <dlfcn.h>
#define BROKEN(name) int name(void) { return CODE; }
BROKEN(cuInit) BROKEN(cuDeviceGet) BROKEN(cuDeviceGetCount) BROKEN(cuDeviceGetAttribute) BROKEN(cuGetExportTable)
BROKEN(cuMemAddressFree) BROKEN(cuMemAddressReserve) BROKEN(cuMemCreate) BROKEN(cuMemGetAllocationGranularity)
BROKEN(cuMemMap) BROKEN(cuMemRelease) BROKEN(cuMemSetAccess) BROKEN(cuMemUnmap) BROKEN(other)
int cuGetErrorString(int code, const char **text) { *text = "broken"; return 0; }
int cuDriverGetVersion(int *version) { *version = 13000; return 0; }
int cuGetProcAddress_v2(const char *name, void **found, int version, unsigned long long flags, int *status) {
    *found = dlsym(RTLD_DEFAULT, name);
    if (!*found) *found = (void *)other;
    if (status) *status = 0;
    return 0;
}
int cuGetProcAddress(const char *name, void **found, int version, unsigned long long flags) {
    return cuGetProcAddress_v2(name, found, version, flags, 0);
}
"""
ANSWER = """
import sys
from contextlib import closing
from pathlib import Path
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.paths import Paths

with closing(Supervisor(Paths.of_this_user())) as engine:
    plan, *_, loaded = engine.load(Path(sys.argv[1]), LoadParams(n_ctx=512, n_threads=1))
    *_, last = engine.generate("The meadow", SamplingParams(max_tokens=4))
    print(*plan.steps, loaded.device, type(last).__name__, sep="|")
"""

pytestmark = pytest.mark.skipif(
    not (BUILT / "cuda" / "lib" / "build.json").exists() or not shutil.which("gcc"),
    reason="no build/llama/cuda: packaging/llama/libraries.py --cuda 89-real",
)


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python whose engine is that of the complete flavour, and a management library that tells of a card."""
    folder = tmp_path_factory.mktemp("computer")
    venv.create(folder / "venv", with_pip=False)
    spec = importlib.util.find_spec("llama_cpp")
    assert spec and spec.origin
    package = Path(spec.origin).parent
    shutil.copytree(package, folder / "llama_cpp", ignore=shutil.ignore_patterns("lib", "__pycache__"))
    shutil.copytree(BUILT / "cpu" / "lib", folder / "llama_cpp" / "lib", symlinks=True)
    for file in (BUILT / "cuda" / "lib").glob("*.so*"):
        # Not linked: each library looks for the driver beside itself, by the place it is opened at.
        (folder / "llama_cpp" / "lib" / file.name).symlink_to(file)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "computer.pth").write_text(f"{folder}\n{package.parent}\n{ROOT}\n")
    source = LIBRARY.replace("INIT", "return 0;").replace("EXTRA", "").replace("555.42", "580.95")
    (folder / "nvml.c").write_text(source)
    (folder / "driver").mkdir()
    compiled(folder / "nvml.c", folder / "driver" / "libnvidia-ml.so.1")
    make_tiny_gguf(folder / "tiny.gguf")
    return folder


def compiled(source: Path, library: Path, *words: str) -> None:
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", *words, "-o", library, source, "-ldl"], check=True)


@pytest.mark.parametrize("code", CODES)
def test_whatever_the_driver_answers_the_processor_works_and_cudas_words_say_why(
    computer: Path, tmp_path: Path, code: int
) -> None:
    (computer / "driver.c").write_text(DRIVER)
    compiled(computer / "driver.c", computer / "llama_cpp" / "lib" / "libcuda.so.1", f"-DCODE={code}")

    done = subprocess.run(
        [computer / "venv" / "bin" / "python", "-c", ANSWER, computer / "tiny.gguf"],
        env=os.environ | {"PADDOCK_HOME": str(tmp_path), "LD_LIBRARY_PATH": str(computer / "driver")},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    why = f"Stub RTX is not used: the engine found no card that it can use ({CODES[code]})"
    assert done.stdout.strip() == f"{why}|CPU|Completed", done.stderr
