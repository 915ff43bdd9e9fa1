from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.document import Omission
from models.documents.flow import Flow, cells_of, row_of
from models.documents.number_formats import NumberFormat, number
from tests.models.documents import binary
from tests.models.documents.office import S, odf, relations, xlsx
from tests.models.documents.test_slides_and_books import cells

Extract = Callable[[Path], tuple[str, Flow]]

SHARED = (
    f"<sst {S}><si><t>M01 name</t></si><si><r><t>M02 </t></r><r><t>runs</t></r><rPh><t>reading</t></rPh></si>"
    "<si><t>M04_x000D_\nline</t></si></sst>"
)
STYLES = (
    f'<styleSheet {S}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="165" formatCode="0.0%"/><numFmt numFmtId="166" formatCode="#,##0.00&quot;Day&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/>'
    '<xf numFmtId="166"/></cellXfs></styleSheet>'
)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    '<c r="D1" t="inlineStr"><is><t>M03</t></is></c></row>'
    '<row r="2"><c t="s"><v>2</v></c><c><v>0.30000000000000004</v></c><c t="b"><v>1</v></c>'
    '<c t="e"><v>#N/A</v></c></row>'
    '<row r="9"><c r="A9" s="1"><v>45721</v></c><c r="B9" s="2"><v>45721</v></c><c r="C9" s="3"><v>0.125</v></c>'
    '<c r="D9" s="4"><v>45721.5</v></c><c r="E9" s="5"><v>1234.5</v></c></row>'
    '<row><c><f>SUM(A1:A2)</f></c><c t="str"><f>A1</f><v>result</v></c><c/></row><row><c t="s"><v>99</v></c></row>'
)


def test_a_workbook_shows_what_its_reader_sees(tmp_path: Path, extract: Extract) -> None:
    sheets = {
        "First 表": ROWS,
        "Empty": "",
        "Secret": "<row><c><v>1</v></c></row>",
        "Last": "<row><c><v>7</v></c></row>",
    }

    kind, flow = extract(xlsx(tmp_path / "a.xlsx", sheets, {"sharedStrings.xml": SHARED, "styles.xml": STYLES},
                              hidden="Secret"))  # fmt: skip

    assert kind == "xlsx"
    assert flow.pages[0].split("\n") == [
        "# First 表",
        "",
        "| M01 name | M02 runs |  | M03 |",
        "| M04 line | 0.3 | TRUE | #N/A |",
        "| 2025-03-05 | 2025-03-05 | 12.5% | 2025-03-05 12:00 | 1234.5 |",
        "| =SUM(A1:A2) | result |",
    ]
    assert flow.pages[1:] == ["# Empty", "# Last\n\n| 7 |"]
    assert flow.omissions == (Omission("hidden sheets", 1, ("Secret",)),)
    assert flow.tables == 2


def test_comments_and_boxes_follow_their_sheet(tmp_path: Path, extract: Extract) -> None:
    comments = (
        f'<comments {S}><commentList><comment ref="B3"><text><t>why?</t></text></comment></commentList></comments>'
    )
    parts: dict[str, str | bytes] = {
        "worksheets/_rels/sheet0.xml.rels": relations(("c", "comments", "../comments1.xml")),
        "comments1.xml": comments,
    }

    _, flow = extract(xlsx(tmp_path / "a.xlsx", {"One": "<row><c><v>1</v></c></row>"}, parts))

    assert flow.pages == ["# One\n\n| 1 |\n\n[Comment at B3] why?"]


