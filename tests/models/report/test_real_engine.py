"""A report on llama.cpp itself, with a model of random weights: noise in, nothing invalid out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine.client import EngineClient
from models.engine.protocol import LoadParams
from models.errors import CodebookRefused
from models.report.events import FileDone, Report, ReportPlanned
from models.report.job import Reporter
from models.report.proposing import propose
from models.report.schema import of_question, template
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.gguf_models import make_tiny_gguf
from tests.models.report.making import MADE, SCHEMA

N_CTX = 4096


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    folder = tmp_path_factory.mktemp("report")
    with EngineClient(folder / "engine.log") as client:
        list(client.load(make_tiny_gguf(folder / "tiny.gguf"), LoadParams(n_ctx=N_CTX, n_seq_max=2, n_threads=1)))
        yield client


@pytest.fixture
def outputs(tmp_path: Path) -> Iterator[Outputs]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Outputs(database)
    database.close()


def test_noise_is_never_counted_and_the_job_goes_on_where_it_stopped(engine: EngineClient, outputs: Outputs) -> None:
    files = interviews.files(MADE[:4])
    reporter = Reporter(engine, outputs, model_name="tiny", n_ctx=N_CTX, n_seq_max=2)
    running = reporter.run(SCHEMA, files, language="en")
    for event in running:
        if isinstance(event, FileDone):
            break
    running.close()

    planned, *_, made = reporter.run(SCHEMA, files, language="en")

    assert isinstance(planned, ReportPlanned)
    assert isinstance(made, Report)
    labels = {one.label for one in SCHEMA.fields[0].labels}
    texts = {one.name: one.text for one in MADE}
    for record in made.files:
        assert record.unread == ""
        for entry in record.entries:
            assert entry.value in labels or not entry.value
            for evidence in entry.evidence:
                first = evidence.citations[0]
                assert texts[record.name][first.start : first.end] == evidence.quote
    assert made.tallies[0].files == 4
    assert [*Reporter(None, outputs, model_name="tiny").run(SCHEMA, files, language="en")][-1] == made


def test_noise_about_values_adds_up_too(engine: EngineClient, outputs: Outputs) -> None:
    files = interviews.files(MADE[4:5])
    contract = template("contract", "en")

    made = [
        *Reporter(engine, outputs, model_name="tiny", n_ctx=N_CTX, n_seq_max=2).run(contract, files, language="en")
    ][-1]

    assert isinstance(made, Report)
    assert len(made.tallies) == len(contract.fields)
    assert all(tally.files == 1 for tally in made.tallies)


def test_a_list_is_never_proposed_from_noise(engine: EngineClient, outputs: Outputs) -> None:
    with pytest.raises(CodebookRefused):
        list(
            propose(
                engine, outputs, of_question("Why?"), interviews.files(MADE[:2]), language="en", model_key="tiny",
                n_ctx=N_CTX, n_seq_max=2,
            )
        )  # fmt: skip
