"""R13: whatever is wrong with the graphics card or its driver, the processor answers, and one line says so.

The driver's management library is a real one, compiled here to answer what a broken driver does. What only a CUDA
build can meet (`cuInit` and memory on the card) is in the GPU lane; here the engine's process dies of it instead.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from models.engine.device import Device
from models.engine.hardware import hardware
from models.engine.plan import GIB
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.errors import CardFailed, EngineForeign
from models.paths import Paths
from tests.gguf_models import make_tiny_gguf
from tests.models.engine.test_hardware import LIBRARY

ANSWER = """
import sys
from contextlib import closing
from pathlib import Path
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.paths import Paths

here = Path(sys.argv[1])
with closing(Supervisor(Paths(here, here, here, here))) as engine:
    plan, *_, loaded = engine.load(here / "tiny.gguf", LoadParams(n_ctx=512, n_threads=1))
    *_, last = engine.generate("The meadow", SamplingParams(max_tokens=4))
    print(*plan.steps, loaded.device, type(last).__name__, sep="|")
"""
DRIVERS = {
    "none": None,
    "not loaded": LIBRARY.replace("INIT", "return 9;"),
    "other than its library": LIBRARY.replace("INIT", "return 18;"),
    "unknown error, after a suspend": LIBRARY.replace("INIT", "return 999;"),
    "no device": LIBRARY.replace("*n = 2;", "*n = 0;").replace("INIT", "return 0;"),
    "no memory to tell of": LIBRARY.replace("m->free = (long)h << 30; return 0;", "return 20;").replace(
        "INIT", "return 0;"
    ),
    "hangs": LIBRARY.replace("INIT", "sleep(60); return 0;"),
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.mark.skipif(not shutil.which("gcc"), reason="no compiler to make a driver's library with")
@pytest.mark.parametrize("driver", DRIVERS)
def test_with_a_driver_like_that_the_processor_answers_within_ten_seconds(
    tmp_path: Path, model: Path, driver: str
) -> None:
    if source := DRIVERS[driver]:
        (tmp_path / "nvml.c").write_text(source.replace("EXTRA", ""))
        library = tmp_path / "libnvidia-ml.so.1"
        subprocess.run(["gcc", "-shared", "-fPIC", "-w", "-o", library, tmp_path / "nvml.c"], check=True)
    shutil.copy(model, tmp_path / "tiny.gguf")

    started, worked_s = time.monotonic(), _worked_s()
    done = subprocess.run(
        [sys.executable, "-c", ANSWER, tmp_path],
        env=os.environ | {"LD_LIBRARY_PATH": str(tmp_path), "PATH": "/nowhere"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    why = "no graphics card with a driver was found, so the processor does the work"
    assert done.stdout.strip() == f"{why}|CPU|Completed", done.stderr
    assert _worked_s() - worked_s < 10
    assert time.monotonic() - started < 30, "10 s and the load on the machine; a driver that hangs does so for 60"


def _worked_s() -> float:
    """Processor time of the processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def struck(supervisor: Supervisor, model: Path, number: signal.Signals, times: int = 1) -> list[object]:
    """Load, while the engine's processes die of `number` before they are ready; the events."""
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(list, supervisor.load(model, LoadParams(n_ctx=512, n_threads=1)))
        before = None
        for _ in range(times):
            while (pid := supervisor.pid) in (before, None):
                os.sched_yield()
            assert pid is not None
            before = pid
            os.kill(pid, number)
        return loading.result(30)


def with_card(folder: Path) -> Supervisor:
    card = Device(name="Card", index=0, driver="1", memory_total=24 * GIB, memory_free=24 * GIB, bandwidth=None)
    machine = msgspec.structs.replace(hardware(), devices=(card,), engine_has_cuda=True)
    return Supervisor(Paths(folder, folder, folder, folder), machine=lambda: machine)


def test_a_model_the_card_cannot_take_is_loaded_without_it_and_that_is_said(tmp_path: Path, model: Path) -> None:
    with closing(with_card(tmp_path)) as supervisor:
        told: list[object] = []
        supervisor.listener = told.append

        planned, *_ = struck(supervisor, model, signal.SIGABRT)

        assert planned.params.n_gpu_layers > 0  # type: ignore[attr-defined]
        assert supervisor.params is not None
        assert supervisor.params.n_gpu_layers == 0
        (notice,) = told
        assert isinstance(notice, CardFailed)
        assert "SIGABRT" in str(notice)
        assert list(supervisor.generate("The meadow", SamplingParams(max_tokens=4)))


def test_an_engine_built_for_another_processor_is_said_to_be_and_how_to_get_the_right_one(
    tmp_path: Path, model: Path
) -> None:
    with closing(Supervisor(Paths(*[tmp_path] * 4))) as supervisor:
        with pytest.raises(EngineForeign, match=r"another processor .*SIGILL.* Install Paddock on this computer again"):
            struck(supervisor, model, signal.SIGILL)
