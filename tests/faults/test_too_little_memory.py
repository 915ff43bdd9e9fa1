"""R17: what does not fit is refused before a process is started, and the figure it is refused by is the true one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Literal

import msgspec
import psutil
import pytest

from models.engine.hardware import hardware
from models.engine.plan import HOST_RESERVE, Plan
from models.engine.protocol import Completed, LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.errors import DoesNotFit
from models.paths import Paths
from tests.faults.test_hostile_template import peak_bytes
from tests.gguf_models import make_tiny_gguf

MIB = 1 << 20
WISHED = LoadParams(n_ctx=131_072, n_threads=1)
FIXED = frozenset({"n_ctx", "type_k", "type_v"})


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small weights, and a gigabyte of cache at 131 072 tokens."""
    folder = tmp_path_factory.mktemp("model")
    return make_tiny_gguf(folder / "deep.gguf", n_layer=10, n_embd=384, context=131_072)


@pytest.mark.skipif(psutil.virtual_memory().available < 3 << 30, reason="less than 3 GiB is free")
@pytest.mark.parametrize("cache", ["f16", "q8_0"])
def test_the_engine_takes_the_memory_that_was_planned(
    tmp_path: Path, model: Path, cache: Literal["f16", "q8_0"]
) -> None:
    with closing(Supervisor(Paths(*[tmp_path] * 4))) as engine:
        wished = msgspec.structs.replace(WISHED, type_k=cache, type_v=cache)
        planned, *_ = engine.load(model, wished, fixed=FIXED)
        *_, last = engine.generate("The horse is in the meadow. " * 40, SamplingParams(max_tokens=4))
        assert engine.pid is not None
        measured = peak_bytes(engine.pid)

    assert isinstance(planned, Plan)
    assert isinstance(last, Completed)
    assert planned.total_bytes > 500 * MIB
    assert abs(measured - planned.total_bytes) <= max(0.05 * planned.total_bytes, 300 * MIB)


def test_a_megabyte_too_little_is_refused_and_starts_no_process_and_enough_is_loaded(
    tmp_path: Path, model: Path
) -> None:
    machine = hardware()
    wished = msgspec.structs.replace(WISHED, n_ctx=8192)
    with closing(Supervisor(Paths(*[tmp_path] * 4), machine=lambda: machine)) as engine:
        planned = next(engine.load(model, wished, fixed=FIXED))
        assert isinstance(planned, Plan)

        machine = msgspec.structs.replace(machine, ram_available=planned.total_bytes + HOST_RESERVE - MIB)
        with pytest.raises(DoesNotFit, match=r"“deep” needs .* of memory"):
            list(engine.load(model, wished, fixed=FIXED))
        assert engine.pid is None

        machine = msgspec.structs.replace(machine, ram_available=planned.total_bytes + HOST_RESERVE)
        list(engine.load(model, wished, fixed=FIXED))
        assert engine.loaded is not None
        assert engine.loaded.n_ctx == 8192
