"""Which model is loaded, and coming back after a death."""

from __future__ import annotations

import os
import signal

import pytest

from models.engine.protocol import ChatMessage, Completed, Loaded, LoadParams, SamplingParams, TextDelta
from models.engine.supervisor import Supervisor, ladder
from models.errors import EngineCrashed, FileRefused, ModelNotLoaded
from models.paths import Paths
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
    assert supervisor.params == PARAMS


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
