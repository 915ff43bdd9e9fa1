"""Tables that reportlab lays out, read back cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from models.documents.document import PageTables
from models.documents.reader import Reader
from models.errors import FileTypeUnsupported, PageMissing
from models.paths import Paths
from tests.models.documents import pdfs

ROWS = [
    ("Region", "Pumps", "Share"),
    *((f"Plant {n} north", f"{n * 1250:,}", f"{n}.5 %") for n in range(1, 9)),
    ("Total", "45,000", ""),
]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Paths(*(tmp_path / name for name in ("data", "config", "cache", "logs"))))


def laid_out(path: Path, rows: list[tuple[str, ...]], *style: tuple[object, ...]) -> Path:
    words = getSampleStyleSheet()["BodyText"]
    prose = "Before the table stands a paragraph that runs over the whole width of the page, and after it another. " * 4
    table = Table(rows, colWidths=[150, 90, 90], style=TableStyle(list(style)))
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(prose, words), table, Paragraph(prose, words)])
    return path


def only(found: PageTables) -> list[tuple[str, ...]]:
    [table] = found.tables
    return list(table.rows)


def test_a_ruled_table_comes_back_cell_by_cell(reader: Reader, tmp_path: Path) -> None:
    path = laid_out(tmp_path / "ruled.pdf", ROWS, ("GRID", (0, 0), (-1, -1), 0.5, colors.black))

    found = reader.tables(path, 1)

    assert found.tables[0].how == "ruled"
    assert only(found) == ROWS
    reader.close()


def test_a_table_without_lines_is_found_by_its_columns(reader: Reader, tmp_path: Path) -> None:
    found = reader.tables(laid_out(tmp_path / "aligned.pdf", ROWS, ("ALIGN", (1, 0), (-1, -1), "RIGHT")), 1)

    assert found.tables[0].how == "aligned"
    assert only(found) == ROWS
    reader.close()


def test_a_cell_over_two_columns_is_one_cell(reader: Reader, tmp_path: Path) -> None:
    rows = [("Plant", "Water and power in March", ""), *ROWS[1:4]]
    path = laid_out(
        tmp_path / "span.pdf", rows, ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (1, 0), (2, 0))
    )

    assert only(reader.tables(path, 1)) == rows
    reader.close()


def test_prose_is_no_table(reader: Reader, tmp_path: Path) -> None:
    assert reader.tables(pdfs.report(tmp_path / "prose.pdf", pages=1), 1).tables == ()
    reader.close()


def test_two_columns_of_short_lines_are_no_table(reader: Reader, tmp_path: Path) -> None:
    page = pdfs.canvas(tmp_path / "journal.pdf")
    for x in (60, 320):
        pdfs.lines(
            page,
            x,
            760,
            ["Method", *(f"Impeller {n} lost {n} milligrams in the first" for n in range(4)), "Results", "End."],
        )
    page.save()

    assert reader.tables(tmp_path / "journal.pdf", 1).tables == ()


def test_hidden_text_is_in_no_cell(reader: Reader, tmp_path: Path) -> None:
    page = pdfs.canvas(tmp_path / "hidden.pdf")
    for line in range(5):
        pdfs.lines(page, 72, 700 - 16 * line, [f"row {line}"])
        pdfs.lines(page, 300, 700 - 16 * line, [f"{line}00"])
        pdfs.lines(page, 400, 700 - 16 * line, ["secret"], mode=3)
    page.save()

    assert only(reader.tables(tmp_path / "hidden.pdf", 1)) == [(f"row {line}", f"{line}00") for line in range(5)]
    reader.close()


def test_a_page_that_is_not_there_and_a_file_that_is_no_pdf_are_refused(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(PageMissing):
        reader.tables(pdfs.report(tmp_path / "short.pdf", pages=1), 9)
    (tmp_path / "a.txt").write_text("no pdf")
    with pytest.raises(FileTypeUnsupported):
        reader.tables(tmp_path / "a.txt", 1)
    reader.close()


def test_a_page_full_of_lines_and_words_is_bounded(reader: Reader, tmp_path: Path) -> None:
    page = pdfs.canvas(tmp_path / "dense.pdf")
    for number in range(1500):
        page.line(20 + number % 550, 20, 20 + number % 550, 800)
        page.line(20, 20 + number % 780, 570, 20 + number % 780)
    for line in range(260):
        pdfs.lines(page, 20, 800 - 3 * line, ["12 345 word " * 12])
    page.save()

    assert reader.tables(tmp_path / "dense.pdf", 1).page == 1  # within the reader's own limit of time
    reader.close()
