"""The tasks on llama.cpp itself, with a model of random weights: noise in, an honest result out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from models.documents.document import Document
from models.engine.client import EngineClient
from models.engine.protocol import Completed, LoadParams, SamplingParams, TextDelta
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Summary
from models.tasks.ask import ask
from models.tasks.asker import Model
from models.tasks.code import parts, study
from models.tasks.code.names import names_in
from models.tasks.compare import compare
from models.tasks.items import list_every
from models.tasks.translate import Translation, glossary, translate
from tests.gguf_models import make_tiny_gguf
from tests.models.summary import planted
from tests.models.tasks.helpers import assert_sound
from tests.models.tasks.test_code import PYTHON, source

N_CTX = 3072
EN, ZH = planted.document(2, 2)[0], planted.document(2, 2, language="zh")[0]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    folder = tmp_path_factory.mktemp("tasks")
    with EngineClient(folder / "engine.log") as client:
        list(client.load(make_tiny_gguf(folder / "tiny.gguf"), LoadParams(n_ctx=N_CTX, n_seq_max=2, n_threads=1)))
        yield client


@pytest.fixture
def model(engine: EngineClient, tmp_path: Path) -> Iterator[Model]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Model(engine, Outputs(database), "tiny", n_ctx=N_CTX, n_seq_max=2)
    database.close()


@pytest.mark.parametrize(
    ("documents", "run"),
    [
        ([EN], lambda model: ask(model, [EN], "What did plant 3 move?")),
        ([EN, ZH], lambda model: ask(model, [EN, ZH], "列出所有厂房。")),
        ([ZH], lambda model: list_every(model, [ZH], "厂房")),
        ([EN, ZH], lambda model: compare(EN, ZH, model)),
    ],
    ids=["a question", "a question about everything", "a list", "a comparison"],
)
def test_noise_ends_in_a_sound_result_that_is_the_same_again(
    model: Model, documents: list[Document], run: Callable[[Model], Iterator[object]]
) -> None:
    events = list(run(model))

    summary = assert_sound(events, documents)
    assert assert_sound(list(run(model)), documents) == summary  # from what was kept


def test_a_translation_of_noise_has_every_paragraph(model: Model) -> None:
    short = planted.of_pages(["The gate was opened in 2025.\n\nNorthwind paid. Northwind sold 5 pumps."])

    events = list(translate(model, short, "zh"))

    [made] = [event for event in events if isinstance(event, Translation)]
    assert len(made.segments) == 2
    assert all(segment.translation for segment in made.segments)


@pytest.mark.parametrize("wish", ["explain", "review", "tests"])
def test_a_study_of_noise_ends(model: Model, wish: str) -> None:
    *_, last = study(model, source(PYTHON), wish)  # type: ignore[arg-type]

    assert isinstance(last, Summary)


def test_what_is_held_to_a_grammar_parses(engine: EngineClient) -> None:
    """Random weights are the hardest case: no token is likelier than another."""
    terms = ["Northwind", '甲方 "x\\y"']
    held = msgspec.structs.replace(glossary.sampling(terms), temperature=1.5, seed=1, max_tokens=600)
    text, whole = _said(engine, held)
    assert not whole or [line.partition(" = ")[0] for line in text.split("\n")] == terms
    assert text.startswith("Northwind = ")

    piece = parts.Piece(1, 20, 1, ())
    for seed in range(4):
        noise, whole = _said(
            engine, SamplingParams(temperature=1.5, seed=seed, max_tokens=300, grammar=parts.grammar())
        )
        lines = [line for line in noise.split("\n")[: None if whole else -1] if line != "NONE"]
        assert all(parts._LINE.match(line) for line in lines)
        assert parts.remarks(noise, not whole, piece, PYTHON.split("\n"), names_in(PYTHON))[1] == len(lines)


def _said(engine: EngineClient, sampling: SamplingParams) -> tuple[str, bool]:
    """The answer, and whether it is whole."""
    events = list(engine.generate("Notes:", sampling))
    [end] = [event for event in events if isinstance(event, Completed)]
    return "".join(e.text for e in events if isinstance(e, TextDelta)), end.finish_reason == "stop"
