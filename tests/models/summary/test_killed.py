from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser
from models.summary.events import Planned, Summary
from tests.models.summary import killed, planted
from tests.models.summary.engines import Oracle


def finish(path: Path) -> tuple[Planned, Summary, int]:
    """Run the job to its end in this process: plan, result, questions asked about parts."""
    database = Database(path)
    engine = Oracle(planted.FACT)
    events = list(Summariser(engine, Outputs(database), model_name="test", n_ctx=8192).run(killed.document()))
    database.close()
    assert isinstance(events[0], Planned)
    assert isinstance(events[-1], Summary)
    return events[0], events[-1], len(engine.chunks_asked)


def kill_and_resume(path: Path, parts: int) -> tuple[Planned, Summary, int]:
    """Kill -9 a job after `parts` parts were said to be done, then finish it."""
    command = [sys.executable, "-m", "tests.models.summary.killed", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(parts):
            process.stdout.readline()
        process.kill()
    return finish(path)


@pytest.mark.parametrize("parts", [0, 1, 2, 4])
def test_a_job_killed_midway_ends_as_if_it_never_was(tmp_path: Path, parts: int) -> None:
    _, uninterrupted, chunks = finish(tmp_path / "whole.sqlite3")

    planned, resumed, asked = kill_and_resume(tmp_path / "killed.sqlite3", parts)

    assert resumed == uninterrupted
    assert planned.cached >= parts
    assert asked == chunks - planned.cached


@pytest.mark.soak
def test_fifty_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    _, uninterrupted, _ = finish(tmp_path / "whole.sqlite3")
    chance = random.Random(5)
    for number in range(50):
        _, resumed, _ = kill_and_resume(tmp_path / f"{number}.sqlite3", chance.randrange(6))
        assert resumed == uninterrupted
