"""kill -9 in the middle of each task: what was answered is kept, and the result is the one of a run without it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Summary
from tests.models.tasks.helpers import model, result
from tests.models.tasks.killed import TASKS, Working

IN_FLIGHT = 8  # the model's n_seq_max


def finish(task: str, path: Path) -> tuple[Summary, int]:
    """Run the task to its end in this process: its result, and how many questions that took."""
    database, engine = Database(path), Working()
    try:
        return result(list(TASKS[task](model(engine, Outputs(database))))), len(engine.asked)
    finally:
        database.close()


def kill(task: str, path: Path, after: int) -> int:
    """Kill -9 the task once it has asked `after` questions; how many it had asked when it died."""
    command = [sys.executable, "-m", "tests.models.tasks.killed", task, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        process.kill()
        return after + process.stdout.read().count("asked")


def asked_twice(task: str, folder: Path, chance: random.Random, times: int) -> Iterator[int]:
    """Kill and resume so often: how many questions that cost each time."""
    whole, questions = finish(task, folder / "whole.sqlite3")
    assert questions >= (1 if task == "compare" else 4)  # code finds the changes; the model writes once about them
    for number in range(times):
        path = folder / f"{number}.sqlite3"
        before = kill(task, path, chance.randint(0, questions))
        resumed, asked = finish(task, path)
        assert resumed == whole
        yield before + asked - questions


@pytest.mark.parametrize("task", TASKS)
def test_a_task_killed_midway_ends_as_if_it_never_was(tmp_path: Path, task: str) -> None:
    again = list(asked_twice(task, tmp_path, random.Random(task), 2))

    assert all(0 <= twice <= IN_FLIGHT for twice in again)


@pytest.mark.soak
@pytest.mark.parametrize("task", TASKS)
def test_fifty_kills_at_random_moments_change_nothing(tmp_path: Path, task: str) -> None:
    again = list(asked_twice(task, tmp_path, random.Random(f"{task} 50"), 50))

    assert all(0 <= twice <= IN_FLIGHT for twice in again)
