"""Headings of a PDF are told by the size of their print, in real files made by reportlab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from models.documents.clean import tidy
from models.documents.document import Document
from models.documents.outline import Outline
from models.documents.pdf import PdfFile
from models.documents.pdf_headings import marked
from models.documents.reader import Reader
from models.documents.sentences import sentences_of
from tests.models.documents import pdfs

Read = Callable[[Path], Document]
BODY = [f"The pump of plant {number} moved {number * 7} tonnes of water in the year 2025." for number in range(12)]


def pdf(path: Path, *pages: Sequence[tuple[float, str | list[str]]]) -> Path:
    """Pages of (size, lines), one below the other."""
    canvas = pdfs.canvas(path)
    for page in pages:
        y = 780.0
        for size, said in page:
            texts = [said] if isinstance(said, str) else said
            pdfs.lines(canvas, 72, y, texts, size=size)
            y -= 1.2 * size * len(texts) + 14
        canvas.showPage()
    canvas.save()
    return path


def marked_text(path: Path) -> str:
    """As the reader's process makes it, but for its cleaning."""
    with path.open("rb") as copy:
        file = PdfFile(path.name, copy)
        pages = list(file.page_texts())
        file.close()
    return "\f".join(marked([tidy(text) for text, *_ in pages], [prints for *_, prints in pages]))


def headings(text: str) -> list[str]:
    return [line for line in text.replace("\f", "\n").splitlines() if line.startswith("#")]


def test_larger_print_is_a_heading_and_the_largest_the_highest(tmp_path: Path, read: Read) -> None:
    path = pdf(
        tmp_path / "a.pdf",
        [(24, "Annual report"), (11, BODY), (16, "Sites"), (11, BODY), (13, "Hull"), (11, BODY)],
        [(16, "Outlook"), (11, BODY)],
    )

    document = read(path)

    assert headings(document.text) == ["# Annual report", "## Sites", "### Hull", "## Outlook"]
    sentences = sentences_of(document)
    outline = Outline(document.text, sentences)
    assert outline.path_at(document.text.rindex("plant 3 ")) == ("Annual report", "Outlook")
    assert "# Annual report\n\nThe pump of plant 0" in document.text


def test_a_heading_of_two_lines_is_one(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [(18, ["Wear of bronze impellers", "in sandy water"]), (11, BODY)])

    assert headings(marked_text(path)) == ["# Wear of bronze impellers in sandy water"]


def test_two_headings_of_one_size_are_two(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [(18, "Annual Report 2025"), (18, "Overview"), (11, BODY)])

    assert headings(marked_text(path)) == ["# Annual Report 2025", "# Overview"]


@pytest.mark.parametrize(
    "page",
    [
        [(11, BODY)],
        [(11.4, "A line printed a little larger"), (11, BODY)],
        [(20, "This is a sentence that was only printed large."), (11, BODY)],
        [(30, "42"), (11, BODY)],
        [(20, [f"Line {number} of a long quotation" for number in range(5)]), (11, BODY)],
        [(20, BODY), (11, BODY[:8])],
    ],
    ids=["one size", "by a hair", "a sentence", "a figure", "a quotation", "half of it"],
)
def test_what_is_no_heading_is_not_made_one(tmp_path: Path, page: list[tuple[float, str | list[str]]]) -> None:
    assert headings(marked_text(pdf(tmp_path / "a.pdf", page))) == []


def test_a_header_in_large_print_on_every_page_is_dropped_and_no_heading(tmp_path: Path, read: Read) -> None:
    pages = [[(18, "Northwind Confidential"), (11, [f"{n} {line}" for line in BODY])] for n in range(5)]

    document = read(pdf(tmp_path / "a.pdf", *pages))

    assert headings(document.text) == [] and "Confidential" not in document.text.split("\f")[2]


def test_headings_in_two_columns_are_two(tmp_path: Path) -> None:
    canvas = pdfs.canvas(tmp_path / "a.pdf")
    for x, title in ((72, "Method"), (330, "Results")):
        pdfs.lines(canvas, x, 780, [title], size=16)
        pdfs.lines(canvas, x, 750, [line[:40] for line in BODY], size=10)
    canvas.save()

    assert headings(marked_text(tmp_path / "a.pdf")) == ["# Method", "# Results"]


def test_a_chinese_heading_is_one_too(tmp_path: Path) -> None:
    canvas = pdfs.canvas(tmp_path / "a.pdf")
    pdfs.lines(canvas, 72, 780, ["年度报告"], font=pdfs.CHINESE, size=20)
    pdfs.lines(canvas, 72, 740, [pdfs.chinese_fact(number) for number in range(9)], font=pdfs.CHINESE)
    canvas.save()

    assert headings(marked_text(tmp_path / "a.pdf")) == ["# 年度报告"]


def test_a_cited_heading_is_found_on_its_page(tmp_path: Path, reader: Reader) -> None:
    path = pdf(tmp_path / "a.pdf", [(24, "Annual report"), (11, BODY)])

    assert len(reader.page_image(path, 1, passage="# Annual report").rects) == 1
    assert len(reader.page_image(path, 1, passage=f"# Annual report\n\n{BODY[0]}").rects) >= 2
