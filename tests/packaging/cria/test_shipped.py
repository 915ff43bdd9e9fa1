"""The shipped file reads as its card says: a few texts here, all of them in `make cria-eval` and in `make soak`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))

from cria import evaluate

from models.engine.client import EngineClient

FILE = evaluate.ROOT / "resources" / "cria.gguf"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="a checkout without resources/cria.gguf")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    with EngineClient(tmp_path_factory.mktemp("logs") / "engine.log") as client:
        list(client.load(FILE, evaluate.params()))
        yield client


def test_a_few_texts_are_quoted_and_judged_within_the_bounds(engine: EngineClient, tmp_path: Path) -> None:
    rows = list(evaluate.rows(engine, tmp_path, few=True))

    assert {row.language for row in rows} == {"en", "zh"}
    assert [evaluate.line(row) for row in rows if not row.holds] == []


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_all_texts_are_quoted_and_judged_within_the_bounds(engine: EngineClient, tmp_path: Path) -> None:
    assert [evaluate.line(row) for row in evaluate.rows(engine, tmp_path, few=False) if not row.holds] == []
