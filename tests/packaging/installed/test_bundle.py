"""The frozen program itself: nothing that was planted is loaded, and a broken driver is no obstacle."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.test_no_card import DRIVERS
from tests.faults.test_planted import LIBRARIES
from tests.gguf_models import make_tiny_gguf

# Those that the system itself obeys for the first process (LD_PRELOAD and the like) are the user's own wish.
VARIABLES = (
    "LLAMA_CPP_LIB_PATH",
    "CUDA_PATH",
    "HIP_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "GGML_BACKEND_PATH",
    "LLAMA_CPP_LIB",
)
SYSTEMS = ("libm.so.6", "libz.so.1", "libstdc++.so.6")  # found in the current folder only by LD_LIBRARY_PATH
BACKENDS = ("libggml-cpu-zen9.so", "libggml-cpu-x64.so", "libggml-vulkan.so", "libggml-cuda.so")


def test_nothing_planted_in_the_current_folder_or_a_variable_is_loaded(bundle: Path, tmp_path: Path) -> None:
    song = tmp_path / "sung"
    (tmp_path / "canary.c").write_text(
        "#include <stdio.h>\n"
        f'__attribute__((constructor)) static void sing(void) {{ FILE *f = fopen("{song}", "a"); fclose(f); }}\n'
        "int ggml_backend_score(void) { return 1000000; }\n"
    )
    canary = tmp_path / "canary.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", canary, tmp_path / "canary.c"], check=True)
    for name in (*LIBRARIES, *BACKENDS):
        shutil.copy(canary, tmp_path / name)
    (tmp_path / "llama_cpp.py").write_text(f"open({str(song)!r}, 'a').close()\n")
    planted = dict.fromkeys(VARIABLES, str(tmp_path)) | {"GGML_BACKEND_PATH": str(canary), "LLAMA_CPP_LIB": str(canary)}

    done = subprocess.run(
        [bundle / "paddock", "--self-test"], cwd=tmp_path, env=os.environ | planted,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert not song.exists()


@pytest.mark.parametrize("driver", DRIVERS)
def test_with_a_driver_like_that_the_processor_answers_and_says_why(bundle: Path, tmp_path: Path, driver: str) -> None:
    if source := DRIVERS[driver]:
        (tmp_path / "nvml.c").write_text(source.replace("EXTRA", ""))
        library = tmp_path / "libnvidia-ml.so.1"
        subprocess.run(["gcc", "-shared", "-fPIC", "-w", "-o", library, tmp_path / "nvml.c"], check=True)
    model = make_tiny_gguf(tmp_path / "tiny.gguf", long_answers=False)
    own = {"LD_LIBRARY_PATH": str(tmp_path), "PATH": "/nowhere", "PADDOCK_HOME": str(tmp_path / "home")}

    done = subprocess.run(
        [bundle / "paddock", "chat", "The meadow", "-m", model, "--json"], env=os.environ | own,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert "no graphics card with a driver was found, so the processor does the work" in done.stderr
