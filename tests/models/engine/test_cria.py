"""How quick the built-in model is on two cores: it is there to be tried at once."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine.protocol import ChatMessage, Completed, Loaded, SamplingParams
from models.engine.supervisor import Supervisor
from models.paths import Paths
from tests.yardstick import slowness

MOST_LOAD_MS, MOST_FIRST_MS, LEAST_PER_S = 300.0, 300.0, 150.0
TRIES = 3

pytestmark = pytest.mark.alone


@contextlib.contextmanager
def started(cria: Path, home: Path) -> Iterator[tuple[Supervisor, Loaded]]:
    """As the window loads it."""
    supervisor = Supervisor(Paths(home / "data", home / "config", home / "cache", home / "logs"))
    with contextlib.closing(supervisor):
        *_, loaded = supervisor.load(cria)
        assert isinstance(loaded, Loaded)
        yield supervisor, loaded


def test_it_is_loaded_before_anybody_waits(cria: Path, tmp_path: Path) -> None:
    took = []
    for number in range(TRIES):
        with started(cria, tmp_path / str(number)) as (_, loaded):
            took.append(loaded.load_ms)

    print(f"\nloaded in {min(took):.0f} ms")
    assert min(took) <= MOST_LOAD_MS * slowness()


def test_the_first_token_of_a_short_chat_comes_at_once(cria: Path, tmp_path: Path) -> None:
    took = []
    for number in range(TRIES):
        with started(cria, tmp_path / str(number)) as (engine, _):
            took.append(_answered(engine, "Hello, what can you do?", 1).prompt_ms)

    print(f"\nfirst token after {statistics.median(took):.0f} ms")
    assert statistics.median(took) <= MOST_FIRST_MS * slowness()


def test_it_writes_faster_than_anybody_reads(cria: Path, tmp_path: Path) -> None:
    """Token by token: no drafts, which would be quicker where it repeats its text."""
    with started(cria, tmp_path) as (engine, _):
        questions = [f"Hello number {number}, tell me about Paddock." for number in range(TRIES)]
        rates = [_answered(engine, question, 200).predicted_per_second for question in questions]

    print(f"\n{max(rates):.0f} tokens a second")
    assert max(rates) >= LEAST_PER_S / slowness()


def _answered(engine: Supervisor, question: str, tokens: int) -> Completed:
    params = SamplingParams(temperature=0, max_tokens=tokens, ignore_eos=True, draft=False)
    *_, done = engine.generate([ChatMessage("user", question)], params)
    assert isinstance(done, Completed)
    return done
