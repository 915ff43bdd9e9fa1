from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.evidence import Evidence
from desktop.documents.source_pane import SourcePane
from desktop.shell.parts import Parts
from tests.desktop.program import until

QUOTE = "The second page names the price: 4,200 crowns."


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "contract.pdf"
    canvas = Canvas(str(path))
    for text in ("The first page says little.", QUOTE, "The third page is signed."):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def pane(parts: Parts, qtbot: QtBot) -> SourcePane:
    made = SourcePane(parts.theme, parts.sources)
    qtbot.addWidget(made)
    made.resize(480, 700)
    return made


def evidence(path: Path, page: int = 1, start: int = 0, end: int = 0, quote: str = QUOTE) -> Evidence:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Evidence(path.name, path, sha256, page, start, end, quote)


def test_the_cited_page_is_shown_with_its_passage_lit(pane: SourcePane, pdf: Path) -> None:
    pane.show_evidence(evidence(pdf, page=2))
    until(lambda: not pane._picture.lit().isNull(), "the page")

    assert pane._where.text() == "Page 2 of 3" and QUOTE in pane._picture.accessibleName()


def test_other_pages_are_turned_to_and_light_nothing(pane: SourcePane, pdf: Path) -> None:
    pane.show_evidence(evidence(pdf, page=2))
    until(lambda: not pane._picture.lit().isNull(), "the page")
    pane._next.click()
    until(lambda: pane._picture.lit().isNull(), "the next page")

    assert pane._where.text() == "Page 3 of 3" and not pane._next.isEnabled() and pane._previous.isEnabled()


def test_a_text_is_shown_at_its_passage_also_behind_wide_characters(pane: SourcePane, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    text = "😀 first\n" * 40 + QUOTE + "\nlast\n"
    file.write_text(text, encoding="utf-8")
    start = text.index(QUOTE)
    pane.show_evidence(evidence(file, start=start, end=start + len(QUOTE)))
    until(lambda: pane._text.extraSelections(), "the text")

    assert pane._text.extraSelections()[0].cursor.selectedText() == QUOTE


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_a_file_that_is_another_one_now_leaves_the_quote(pane: SourcePane, pdf: Path, what: str) -> None:
    found = evidence(pdf, page=2)
    if what == "gone":
        pdf.unlink()
    else:
        pdf.write_bytes(pdf.read_bytes() + b"\n%")
    pane.show_evidence(found)
    until(lambda: pane._notice.isVisible(), "the sentence")

    assert "contract.pdf" in pane._notice.text() and QUOTE in pane._quote.text()


def test_a_text_is_read_once_for_all_its_passages(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("one\ntwo\n")
    [first] = parts.sources.text(evidence(file, quote="one"))
    [second] = parts.sources.text(evidence(file, quote="two"))

    assert first is second and first.text == "one\ntwo\n"
