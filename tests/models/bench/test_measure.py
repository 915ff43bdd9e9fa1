"""The measurement with a real engine and a tiny model: what is measured, left out, stopped, and how it adds up."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from models.bench import measure
from models.bench.effort import Speed
from models.bench.events import Alone, Announced, Event, Together, Working
from models.bench.llama_bench import LlamaBench
from models.bench.measure import Bench
from models.bench.report import Tally
from models.bench.selection import Wish
from models.bench.trial import trial
from models.catalogue import Catalogue
from models.engine.client import EngineClient
from models.engine.hardware import hardware
from models.engine.protocol import Loaded, Loading, LoadParams
from models.errors import DoesNotFit, LlamaBenchFailed
from models.hub.shelf import InstalledModel, Shelf
from models.paths import Paths
from tests.gguf_models import make_tiny_gguf

PARAMS = LoadParams(n_ctx=512, n_threads=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def model(folder: Path) -> InstalledModel:
    paths = Paths(folder / "data", folder / "config", folder / "cache", folder / "logs")
    return Shelf(paths, catalogue=Catalogue.load()).look(make_tiny_gguf(folder / "tiny.gguf", context=1024))


def bench(model: InstalledModel, wish: Wish, params: LoadParams = PARAMS, **more: object) -> Bench:
    return Bench(model, params, wish, Path(model.path).with_name("engine.log"), **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def others() -> None:
    """What earlier tests left running in this process is not ours."""
    OTHERS[:] = psutil.Process().children(recursive=True)


OTHERS: list[psutil.Process] = []


def engines() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if child not in OTHERS]


def test_named_sizes_are_measured_as_often_as_asked(model: InstalledModel) -> None:
    wish = Wish(contexts=(512, 768), sequences=(1, 3), repeats=2)
    events = list(bench(model, wish).run())
    announced = next(event for event in events if isinstance(event, Announced))
    alone = [event for event in events if isinstance(event, Alone)]
    together = [event for event in events if isinstance(event, Together)]

    assert (announced.contexts, announced.sequences, announced.repeats) == ((512, 768), (1, 3), 2)
    assert [row.n_ctx for row in alone] == [512, 768]
    assert [row.sequences for row in together] == [1, 3]
    for row in alone:
        assert row.n_ctx - 128 - 20 <= row.prompt_tokens <= row.n_ctx - 128
        assert len(row.first_token_ms_samples) == len(row.tokens_per_s_samples) == 2
        assert min(row.first_token_ms_samples) <= row.first_token_ms <= max(row.first_token_ms_samples)
        assert row.tokens_per_s > 0
        assert (row.n_gpu_layers, row.n_layers) == (0, 3) or row.n_gpu_layers == row.n_layers
    assert [row.chosen for row in alone] == [True, False]
    assert all(row.memory.measured_bytes > row.memory.planned_bytes > 0 for row in alone)
    assert engines() == []


def test_progress_never_falls_and_ends_near_the_end(model: InstalledModel) -> None:
    events: list[Event] = list(bench(model, Wish(contexts=(512,), repeats=2)).run())
    fractions = [event.fraction for event in events if isinstance(event, Working)]

    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < fractions[-1] < 1
    tally = Tally()
    for event in events:
        tally.add(event)
    report = tally.report()
    assert report and report.complete


def test_the_receipt_says_what_with_and_on_what(model: InstalledModel) -> None:
    announced = next(one for one in bench(model, Wish(contexts=(512,))).run() if isinstance(one, Announced))
    receipt = announced.receipt

    assert receipt.model == model.title
    assert receipt.size_bytes == Path(model.path).stat().st_size
    assert receipt.build.startswith("llama.cpp")
    assert receipt.device
    assert receipt.threads == 1
    assert receipt.date.endswith("+00:00")


def test_contexts_beyond_the_training_are_said_and_not_run_unless_named(model: InstalledModel) -> None:
    events = bench(model, Wish(quick=True)).run()
    announced = next(event for event in events if isinstance(event, Announced))
    events.close()

    assert announced.contexts == (512,)
    assert [(one.size, one.why) for one in announced.left_out] == [(4096, "beyond_training")]
    assert "1024" in str(announced.left_out[0])


def test_what_does_not_fit_is_said_with_figures_and_not_run(model: InstalledModel) -> None:
    huge = 1 << 31
    events = bench(model, Wish(contexts=(512, huge))).run()
    announced = next(event for event in events if isinstance(event, Announced))
    events.close()

    assert announced.contexts == (512,)
    assert [(one.size, one.why) for one in announced.left_out] == [(huge, "does_not_fit")]
    assert "GB is free" in str(announced.left_out[0])


def test_closing_the_iterator_ends_the_engine(model: InstalledModel) -> None:
    events = bench(model, Wish(contexts=(1024,), repeats=50)).run()
    tally = Tally()
    for event in events:
        tally.add(event)
        if isinstance(event, Working) and event.fraction > 0.05:
            break
    assert engines() != []
    events.close()

    assert engines() == []
    report = tally.report()
    assert report and not report.complete


def test_a_slow_machine_measures_something_short_within_the_time_and_says_the_rest(
    model: InstalledModel, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    long = Shelf(Paths(*[folder] * 4)).look(make_tiny_gguf(folder / "long.gguf"))
    monkeypatch.setattr(measure, "trial", lambda *a: (trial(*a)[0], Speed(load_s=1.0, read=10.0, write=2.0)))
    events = bench(long, Wish(), params=LoadParams(n_ctx=8192, n_threads=1)).run()
    announced = next(event for event in events if isinstance(event, Announced))
    events.close()

    assert announced.contexts == (512,)
    assert announced.repeats == 1
    assert announced.seconds <= measure.BUDGET_S
    left = {(one.kind, one.size) for one in announced.left_out if one.why == "takes_long"}
    assert {("context", size) for size in (4096, 8192, 16_384, 32_768)} <= left
    assert ("sequences", 32) in left


def test_a_context_the_engine_fails_on_is_a_finding_and_the_others_are_measured(
    model: InstalledModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = 1 << 24  # of 512 bytes a token: more than a process may have here
    monkeypatch.setattr(measure, "EngineClient", Limited)
    tally = Tally()
    for event in bench(model, Wish(contexts=(512, huge), repeats=1), anyway=True).run():
        tally.add(event)
    report = tally.report()

    assert report and not report.complete
    assert [row.n_ctx for row in report.alone] == [512]
    assert [(one.size, one.why) for one in report.left_out] == [(huge, "failed")]
    assert "could not be loaded" in str(report)


class Limited(EngineClient):
    """An engine in a process that may have 2 GiB of address space more than it starts with."""

    def load(self, path: Path, params: LoadParams, *, kept: Path | None = None) -> Iterator[Loading | Loaded]:
        limit = 4 << 30
        resource.prlimit(self.pid, resource.RLIMIT_AS, (limit, limit))
        return super().load(path, params, kept=kept)


@pytest.fixture
def llama_bench(tmp_path: Path) -> Path:
    """A program that answers as llama-bench does: 1000 tokens a second for prompts, 50 for writing."""
    path = tmp_path / "llama-bench"
    path.write_text(
        '#!/bin/sh\necho "$@" >> ' + str(tmp_path / "calls") + "\n"
        'case "$*" in *"-n 0"*) rate=1000;; *) rate=50;; esac\n'
        'echo "[{\\"avg_ts\\": $rate.0}]"\n'
    )
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_a_rival_is_asked_the_same_in_turn_with_ours(model: InstalledModel, llama_bench: Path) -> None:
    rival = LlamaBench.find(llama_bench)
    events = list(bench(model, Wish(contexts=(512,), repeats=2), rival=rival).run())
    row = next(event for event in events if isinstance(event, Alone))
    calls = (llama_bench.parent / "calls").read_text().splitlines()

    assert row.rival is not None
    assert row.rival.tokens_per_s == 50
    assert row.rival.first_token_ms == pytest.approx(376)  # 512 less the answer and the margin
    assert len(calls) == 4
    assert all(f"-m {model.path} " in call and "-t 1 " in call for call in calls)
    assert len(row.tokens_per_s_samples) == 2


@pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
@pytest.mark.parametrize("answer", ["echo nonsense", "echo '[]'", "echo no device >&2; exit 3"])
def test_a_rival_that_fails_is_told_with_the_way_out(tmp_path: Path, model: InstalledModel, answer: str) -> None:
    program = tmp_path / "llama-bench"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)

    with pytest.raises(LlamaBenchFailed, match="--no-llama-bench"):
        list(bench(model, Wish(contexts=(512,)), rival=LlamaBench.find(program)).run())


def test_a_rival_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(LlamaBenchFailed):
        LlamaBench.find(tmp_path / "none")


def test_a_model_that_fits_nowhere_is_refused(model: InstalledModel, monkeypatch: pytest.MonkeyPatch) -> None:
    tight = msgspec.structs.replace(hardware(), ram_available=0, devices=())
    monkeypatch.setattr(measure, "hardware", lambda: tight)
    with pytest.raises(DoesNotFit):
        list(bench(model, Wish()).run())
