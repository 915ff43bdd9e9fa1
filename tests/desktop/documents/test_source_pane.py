from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.evidence import Evidence
from desktop.documents.headings import shown
from desktop.documents.source_pane import SourcePane
from desktop.shell.parts import Parts
from tests.desktop.program import until
from tests.models.documents.office import docx, paragraph

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


def test_a_page_too_small_to_be_read_is_enlarged_around_its_passage(pane: SourcePane, pdf: Path) -> None:
    pane.resize(320, 500)
    pane.show_evidence(evidence(pdf, page=2))
    until(lambda: not pane._picture.lit().isNull(), "the page")
    before, viewport = pane._picture.lit(), pane._scroll.viewport()

    pane._larger.click()
    until(lambda: pane._task is not None and pane._picture.lit().width() > 1.8 * before.width(), "the larger page")
    until(lambda: pane._picture._image.width() > 1.8 * viewport.width(), "it is as sharp as it is large")

    seen = pane._picture.visibleRegion().boundingRect()
    assert seen.intersects(pane._picture.lit()) and seen.left() <= pane._picture.lit().left()
    pane._larger.click()
    until(lambda: pane._picture.width() == viewport.width(), "the whole page")


def test_a_quote_is_one_line_of_prose_however_the_page_breaks_it(pane: SourcePane, pdf: Path) -> None:
    pane.show_evidence(evidence(pdf, page=2, quote="The second page\nnames the price:\n4,200 crowns."))

    assert pane._quote.text() == f"“{QUOTE}”"


def test_a_text_is_shown_at_its_passage_also_behind_wide_characters(pane: SourcePane, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    text = "😀 first\n" * 40 + QUOTE + "\nlast\n"
    file.write_text(text, encoding="utf-8")
    start = text.index(QUOTE)
    pane.show_evidence(evidence(file, start=start, end=start + len(QUOTE)))
    until(lambda: pane._text.extraSelections(), "the text")

    assert pane._text.extraSelections()[0].cursor.selectedText() == QUOTE


def test_headings_of_a_word_document_stand_out_without_marks_and_the_passage_is_lit(
    pane: SourcePane, parts: Parts, tmp_path: Path
) -> None:
    levels = {"😀 Contract": 0, "Price": 1}
    body = "".join(
        f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>{paragraph("Before.")}'
        for words, level in levels.items()
    )
    file = docx(tmp_path / "contract.docx", body + paragraph(QUOTE))
    [read] = parts.sources.text(evidence(file))
    start = read.text.index(QUOTE)
    pane.show_evidence(evidence(file, start=start, end=start + len(QUOTE)))
    until(lambda: pane._text.extraSelections(), "the text")
    blocks = map(pane._text.document().findBlockByNumber, range(pane._text.document().blockCount()))
    forms = {each.text(): each.begin().fragment().charFormat() for each in blocks if each.text()}

    assert pane._text.extraSelections()[0].cursor.selectedText() == QUOTE
    assert [words for words, form in forms.items() if form.fontWeight() == QFont.Weight.Bold] == [*levels]
    assert read.text.startswith("# ") and "#" not in pane._text.toPlainText()


def test_a_text_after_a_passage_in_a_heading_is_not_all_heading(pane: SourcePane) -> None:
    pane._text.show_passage(shown("# Price\n\nText.", "docx"), 2, 7)
    pane._text.show_passage(shown("Plain words.", "text"), 0, 5)

    form = pane._text.document().firstBlock().begin().fragment().charFormat()
    assert form.fontWeight() != QFont.Weight.Bold


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
