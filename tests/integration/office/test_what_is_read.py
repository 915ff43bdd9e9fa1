"""LibreOffice's files against the words that went into them: everything there, in order, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.reader import Reader
from models.paths import Paths
from models.tasks.tables import Tables, find_tables
from tests.integration.office.blocks import Table, Written, flattened, notes_of, words_of
from tests.integration.office.flat_sheets import Budget
from tests.integration.office.flat_slides import Slide
from tests.integration.office.folder import BUDGETS, SAID, SLIDES, TEXTS

pytestmark = [pytest.mark.soak]

CASES = [(written, format_) for written, formats in TEXTS for format_ in formats]
TEXT_FILES = pytest.mark.parametrize(("written", "format_"), CASES, ids=[f"{w.name}.{f}" for w, f in CASES])
Read = Callable[[str], Document]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    home = tmp_path_factory.mktemp("home")
    made = Reader(Paths(*(home / name for name in ("data", "config", "cache", "logs"))))
    yield made
    made.close()


@pytest.fixture(scope="module")
def read(folder: Path, reader: Reader) -> Read:
    def one(name: str) -> Document:
        *_, document = reader.read(folder / name)
        assert isinstance(document, Document)
        return document

    return one


def plain(text: str) -> str:
    """Without what lines, headings and items are marked with, and without white space, which a page sets anew."""
    return re.sub(r"\s+", "", re.sub(r"(?m)^\s*(?:#+|[-•]|\d\.)\s", "", re.sub(r"\[?\^\d\]?", "", text)))


def missing(pieces: list[str], text: str) -> list[str]:
    """The pieces that are not in the text in this order."""
    text, at, gone = plain(text), 0, []
    for piece in map(plain, pieces):
        found = text.find(piece, at)
        if found < 0:
            gone.append(piece)
        else:
            at = found + len(piece)
    return gone


@TEXT_FILES
def test_every_word_is_read_in_order(read: Read, written: Written, format_: str) -> None:
    document = read(f"{written.name}.{format_}")

    assert missing(words_of(written.blocks), document.text) == []
    said = sum(map(len, map(plain, words_of(written.blocks) + [note for _, note in notes_of(written.blocks)])))
    furniture = 2 * len(plain(written.header + written.footer)) if format_ == "pdf" else 0
    assert said <= len(plain(document.text).replace("|", "")) <= said + furniture + 10


@TEXT_FILES
def test_a_note_stands_once_behind_its_paragraph_or_on_its_page(read: Read, written: Written, format_: str) -> None:
    document = read(f"{written.name}.{format_}")

    for paragraph, note in notes_of(written.blocks):
        assert plain(document.text).count(plain(note)) == 1
        marks = re.findall(rf"\[\^(\d)\]: {re.escape(note[:2])}", document.text)
        assert len(marks) == 1
        place = document.text.index(f"[^{marks[0]}]: {note[:2]}")
        if format_ == "pdf":
            on_page = document.text[document.pages[document.page_at(place) - 1].start : place]
            assert plain(paragraph)[-10:] + "" in plain(on_page)
        else:
            assert plain(document.text[:place]).endswith(plain(paragraph))


@TEXT_FILES
def test_headers_and_footers_are_said_once_at_most(read: Read, written: Written, format_: str) -> None:
    text = read(f"{written.name}.{format_}").text

    for furniture in (written.header, written.footer):
        assert len(re.findall(rf"(?m)^{re.escape(furniture)}(?: \d)?$", text)) <= (1 if format_ == "pdf" else 0)


@TEXT_FILES
def test_tables_have_their_cells_and_their_totals(
    folder: Path, reader: Reader, read: Read, written: Written, format_: str
) -> None:
    document = read(f"{written.name}.{format_}")
    of_page = (lambda page: reader.tables(folder / document.name, page)) if format_ == "pdf" else None

    [found] = [event for event in find_tables(document, of_page) if isinstance(event, Tables)]

    wanted = [block.rows for block in flattened(written.blocks) if isinstance(block, Table)]
    assert [[list(map(plain, row)) for row in table.rows] for table in found.tables] == [
        [list(map(plain, row)) for row in rows] for rows in wanted
    ]
    assert all(total.agrees for total in found.totals)
    has_total = sum(rows[-1][0] in ("Total", "合计") for rows in wanted)
    assert len({total.table for total in found.totals}) == has_total


@pytest.mark.parametrize("format_", ["pptx", "odp", "pdf"])
@pytest.mark.parametrize(("name", "pages"), SLIDES)
def test_slides_are_pages_with_their_points_and_notes(read: Read, name: str, pages: list[Slide], format_: str) -> None:
    document = read(f"{name}.{format_}")

    assert len(document.pages) == len(pages)
    for number, (page, (title, points, rows)) in enumerate(zip(document.pages, pages, strict=True), start=1):
        cells = [cell for row in rows for cell in row]
        notes = [f"[Notes] {SAID} {number}"] if format_ != "pdf" else []
        assert missing([title, *points, *cells, *notes], page.text) == []
        assert format_ == "pdf" or page.text.startswith(f"# {title}\n")
    assert document.report.omissions == ()


@pytest.mark.parametrize("format_", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.title)
def test_sheets_show_what_a_spreadsheet_shows(read: Read, budget: Budget, format_: str) -> None:
    document = read(f"{budget.title}.{format_}")
    first, second = document.pages

    lines = first.text.split("\n")
    shown = ["| " + " | ".join(row) + " |" for row in budget.shown()]
    own = lines[2:]
    if format_ == "xls":  # whose shares stay numbers, as models/documents/sheets.py says
        own, shown = ([re.sub(r" \| (?:0\.\d+|[\d.]+%|1) \|$", "", line) for line in rows] for rows in (own, shown))
    assert lines[0] == f"# {budget.sheet}"
    assert own == shown
    assert second.text.split("\n")[2:] == [f"| {key} | {value} |" for key, value in budget.notes]
    assert [(each.what, each.names) for each in document.report.omissions] == [("hidden sheets", ("Old",))]
