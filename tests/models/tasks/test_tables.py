from __future__ import annotations

from pathlib import Path

import pytest

from models.documents.document import Document, Table
from models.documents.reader import Reader
from models.paths import Paths
from models.tasks.tables import Tables, find_tables
from models.tasks.tables.export import as_csv
from models.tasks.tables.totals import amount, totals
from tests.models.tasks.helpers import assert_sound

CSV = 'Region,Pumps,Price\nNorth,"1,200",10.5\nSouth,800,11\nTotal,2000,\n'
MARKDOWN = (
    "# Sales\n\n| Region | Pumps |\n|---|---:|\n| North | 5 |\n| a \\| b | 7 |\n| **Total** | 13 |\n\n"
    "Text.\n\n| x | y |\n| - | - |\n| 1 | 2 |\n"
)
HTML = (
    "<html><body><p>Intro to the table.</p><table><tr><th>地区</th><th>金额</th></tr>"
    "<tr><td>华北</td><td>3,500</td></tr><tr><td>华东</td><td>1,500</td></tr><tr><td>合计</td><td>5,000</td></tr></table></body></html>"
)


def read(path: Path, text: str) -> Document:
    path.write_text(text, encoding="utf-8")
    reader = Reader(Paths(*(path.parent / name for name in ("data", "config", "cache", "logs"))))
    *_, document = reader.read(path)
    assert isinstance(document, Document)
    return document


def found(document: Document) -> Tables:
    events = list(find_tables(document))
    assert_sound(events, [document])
    [tables] = [event for event in events if isinstance(event, Tables)]
    return tables


def test_the_cells_of_a_csv_file_are_its_own(tmp_path: Path) -> None:
    made = found(read(tmp_path / "a.csv", CSV))

    assert made.tables[0].rows == (
        ("Region", "Pumps", "Price"),
        ("North", "1,200", "10.5"),
        ("South", "800", "11"),
        ("Total", "2000", ""),
    )
    assert [(total.row, total.column, total.agrees) for total in made.totals] == [(3, 1, True)]


def test_tables_in_markdown_are_parted_and_a_wrong_total_is_said(tmp_path: Path) -> None:
    document = read(tmp_path / "a.md", MARKDOWN)
    made = found(document)

    assert [len(table.rows) for table in made.tables] == [4, 2]
    assert made.tables[0].rows[2] == ("a | b", "7")
    [total] = made.totals
    assert (total.stated, total.summed, total.agrees) == ("13", "12", False)
    *_, last = find_tables(document)
    assert "13 is stated; the cells above add up to 12" in last.text  # type: ignore[union-attr]


def test_a_table_of_a_web_page_in_chinese_adds_up(tmp_path: Path) -> None:
    made = found(read(tmp_path / "a.html", HTML))

    assert made.tables[0].rows[-1] == ("合计", "5,000")
    assert [total.agrees for total in made.totals] == [True]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,200", "1200"),
        ("¥ 3.50", "3.50"),
        ("(20)", "-20"),
        ("-7 %", "-7"),
        ("12 kg", None),
        ("2025-03-05", None),
        ("", None),
        ("1,20", None),
    ],
)
def test_a_cell_is_a_number_only_when_it_is_nothing_else(cell: str, value: str | None) -> None:
    made = amount(cell)

    assert (None if made is None else str(made)) == value


def test_a_subtotal_counts_the_rows_since_the_last_one() -> None:
    rows = [("", "n"), ("a", "1"), ("b", "2"), ("小计", "3"), ("c", "4"), ("d", "5"), ("小计", "9"), ("总计", "12")]

    assert [(t.row, t.agrees) for t in totals(0, rows)] == [(3, True), (6, True), (7, True)]


def test_years_that_head_columns_are_not_added() -> None:
    rows = [("Item", "2023", "2024"), ("Steel", "120", "340"), ("Paint", "30", "45"), ("Total", "150", "395")]

    assert [(t.column, t.summed, t.agrees) for t in totals(0, rows)] == [(1, "150", True), (2, "385", False)]


def test_no_cell_runs_as_a_formula() -> None:
    table = Table(page=1, how="cells", rows=(("=HYPERLINK(1)", "-5"), ("+cmd", "@x")))

    assert as_csv(table).decode("utf-8-sig") == "'=HYPERLINK(1),-5\r\n'+cmd,'@x\r\n"
