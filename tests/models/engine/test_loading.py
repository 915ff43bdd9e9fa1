"""A load on its way: it says how far it is, and is over within a second of being cancelled, whatever it is doing."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Literal, get_args, get_type_hints

import msgspec
import psutil
import pytest

from models.engine.client import EngineClient
from models.engine.memory import _ELEMENT
from models.engine.protocol import Completed, Loaded, Loading, LoadParams, SamplingParams
from models.engine.supervisor import Supervisor
from models.paths import Paths
from models.settings import Load
from tests.gguf_models import make_tiny_gguf

PARAMS = LoadParams(n_ctx=512, n_threads=1)


@pytest.fixture(scope="module")
def large_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """115 MB in many tensors: enough that a load has a middle."""
    return make_tiny_gguf(tmp_path_factory.mktemp("large") / "large.gguf", n_layer=48, n_embd=256)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "d", tmp_path / "c", tmp_path / "k", tmp_path / "logs")


def test_a_load_tells_its_fraction_more_than_once(large_model: Path, tmp_path: Path) -> None:
    with EngineClient(tmp_path / "log") as client:
        *loading, loaded = client.load(large_model, PARAMS)

    fractions = [event.fraction for event in loading if isinstance(event, Loading)]
    assert isinstance(loaded, Loaded)
    assert len(fractions) >= 2
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


@pytest.mark.alone
@pytest.mark.parametrize("stuck", [False, True], ids=["at work", "stuck"])
def test_a_cancelled_load_is_over_within_a_second(large_model: Path, tmp_path: Path, stuck: bool) -> None:
    client = EngineClient(tmp_path / "log")
    loading = client.load(large_model, PARAMS)
    next(loading)
    engine = psutil.Process(client.pid)
    if stuck:
        os.kill(client.pid, signal.SIGSTOP)
    started = time.monotonic()
    loading.close()

    assert time.monotonic() - started < 1.0
    assert not engine.is_running()


@pytest.mark.alone
def test_another_thread_gives_up_a_load_that_hangs_and_a_loaded_model_stays(large_model: Path, paths: Paths) -> None:
    with closing(Supervisor(paths)) as supervisor:
        started = threading.Event()

        def load() -> None:
            for event in supervisor.load(large_model, PARAMS):
                if isinstance(event, Loading) and not started.is_set():
                    assert supervisor.pid is not None
                    os.kill(supervisor.pid, signal.SIGSTOP)
                    started.set()

        thread = threading.Thread(target=load)
        thread.start()
        assert started.wait(30)
        asked = time.monotonic()
        supervisor.give_up()
        thread.join(10)

        assert time.monotonic() - asked < 1.0
        assert supervisor.loaded is None
        list(supervisor.load(large_model, PARAMS))
        supervisor.give_up()
        assert supervisor.count(["horse"])


@pytest.mark.parametrize("kind", get_args(get_type_hints(LoadParams)["type_k"]))
def test_every_cache_type_on_offer_answers(large_model: Path, tmp_path: Path, kind: Literal["f16", "q8_0"]) -> None:
    with EngineClient(tmp_path / "log") as client:
        list(client.load(large_model, msgspec.structs.replace(PARAMS, type_k=kind, type_v=kind)))
        *_, end = client.generate("The horse is in the", SamplingParams(max_tokens=4, ignore_eos=True))

    assert isinstance(end, Completed)
    assert end.predicted_tokens == 4


def test_settings_plan_and_engine_offer_the_same_cache_types() -> None:
    kinds = {
        hint for owner in (LoadParams, Load) for name, hint in get_type_hints(owner).items() if name[:5] == "type_"
    }

    assert kinds == {Literal["f16", "q8_0"]}
    assert set(_ELEMENT) == set(get_args(kinds.pop()))
