from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from models.documents.document import Omission
from models.documents.flow import Flow
from tests.models.documents.office import A, P, epub, odf, pptx, shape

Extract = Callable[[Path], tuple[str, Flow]]

TABLE = (
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>"
    + "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody></a:tc>" for cell in row)
        + "</a:tr>"
        for row in (("M06", "M07"), ("M08", "M09"))
    )
    + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)
NOTES = (
    f"<p:notes {P}><p:cSld><p:spTree>{shape('4', kind='sldNum')}{shape('M04 say this', kind='body')}"
    "</p:spTree></p:cSld></p:notes>"
)
DIAGRAM = (
    '<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    f"{A}><d:ptLst><d:pt><d:t><a:p><a:r><a:t>M10 step</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>"
)
SMART = (
    '<p:graphicFrame><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'r:dm="diagramData"/></p:graphicFrame>'
)


def test_slides_come_in_order_with_titles_tables_diagrams_and_notes(tmp_path: Path, extract: Extract) -> None:
    slides: list[tuple[str, dict[str, str]]] = [
        (shape("M02 point", "\tM03 deeper") + shape("M01 title", kind="title"), {"notesSlide": NOTES}),
        (shape("secret plan", kind="title"), {}),
        (f"<p:grpSp>{shape('M05 in a group')}</p:grpSp>{TABLE}{SMART}", {"diagramData": DIAGRAM}),
    ]

    kind, flow = extract(pptx(tmp_path / "a.pptx", slides, hidden=1))

    assert kind == "pptx"
    assert re.findall(r"M\d\d", "".join(flow.pages)) == [f"M{number:02}" for number in range(1, 11)]
    assert flow.pages[0] == "# M01 title\n\n- M02 point\n  - M03 deeper\n\n[Notes] M04 say this"
    assert flow.pages[1] == "M05 in a group\n\n| M06 | M07 |\n| M08 | M09 |\n\n- M10 step"
    assert flow.omissions == (Omission("hidden slides", 1, ("secret plan",)),)


LISTS = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/>'
    "</text:list-style>"
)
HIDES = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
NOTE = (
    "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>M06 note</text:p></text:note-body>"
    "</text:note>"
)


def items(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


TWO = 'text:display-levels="2"'


def test_lists_and_headings_of_named_styles_are_known(tmp_path: Path, extract: Extract) -> None:
    def numbered(level: int, more: str) -> str:
        return f'<text:list-level-style-number text:level="{level}" style:num-format="1" {more}/>'

    styles = (
        '<style:style style:name="H2" style:default-outline-level="2"/>'
        '<text:list-style style:name="C"><text:list-level-style-number text:level="1" style:num-prefix="第" '
        'style:num-format="一, 二, 三, ..." style:num-suffix="条"/>' + numbered(10, "") + "</text:list-style>"
        f'<text:list-style style:name="D">{numbered(1, "")}{numbered(2, TWO)}</text:list-style>'
    )
    body = (
        '<text:p text:style-name="P1">M01</text:p>'
        f'<text:list text:style-name="C">{items("M02", "M03")}</text:list>'
        '<text:list text:style-name="D"><text:list-item><text:p>M04</text:p><text:list>'
        f"{items('M05', 'M06')}</text:list></text:list-item></text:list>"
    )
    own = '<style:style style:name="P1" style:parent-style-name="H2"/>'

    _, flow = extract(odf(tmp_path / "a.odt", "text", body, styles + own))

    assert flow.pages[0].split("\n\n") == ["## M01", "第一条 M02", "第二条 M03", "1 M04", "1.1 M05", "1.2 M06"]


def cells(*texts: str) -> str:
    return "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)


def test_open_text_comes_in_order(tmp_path: Path, extract: Extract) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="2">M01 heading</text:h>'
        '<text:p>M02 <text:span>M03</text:span><text:s text:c="2"/>x<text:line-break/>M04'
        f' <text:span text:style-name="H">hidden</text:span>M05{NOTE}</text:p>'
        f'<text:list text:style-name="N">{items("M07", "M08")}</text:list><text:list>{items("M09")}</text:list>'
        "<table:table><table:table-header-rows><table:table-row>" + cells("M10", "M11") + "</table:table-row>"
        "</table:table-header-rows><table:table-row>" + cells("M12", "M13") + "</table:table-row></table:table>"
        "<text:section><text:p><draw:frame><draw:text-box><text:p>M15 box</text:p></draw:text-box></draw:frame>"
        "<office:annotation><dc:creator>Li</dc:creator><text:p>M16 why?</text:p></office:annotation>M14</text:p>"
        "</text:section>"
    )

    kind, flow = extract(odf(tmp_path / "a.odt", "text", body, LISTS + HIDES))

    assert kind == "odt"
    assert re.findall(r"M\d\d", flow.pages[0]) == [f"M{number:02}" for number in range(1, 17)]
    assert flow.pages[0].startswith(
        "## M01 heading\n\nM02 M03  x\nM04 M05[^1]\n\n[^1]: M06 note\n\n1. M07\n2. M08\n- M09"
    )
    assert "| M10 | M11 |\n| M12 | M13 |\n\nM14\n\nM15 box\n\n[Comment by Li] M16 why?" in flow.pages[0]
    assert flow.omissions == (Omission("deleted passages", 1),)
    assert (flow.hidden_passages, flow.hidden_characters) == (1, 6)


def test_open_slides_are_pages_with_titles_and_notes(tmp_path: Path, extract: Extract) -> None:
    slide = (
        '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>M{0}1 title</text:p></draw:text-box>'
        "</draw:frame><draw:frame><draw:text-box><text:p>M{0}2</text:p></draw:text-box></draw:frame><presentation:notes>"
        '<draw:frame presentation:class="notes"><draw:text-box><text:p>M{0}3</text:p></draw:text-box></draw:frame>'
        "</presentation:notes></draw:page>"
    )

    kind, flow = extract(odf(tmp_path / "a.odp", "presentation", slide.format(0) + slide.format(1)))

    assert kind == "odp"
    assert flow.pages == [f"# M{n}1 title\n\nM{n}2\n\n[Notes] M{n}3" for n in range(2)]


def test_chapters_of_a_book_come_in_the_order_of_its_spine(tmp_path: Path, extract: Extract) -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>'
        "<body><h1>{}</h1><p>{}</p></body></html>"
    )
    chapters = {"z one.xhtml": page.format("M01", "M02 一"), "a.xhtml": page.format("M03", "M04")}

    kind, flow = extract(epub(tmp_path / "a.epub", chapters))

    assert kind == "epub"
    assert flow.pages == ["# The book\n\n# M01\n\nM02 一", "# M03\n\nM04"]
