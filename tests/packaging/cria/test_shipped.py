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


# Below the bound of `make cria-eval` (docs/cria.md says so): less than this is a step back. Of few texts one is much.
REACHED = {"closed labels": 92.0, "labels a whole report counts": 50.0}
REACHED_OF_FEW = {
    "closed labels": 80.0, "yes or no": 85.0, "labels a whole report counts": 35.0,
    "quotes of text not written for it": 70.0,
}  # fmt: skip


def short(rows: list[evaluate.Row], reached: dict[str, float]) -> list[str]:
    """The rows that hold neither their bound nor what was reached."""
    assert {row.language for row in rows} == {"en", "zh"}
    return [evaluate.line(row) for row in rows if not row._replace(bound=reached.get(row.name, row.bound)).holds]


def test_a_few_texts_are_quoted_and_judged_as_well_as_ever(engine: EngineClient, tmp_path: Path) -> None:
    assert short(list(evaluate.rows(engine, tmp_path, few=True)), REACHED_OF_FEW) == []


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_all_texts_are_quoted_and_judged_as_well_as_ever(engine: EngineClient, tmp_path: Path) -> None:
    assert short(list(evaluate.rows(engine, tmp_path, few=False)), REACHED) == []
