"""Summaries of LibreOffice's files, saved in every form and opened by LibreOffice again: every line is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.reader import Reader
from models.paths import Paths
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Summary
from models.summary.export import FORMS
from models.summary.job import Summariser
from tests.integration.office.folder import convert
from tests.models.tasks.helpers import Answering

pytestmark = [pytest.mark.soak]

FILES = ("Supply agreement.docx", "年度报告.pdf", "Pump strategy 2026.pptx", "2026年预算.xlsx", "职工代表会议纪要.odt")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    home = tmp_path_factory.mktemp("home")
    made = Reader(Paths(*(home / name for name in ("data", "config", "cache", "logs"))))
    yield made
    made.close()


@pytest.fixture(scope="module")
def summaries(folder: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> list[Summary]:
    """By an engine that copies every sentence with a figure, rows without their bars."""
    database = Database(tmp_path_factory.mktemp("store") / "outputs.sqlite3")
    made = []
    for name in FILES:
        *_, document = reader.read(folder / name)
        assert isinstance(document, Document)
        *_, summary = Summariser(Copying(r"\d"), Outputs(database), model_name="oracle").run(document)
        assert isinstance(summary, Summary)
        made.append(summary)
    database.close()
    return made


def test_each_file_is_read_whole_and_its_figures_are_in_the_summary(summaries: list[Summary]) -> None:
    assert all(summary.complete for summary in summaries)
    assert all(len(summary.notes) >= 4 for summary in summaries)
    assert not any(summary.conflicts for summary in summaries)
    assert not any(mark in summary.text for summary in summaries for mark in ("[^", "\\#", "“#"))
    quotes = ["".join(note.quote.split()) for summary in summaries for note in summary.notes]
    for figure in ("18,450", "5.13亿元", "8,214", "2026-01-15", "41个工时"):
        assert any(figure in quote for quote in quotes), figure


@pytest.mark.parametrize("form", ["docx", "html"])
def test_libreoffice_opens_an_export_and_finds_every_line_in_it(
    summaries: list[Summary], reader: Reader, tmp_path: Path, form: str
) -> None:
    paths = [tmp_path / f"{number}.{form}" for number in range(len(summaries))]
    for path, summary in zip(paths, summaries, strict=True):
        path.write_bytes(FORMS[form]([summary]))
    convert(paths, "pdf" if form == "docx" else "odt", tmp_path, tmp_path)

    for path, summary in zip(paths, summaries, strict=True):
        *_, document = reader.read(path.with_suffix(".pdf" if form == "docx" else ".odt"))
        assert isinstance(document, Document)
        shown = bare(document.text)
        wanted = [summary.text, *(note.quote for note in summary.notes)]
        lines = [line for text in wanted for line in text.splitlines() if bare(line)]
        assert [line for line in lines if bare(line) not in shown] == []


def test_the_other_forms_hold_every_passage(summaries: list[Summary]) -> None:
    for summary in summaries:
        for form in ("md", "csv", "json"):
            data = FORMS[form]([summary]).decode("utf-8-sig")
            text = json.dumps(json.loads(data), ensure_ascii=False) if form == "json" else data
            assert [note.quote for note in summary.notes if bare(note.quote) not in bare(text)] == []


class Copying(Answering):
    """Rows are copied without bars, which part the fields of an answer."""

    def reply(self, question: str) -> str:
        return super().reply(re.sub(r" ?\| ?", " ", question))


def bare(text: str) -> str:
    """Letters and figures alone: each form sets marks, bullets and line ends in its own way."""
    return re.sub(r"\[\^?\d+\]:?|\^\d+|[\W_]", "", text)
