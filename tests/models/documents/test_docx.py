from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from models.documents.document import Omission
from models.documents.flow import Flow
from models.documents.numbering import spelt
from tests.models.documents.office import STRICT_W, W, docx, paragraph, word_table

Extract = Callable[[Path], tuple[str, Flow]]

STYLES = f"""<w:styles {W}>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="own"><w:name w:val="Clause"/><w:basedOn w:val="2"/></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="loop"><w:name w:val="Loop"/><w:basedOn w:val="loop"/></w:style>
<w:style w:styleId="secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>"""


def level(depth: int, format_: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>'
        f'{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "·")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{level(0, "chineseCounting", "第%1条")}
{level(1, "decimal", "%1.%2", "<w:isLgl/>")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>"""


def item(text: str, number: int, depth: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def box(text: str) -> str:
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        f"<mc:AlternateContent><mc:Choice><wps:txbx>{content}</wps:txbx></mc:Choice>"
        f"<mc:Fallback>{content}</mc:Fallback></mc:AlternateContent>"
    )


BODY = (
    paragraph("M01 title", "T")
    + paragraph("M02 clause", "own")
    + "<w:p><w:ins><w:r><w:t>M03 inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    + '<w:r><w:t>, M04 noted</w:t><w:footnoteReference w:id="2"/></w:r>'
    + f'<w:r>{box("M07 in a box")}<w:commentReference w:id="0"/></w:r></w:p>'.replace("M07", "M06")
    + item("M08 first", 1) + item("M09 deeper", 1, 1) + item("M10 second", 1) + item("M11 bullet", 2)
    + "<w:sdt><w:sdtContent>" + paragraph("M12 in a control") + "</w:sdtContent></w:sdt>"
    + word_table(
        [paragraph("M13 a"), paragraph("M14 b|c")],
        [word_table([paragraph("M15"), paragraph("M16")]) + paragraph("M17"), paragraph("M18")],
    )
    + '<w:p><w:r><w:t>M19 one</w:t><w:br/><w:t>M20 two</w:t><w:tab/><w:t>three</w:t></w:r></w:p>'
    + paragraph("vanished", run="<w:vanish/>") + paragraph("styled away", "secret")
    + paragraph("white", run='<w:color w:val="FFFFFF"/>') + paragraph("tiny", run='<w:sz w:val="2"/>')
    + "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    "</w:p>"
)  # fmt: skip
PARTS: dict[str, str | bytes] = {
    "styles.xml": STYLES,
    "numbering.xml": NUMBERING,
    "footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator">{paragraph("line")}</w:footnote>'
    f'<w:footnote w:id="2">{paragraph("M05 the note")}</w:footnote></w:footnotes>',
    "comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="Li">{paragraph("M07 why?")}</w:comment>'
    "</w:comments>",
    "media/image1.png": b"\x89PNG",
}


def test_everything_a_reader_sees_comes_in_order(tmp_path: Path, extract: Extract) -> None:
    kind, flow = extract(docx(tmp_path / "a.docx", BODY, PARTS))
    text = flow.pages[0]

    assert kind == "docx"
    assert re.findall(r"M\d\d", text) == [f"M{number:02}" for number in range(1, 21)]
    assert "# M01 title\n\n## M02 clause\n\nM03 inserted, M04 noted[^1]\n\n[^1]: M05 the note" in text
    assert "1. M08 first\n  a) M09 deeper\n2. M10 second\n- M11 bullet\n" in text
    assert "| M13 a | M14 b\\|c |\n| M15, M16 M17 | M18 |" in text
    assert "[Comment by Li] M07 why?" in text
    assert "M19 one\nM20 two\tthree" in text
    assert text.endswith("1/2")


def test_what_is_left_out_is_counted(tmp_path: Path, extract: Extract) -> None:
    _, flow = extract(docx(tmp_path / "a.docx", BODY, PARTS))

    assert flow.hidden_passages == 4
    assert flow.hidden_characters == len("vanishedstyled awaywhitetiny")
    assert flow.omissions == (Omission("deleted passages", 1), Omission("pictures", 1))
    assert flow.tables == 2


def test_the_strict_form_reads_like_the_common_one(tmp_path: Path, extract: Extract) -> None:
    _, common = extract(docx(tmp_path / "a.docx", BODY, PARTS))
    _, strict = extract(docx(tmp_path / "b.docx", BODY, PARTS, namespace=STRICT_W))

    assert strict.pages == common.pages


def test_white_print_on_a_dark_ground_is_seen(tmp_path: Path, extract: Extract) -> None:
    white = '<w:color w:val="FFFFFF"/>'
    shaded = f'<w:p><w:pPr><w:shd w:fill="000000"/></w:pPr><w:r><w:rPr>{white}</w:rPr><w:t>M01</w:t></w:r></w:p>'
    body = shaded + word_table([paragraph("M02", run=white), paragraph("M03")])

    _, flow = extract(docx(tmp_path / "a.docx", body))

    assert re.findall(r"M\d\d", flow.pages[0]) == ["M01", "M02", "M03"]


def test_clauses_have_the_numbers_that_word_counts(tmp_path: Path, extract: Extract) -> None:
    body = "".join(item(text, 3, depth) for text, depth in (("甲", 0), ("one", 1), ("two", 1), ("乙", 0), ("one", 1)))
    restarted = item("x", 1) + item("y", 4) + item("z", 4)

    _, flow = extract(docx(tmp_path / "a.docx", body + restarted, PARTS))

    assert flow.pages[0].split("\n\n")[:5] == ["第一条 甲", "1.1 one", "1.2 two", "第二条 乙", "2.1 one"]
    assert flow.pages[0].endswith("1. x\n7. y\n8. z")


@pytest.mark.parametrize(
    ("count", "format_", "words"),
    [
        (4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (28, "lowerLetter", "bb"), (3, "upperLetter", "C"),
        (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"), (5, "decimalZero", "05"),
        (0, "lowerRoman", "0"), (7, "unheardOf", "7"),
    ],
)  # fmt: skip
def test_counts_are_spelt_in_the_formats_of_word(count: int, format_: str, words: str) -> None:
    assert spelt(count, format_) == words
