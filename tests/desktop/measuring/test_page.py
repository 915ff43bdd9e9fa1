from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from desktop.chat.loading import Stage
from desktop.measuring import curves
from desktop.measuring.page import PerformancePage
from desktop.shell.measuring import Measuring
from desktop.shell.parts import Parts
from desktop.widgets import file_dialog
from models.bench import history
from models.bench.events import Alone, Memory, Receipt
from models.bench.published import compare
from models.bench.report import Report
from models.bench.selection import Wish
from tests.desktop.program import until

SMALL = Wish(contexts=(512,), repeats=1, quick=True)


def report(day: int = 1, speed: float = 40.0, sizes: tuple[int, ...] = (4096, 8192), model: str = "tiny") -> Report:
    rows = tuple(
        Alone(
            n_ctx=size, chosen=False, prompt_tokens=size - 40, n_gpu_layers=0, n_layers=3, type_k="f16",
            first_token_ms=size / 10, tokens_per_s=speed - size / 1000, first_token_ms_samples=(1.0,),
            tokens_per_s_samples=(1.0,), memory=Memory(planned_bytes=1 << 30, measured_bytes=2 << 30),
        )
        for size in sizes
    )  # fmt: skip
    receipt = Receipt(
        date=f"2026-11-{day:02}T10:00:00+00:00", version="0", model=model, size_bytes=1, sha256=None,
        architecture="llama",
        device="cpu", driver="", cpu="cpu", threads=1, ram_bytes=1, build="b", tokens=32,
    )  # fmt: skip
    return Report(receipt=receipt, repeats=1, alone=rows, published=compare(rows))


@pytest.fixture
def measuring(ready: Parts):
    ready.shelf.add(Path(ready.loader.choice.path))
    made = Measuring(ready)
    yield made
    made.close()


def test_a_real_measurement_makes_room_is_kept_and_gives_the_model_back(ready: Parts, measuring: Measuring) -> None:
    page, path = measuring.page, ready.loader.choice.path
    page.refresh()
    steps: list[float] = []
    measuring.measurement.worked.connect(lambda event: steps.append(event.fraction))
    page.begin.click()  # shows it, with a wish of its own
    assert page.stop.isVisibleTo(page) and ready.loader.choice.stage is Stage.NONE
    page.stop.click()
    until(lambda: not measuring.measurement.running, "the stop", timeout_s=60)
    until(lambda: ready.loader.choice.stage is Stage.READY, "the model again")
    measuring._begin(page.model.currentData(), SMALL, None)
    until(lambda: page.report is not None and not measuring.measurement.running, "the figures", timeout_s=90)
    assert page.report is not None and [row.n_ctx for row in page.report.alone] == [512]
    assert page.report.alone[0].tokens_per_s > 0 and steps
    assert history.reports(ready.paths) == [page.report]
    assert page._alone.rowCount() == 1 and page._alone.item(0, 0).text() == "512"
    until(lambda: ready.loader.choice.stage is Stage.READY, "the model again")
    assert ready.loader.choice.path == path


def test_while_something_is_answered_nothing_is_measured(ready: Parts, measuring: Measuring) -> None:
    measuring.page.refresh()
    ready.chat.send("tell me everything")
    measuring.page.begin.click()
    assert measuring.page.words.text() and not measuring.measurement.running
    ready.chat.stop()
    until(lambda: not ready.chat.busy, "the end")


@pytest.fixture
def page(parts: Parts, measuring_page_of) -> PerformancePage:
    return measuring_page_of(parts)


@pytest.fixture
def measuring_page_of():
    def made(parts: Parts) -> PerformancePage:
        for each in (report(1, 30.0), report(2, 50.0), report(3, 20.0, model="other"), report(4, 40.0)):
            history.keep(parts.paths, each)
        found = Measuring(parts).page
        found.refresh()
        return found

    return made


def test_the_newest_is_shown_and_an_older_one_can_be_chosen(page: PerformancePage) -> None:
    assert page.report == report(4, 40.0)
    page.which.setCurrentIndex(page.which.count() - 1)
    page.which.activated.emit(page.which.count() - 1)
    assert page.report == report(1, 30.0)


def test_the_figures_can_be_taken_elsewhere(page: PerformancePage, tmp_path: Path, monkeypatch) -> None:
    page._copy()
    assert msgspec.json.decode(QGuiApplication.clipboard().text(), type=Report) == page.report
    out = tmp_path / "out.json"
    monkeypatch.setattr(file_dialog, "save_file", lambda *_: (out, ""))
    page._save()
    assert json.loads(out.read_bytes())["receipt"]["model"] == "tiny"


def test_a_plot_holds_earlier_ones_of_the_same_model_and_the_published_figures(page: PerformancePage) -> None:
    lines, axes = curves.by_context(report(4), [report(1), report(3, model="other")], curves.speed_of, "tok/s")
    assert [len(line.points) for line in lines] == [2, 2, 2]
    assert lines[0].dashed and lines[0].points[0] == (4096.0, 43.2)
    assert [words for _, words in axes.places] == ["4K", "8K"]


def test_over_time_only_what_was_measured_twice_is_a_line() -> None:
    lines, axes = curves.over_time(
        report(4), [report(1), report(2, sizes=(4096,)), report(3, model="other"), report(4)]
    )
    assert [(line.name, len(line.points)) for line in lines] == [("4K", 3), ("8K", 2)]
    assert len(axes.places) == 3
