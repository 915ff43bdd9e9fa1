from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks")


def kill(folder: Path, kills: int, seed: int, life_s: float = 0.25) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.models.store.killing", str(folder), str(kills), str(seed), str(life_s)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def test_50_kills_lose_nothing_acknowledged(tmp_path):
    found = kill(tmp_path, 50, seed=1)

    assert (found["lost"], found["corrupt"]) == (0, 0)
    assert found["messages"] > 15, "what was lost of nothing says nothing; a busy machine writes a third of an idle one"
    assert found["answers"] > 5


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_2000_kills_lose_nothing_acknowledged(tmp_path):
    found = kill(tmp_path, 2000, seed=2)

    assert (found["lost"], found["corrupt"]) == (0, 0)


@pytest.mark.alone
def test_a_kill_costs_at_most_250_ms_of_a_growing_answer(tmp_path):
    found = kill(tmp_path, 15, seed=3, life_s=1.5)

    assert found["tail_ms"] <= 250