def test_prefixes_comments_and_reading_aids_change_nothing(tmp_path: Path, extract: Extract) -> None:
    rows = (
        '<x:row xmlns:x="urn:x">\n <x:c>\n  <x:v>4<!-- -->2</x:v></x:c>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>東&amp;</x:t></x:r>'
        "<x:r><x:t>京</x:t></x:r><x:rPh><x:t>とう</x:t></x:rPh></x:is></x:c>"
        '<x:c t="str"><x:v><![CDATA[a<b]]></x:v></x:c></x:row>'
    )

    assert extract(xlsx(tmp_path / "a.xlsx", {"S": rows}))[1].pages == ["# S\n\n| 42 | 東&京 | a<b |"]


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path, extract: Extract) -> None:
    row = '<row><c s="1"><v>44259</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", {"S": row}, {"styles.xml": STYLES}, properties='<workbookPr date1904="1"/>')

    assert "2025-03-05" in extract(path)[1].pages[0]


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("yyyy-mm-dd", "1", "1900-01-01"), ("yyyy-mm-dd", "59", "1900-02-28"), ("yyyy-mm-dd", "61", "1900-03-01"),
        ("m/d/yy h:mm", "45721.75", "2025-03-05 18:00"), ("h:mm AM/PM", "0.5", "12:00"), ("[h]:mm", "1.5", "36:00:00"),
        ("mmm", "45721", "2025-03-05"), ("[$-409]d-mmm", "45721", "2025-03-05"), ("0.00%", "0.12345", "12.35%"),
        ("0%", "-0.5", "-50%"), ('0" days"', "3", "3"), ("General", "1E+20", "1e+20"), ("[Red]0", "5", "5"),
        ("yyyy-mm-dd", "-5", "-5"), ("yyyy-mm-dd", "9e9", "9000000000"), ("yyyy-mm-dd", "n/a", "n/a"),
        ("h:mm:ss", "0.999999", "24:00"),
    ],
)  # fmt: skip
def test_numbers_are_shown_by_their_format(code: str, stored: str, shown: str) -> None:
    format_ = NumberFormat(code)

    assert (number(stored) if format_.is_plain else format_.show(stored)) == shown.replace("24:00", "00:00")


@given(st.floats(), st.text(alphabet='ymdhs[]%0.#"\\;年月日 ', max_size=12))
def test_no_number_and_no_format_is_too_odd(value: float, code: str) -> None:
    assert NumberFormat(code).show(repr(value))


CELLS: list[binary.Cell] = [(0, 0, "M01"), (0, 1, 12.5), (2, 2, "M02 中文"), (3, 0, 7.0)]


@pytest.mark.parametrize("make", [binary.xls, binary.xlsb], ids=["xls", "xlsb"])
def test_older_workbooks_read_like_new_ones(tmp_path: Path, extract: Extract, make: Callable[..., Path]) -> None:
    kind, flow = extract(make(tmp_path / "book", {"First 表": CELLS, "Last": [(5, 5, "M03")]}))

    assert kind == make.__name__
    assert flow.pages == ["# First 表\n\n| M01 | 12.5 |\n|  |  | M02 中文 |\n| 7 |", "# Last\n\n| M03 |"]
    assert flow.tables == 2


def test_hidden_sheets_of_older_workbooks_are_named(tmp_path: Path, extract: Extract) -> None:
    _, flow = extract(binary.xls(tmp_path / "a.xls", {"Shown": CELLS, "Secret": CELLS}, hidden="Secret"))

    assert len(flow.pages) == 1
    assert flow.omissions == (Omission("hidden sheets", 1, ("Secret",)),)


def test_an_open_sheet_repeats_what_it_says_it_repeats(tmp_path: Path, extract: Extract) -> None:
    hidden = '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        f"<table:table-row>{cells('M01', 'M02')}{empty}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        f"{cells('M03')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048576">{empty}</table:table-row>'
    )
    row = f"<table:table-row>{cells('x')}</table:table-row>"
    secret = f'<table:table table:name="S" table:style-name="gone">{row}</table:table>'

    kind, flow = extract(
        odf(tmp_path / "a.ods", "spreadsheet", f'<table:table table:name="T">{rows}</table:table>{secret}', hidden)
    )

    assert kind == "ods"
    assert flow.pages == ["# T\n\n| M01 | M02 |\n|  |  | M03 |\n|  |  | M03 |"]
    assert flow.omissions == (Omission("hidden sheets", 1, ("S",)),)


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])), min_size=1))
def test_the_cells_of_a_row_can_be_had_back(texts: list[str]) -> None:
    assert cells_of(row_of(texts)) == [text.strip() for text in texts]
