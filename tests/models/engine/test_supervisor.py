"""Which model is loaded, and coming back after a death."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import time
from contextlib import closing

import msgspec
import pytest

from models.engine.hardware import hardware
from models.engine.protocol import ChatMessage, Completed, Loaded, LoadParams, SamplingParams, TextDelta
from models.engine.stepdown import ladder
from models.engine.supervisor import CLOSE_S, Supervisor
from models.errors import (
    DoesNotFit,
    EngineCrashed,
    EngineSteppedDown,
    FileRefused,
    ModelChanged,
    ModelFileMissing,
    ModelLoadFailed,
    ModelNotLoaded,
)
from models.paths import Paths
from tests.integration.screen import until
from tests.models.engine.conftest import PARAMS

QUESTION = [ChatMessage("user", "What is the name of the company?")]
GREEDY = SamplingParams(temperature=0, max_tokens=8)


@pytest.fixture
def supervisor(tmp_path):
    made = Supervisor(Paths(tmp_path / "d", tmp_path / "c", tmp_path / "k", tmp_path / "logs"))
    yield made
    made.close()


def test_an_answer_needs_a_model(supervisor):
    with pytest.raises(ModelNotLoaded):
        supervisor.generate(QUESTION)


def test_a_model_is_loaded_and_unloaded(supervisor, tiny_model):
    assert isinstance(list(supervisor.load(tiny_model, PARAMS))[-1], Loaded)
    assert supervisor.loaded.n_ctx == PARAMS.n_ctx
    assert supervisor.path == tiny_model

    supervisor.unload()

    assert supervisor.loaded is None
    assert supervisor.path is None
    with pytest.raises(ModelNotLoaded):
        supervisor.count(["a"])


def test_what_is_no_gguf_never_reaches_llama(supervisor, tmp_path):
    path = tmp_path / "page.gguf"
    path.write_bytes(b"<html></html>" * 100)

    with pytest.raises(FileRefused, match=r"page\.gguf"):
        list(supervisor.load(path, PARAMS))
    assert supervisor.pid is None


def test_a_load_that_fails_leaves_no_process_and_the_old_model_is_gone(supervisor, tiny_model):
    loading = supervisor.load(tiny_model, PARAMS)
    next(loading)

    loading.close()

    assert supervisor.loaded is None
    assert supervisor.pid is None


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_an_abort_in_the_engine_ends_one_answer_and_the_next_is_answered(supervisor, tiny_model, number):
    list(supervisor.load(tiny_model, PARAMS))
    answer = supervisor.generate(QUESTION, SamplingParams(temperature=0))
    next(answer)

    os.kill(supervisor.pid, number)
    with pytest.raises(EngineCrashed, match=number.name):
        list(answer)

    assert any(isinstance(event, TextDelta) for event in supervisor.generate(QUESTION, GREEDY))
    assert supervisor.loaded.n_ctx == PARAMS.n_ctx


def test_deaths_without_an_answer_between_them_go_down_the_ladder_and_stay_on_its_last_step(supervisor, tiny_model):
    wished = LoadParams(n_ctx=4096, n_seq_max=2, n_threads=1, n_gpu_layers=0)
    list(supervisor.load(tiny_model, wished))
    contexts = []
    for _ in range(4):
        answer = supervisor.generate(QUESTION, SamplingParams(temperature=0))
        next(answer)
        os.kill(supervisor.pid, signal.SIGSEGV)
        with pytest.raises(EngineCrashed):
            list(answer)
        supervisor.count(["a"])
        contexts.append(supervisor.loaded.n_ctx)

    assert contexts == [4096, 2048, 2048, 2048]


def test_the_ladder_ends_on_the_cpu():
    steps = ladder(LoadParams(n_ctx=8192))

    assert [(step.n_ctx, step.n_gpu_layers) for step in steps] == [(8192, -1), (4096, -1), (8192, 0), (4096, 0)]


def test_the_ladder_of_a_small_context_on_the_cpu_has_one_step():
    assert len(ladder(LoadParams(n_ctx=1024, n_gpu_layers=0))) == 1


def test_a_chat_is_found_again_after_the_model_was_unloaded_until_it_is_deleted(supervisor, tiny_model):
    long = [ChatMessage("user", "The horse is in the paddock. " * 40)]

    def cached():
        list(supervisor.load(tiny_model, PARAMS))
        (end,) = [e for e in supervisor.generate(long, GREEDY, conversation="7") if isinstance(e, Completed)]
        supervisor.unload()
        return end.cached_tokens

    first, second = cached(), cached()
    supervisor.forget("7")

    assert (first, cached()) == (0, 0)
    assert second > 300


def test_a_step_down_is_told_and_what_the_user_set_is_never_touched(supervisor, tiny_model):
    wished = LoadParams(n_ctx=4096, n_seq_max=2, n_threads=1, n_gpu_layers=0)
    told = []
    supervisor.listener = told.append
    for fixed in (frozenset(), frozenset({"n_ctx"})):
        list(supervisor.load(tiny_model, wished, fixed=fixed))
        for _ in range(2):
            kill(supervisor)
            supervisor.count(["a"])

    (notice,) = [each for each in told if isinstance(each, EngineSteppedDown)]
    assert notice.values == {"deaths": 2, "n_ctx": 2048, "wished": 4096}
    assert supervisor.loaded.n_ctx == 4096
    assert [each.n_ctx for each in told if isinstance(each, Loaded)] == [4096, 2048, 4096, 4096]


def test_deaths_that_lie_far_apart_cost_no_step(tmp_path, tiny_model):
    hours = itertools.count(0, 3600.0)
    with closing(Supervisor(Paths(*[tmp_path] * 4), clock=lambda: next(hours))) as supervisor:
        list(supervisor.load(tiny_model, LoadParams(n_ctx=4096, n_seq_max=2, n_threads=1)))
        for _ in range(3):
            kill(supervisor)
            supervisor.count(["a"])

        assert supervisor.loaded.n_ctx == 4096


def test_a_model_that_does_not_fit_is_refused_before_the_load_and_the_one_before_stays(tmp_path, tiny_model):
    machine = hardware()
    with closing(Supervisor(Paths(*[tmp_path] * 4), machine=lambda: machine)) as supervisor:
        list(supervisor.load(tiny_model, PARAMS))
        before = supervisor.pid
        machine = msgspec.structs.replace(machine, ram_available=1 << 20)

        with pytest.raises(DoesNotFit, match=r"“Pony” needs .* and 0 GB is free"):
            list(supervisor.load(tiny_model, PARAMS, name="Pony"))
        assert supervisor.pid == before
        assert supervisor.count(["a"])

        planned, *_, loaded = supervisor.load(tiny_model, PARAMS, anyway=True)
        assert (planned.fits, supervisor.loaded) == (False, loaded)


def test_after_a_load_that_failed_every_question_says_why(supervisor, tiny_model, tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(tiny_model.read_bytes().replace(b"blk.1.attn_q.weight", b"blk.1.attn_X.weight"))
    with pytest.raises(ModelLoadFailed) as failed:
        list(supervisor.load(broken, PARAMS))

    for ask in (supervisor.generate, supervisor.count_messages):
        with pytest.raises(ModelLoadFailed) as caught:
            ask(QUESTION)
        assert str(caught.value) == str(failed.value) != ""
        assert "broken.gguf" in str(caught.value)

    supervisor.unload()
    with pytest.raises(ModelNotLoaded):
        supervisor.generate(QUESTION)


def test_a_model_that_is_gone_when_the_engine_died_is_named_by_every_question(supervisor, tiny_model, tmp_path):
    path = tmp_path / "moved.gguf"
    shutil.copy(tiny_model, path)
    list(supervisor.load(path, PARAMS))
    path.unlink()
    kill(supervisor)

    for _ in range(2):
        with pytest.raises(ModelFileMissing, match=r"moved\.gguf"):
            supervisor.generate(QUESTION)


@pytest.mark.alone
def test_a_model_whose_file_is_written_into_is_loaded_anew_and_loses_no_context(supervisor, tiny_model, tmp_path):
    path = tmp_path / "model.gguf"
    shutil.copy(tiny_model, path)
    list(supervisor.load(path, PARAMS))
    for _ in range(3):
        answer = supervisor.generate(QUESTION, msgspec.structs.replace(GREEDY, max_tokens=4000, ignore_eos=True))
        next(answer)
        with path.open("r+b") as file:
            file.truncate(4096)
        with pytest.raises(ModelChanged, match="Ask again: it is loaded anew"):
            list(answer)
        path.write_bytes(tiny_model.read_bytes())

        assert list(supervisor.generate(QUESTION, GREEDY))
        assert supervisor.params.n_ctx == PARAMS.n_ctx

    before = supervisor.pid
    os.utime(path, (1, 1))  # between two questions
    assert list(supervisor.generate(QUESTION, GREEDY))
    assert supervisor.pid != before


def test_the_program_ends_within_its_time_though_the_engine_is_stuck(supervisor, tiny_model):
    list(supervisor.load(tiny_model, PARAMS))
    os.kill(supervisor.pid, signal.SIGSTOP)

    started = time.monotonic()
    supervisor.close()

    assert time.monotonic() - started < CLOSE_S + 1.0


def test_an_engine_that_fell_silent_while_nobody_asked_is_replaced_when_somebody_does(tmp_path, tiny_model):
    with closing(Supervisor(Paths(*[tmp_path] * 4), hung_s=4.0)) as supervisor:
        list(supervisor.load(tiny_model, PARAMS))
        stuck = supervisor.pid
        os.kill(stuck, signal.SIGSTOP)
        until(lambda: supervisor._client._child.silent_s() > 4.0, "silence")

        assert any(isinstance(event, TextDelta) for event in supervisor.generate(QUESTION, GREEDY))
        assert supervisor.pid != stuck


def kill(supervisor):
    os.kill(supervisor.pid, signal.SIGKILL)
    while supervisor.loaded is not None:  # until the end of the pipe has been read
        os.sched_yield()
