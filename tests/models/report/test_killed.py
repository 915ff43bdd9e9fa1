from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from models.report.events import Report
from tests.faithfulness.interviews import Careful
from tests.models.report.making import MADE, events, planned, result


def kill(path: Path, files: int) -> None:
    """Kill -9 a report after `files` files were said to be done."""
    command = [sys.executable, "-m", "tests.models.report.killed", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(files):
            process.stdout.readline()
        process.kill()


@pytest.mark.parametrize("files", [0, 1, 11])
def test_a_report_killed_midway_ends_as_if_it_never_was(tmp_path: Path, files: int) -> None:
    kill(tmp_path / "killed.sqlite3", files)

    made = events(Careful("en"), tmp_path / "killed.sqlite3")

    assert made[-1] == result(tmp_path / "whole.sqlite3")
    assert planned(made).cached >= files


@pytest.mark.soak
def test_fifty_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    whole = result(tmp_path / "whole.sqlite3")
    chance = random.Random(5)
    for number in range(50):
        path = tmp_path / f"{number}.sqlite3"
        kill(path, chance.randrange(len(MADE)))
        *_, resumed = events(Careful("en"), path)
        assert isinstance(resumed, Report)
        assert resumed == whole
