"""The pipeline on llama.cpp itself, with a model of random weights: noise in, an honest summary out."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.reader import Reader
from models.engine.client import EngineClient
from models.engine.protocol import Completed, LoadParams, SamplingParams, TextDelta
from models.paths import Paths
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser, notes
from models.summary.events import NotesFound, Planned, Progress, Summary
from tests.gguf_models import make_tiny_gguf
from tests.models.documents import pdfs
from tests.models.summary import planted
from tests.models.summary.test_job import assert_sound, result

N_CTX = 3072


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineClient]:
    with EngineClient(tmp_path / "engine.log") as client:
        list(client.load(make_tiny_gguf(tmp_path / "tiny.gguf"), LoadParams(n_ctx=N_CTX, n_seq_max=2, n_threads=1)))
        yield client


@pytest.fixture
def document(tmp_path: Path) -> Document:
    reader = Reader(Paths(*(tmp_path / name for name in ("data", "config", "cache", "logs"))))
    *_, read = reader.read(pdfs.report(tmp_path / "report.pdf", pages=2))
    assert isinstance(read, Document)
    return read


def test_noise_ends_in_a_summary_with_marks_and_resumes(
    engine: EngineClient, document: Document, tmp_path: Path
) -> None:
    database = Database(tmp_path / "paddock.sqlite3")
    summariser = Summariser(engine, Outputs(database), model_name="tiny", n_ctx=N_CTX, n_seq_max=2)
    run = summariser.run(document)
    for event in run:
        if isinstance(event, NotesFound):
            break
    run.close()

    events = list(summariser.run(document))

    assert_sound(events, document)
    planned = events[0]
    assert isinstance(planned, Planned)
    assert 1 <= planned.cached <= planned.chunks
    again = list(summariser.run(document))
    assert isinstance(again[-1], Summary)
    assert result(again) == result(events)
    database.close()


@pytest.mark.alone
def test_stopping_takes_no_time_wherever_the_model_is(engine: EngineClient, tmp_path: Path) -> None:
    """The median of seven: reading or writing, all answers on their way are ended before `close` returns."""
    database = Database(tmp_path / "paddock.sqlite3")
    given, _ = planted.document(60, 2)
    took = []
    for events in (3, 4, 6, 9, 13, 18, 24):
        run = Summariser(engine, Outputs(database), model_name="tiny", n_ctx=N_CTX, n_seq_max=2).run(given, fresh=True)
        for _ in range(events):
            next(run)
        began = time.monotonic()
        run.close()
        list(engine.generate("Free again:", SamplingParams(max_tokens=1)))
        took.append(time.monotonic() - began)
    database.close()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("summary-")]
    assert sorted(took)[len(took) // 2] <= 0.3, took


@pytest.mark.soak
def test_the_estimate_at_half_way_is_within_a_fifth_in_a_real_run(engine: EngineClient, tmp_path: Path) -> None:
    database = Database(tmp_path / "paddock.sqlite3")
    given, _ = planted.document(200, 2)
    run = Summariser(engine, Outputs(database), model_name="tiny", n_ctx=N_CTX, n_seq_max=2).run(given)
    shown = [(time.monotonic(), event) for event in run if isinstance(event, Progress)]
    ended = shown[-1][0]
    database.close()
    whole = ended - shown[0][0]
    at, half = next((at, event) for at, event in shown if at - shown[0][0] >= whole / 2)

    assert half.eta_s is not None
    assert abs(half.eta_s - (ended - at)) < 0.2 * whole, (half.eta_s, ended - at, whole)


def test_lines_held_to_the_grammar_parse_whatever_the_model_says(engine: EngineClient) -> None:
    """Random weights are the hardest case: no token is likelier than another. One cut off may lose its last line."""
    whole = broken = 0
    for seed in range(24):
        sampling = SamplingParams(temperature=1.5, seed=seed, max_tokens=400, grammar=notes.grammar(9))
        events = list(engine.generate("Notes:", sampling))
        text = "".join(event.text for event in events if isinstance(event, TextDelta))
        [end] = [event for event in events if isinstance(event, Completed)]
        lines = text.split("\n")[: None if end.finish_reason == "stop" else -1]
        parsed = notes.parse("\n".join(lines), 9)
        whole += len(parsed.lines)
        broken += parsed.broken
    assert whole > 40
    assert broken <= 0.001 * (whole + broken)
