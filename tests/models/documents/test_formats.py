"""Every format through the limited process, as the window reads it: what is planted comes out, in order."""

from __future__ import annotations

import random
import re
import resource
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.reader import Reader
from models.documents.sentences import sentences_of
from tests.models.documents import binary, pdfs
from tests.models.documents.office import S, docx, epub, odf, paragraph, pptx, shape, xlsx
from tests.models.documents.test_slides_and_books import cells
from tests.yardstick import slowness

MARKS = [f"M{number:02} 第{number}号" for number in range(1, 9)]
Write = Callable[[Path], object]


def pdf(path: Path) -> None:
    page = pdfs.canvas(path)
    pdfs.lines(page, 72, 760, MARKS, font=pdfs.CHINESE)
    page.save()


def rows(path: Path) -> None:
    each = "".join(f'<row><c t="inlineStr"><is><t>{mark}</t></is></c></row>' for mark in MARKS)
    xlsx(path, {"S": each})


def rich_text(path: Path) -> None:
    lines = "".join(f"M{n:02} \\u31532?{n}\\u21495?\\par " for n in range(1, 9))
    path.write_bytes(b"{\\rtf1\\ansi\\uc1 " + lines.encode() + b"}")


def mail(path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = MARKS[0]
    message.set_content("\n\n".join(MARKS[1:]))
    path.write_bytes(bytes(message))


def subtitles(path: Path) -> None:
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},500\n{mark}\n" for n, mark in enumerate(MARKS))
    path.write_text("\n".join(cues), "utf-8")


def text(form: str, encoding: str = "utf-8", between: str = "\n") -> Write:
    lines = between.join(form.format(mark) for mark in MARKS)
    lines = lines.replace("号", "號") if encoding == "big5" else lines
    return lambda path: path.write_bytes(lines.encode(encoding))


CELLS = [(row, 0, mark) for row, mark in enumerate(MARKS)]
FORMATS: dict[str, Write] = {
    "pdf": pdf,
    "docx": lambda path: docx(path, "".join(paragraph(mark) for mark in MARKS)),
    "pptx": lambda path: pptx(path, [(shape(mark), {}) for mark in MARKS]),
    "xlsx": rows,
    "xls": lambda path: binary.xls(path, {"S": CELLS}),
    "xlsb": lambda path: binary.xlsb(path, {"S": CELLS}),
    "odt": lambda path: odf(path, "text", "".join(f"<text:p>{mark}</text:p>" for mark in MARKS)),
    "odp": lambda path: odf(path, "presentation", "".join(
        f"<draw:page><text:p>{mark}</text:p></draw:page>" for mark in MARKS)),
    "ods": lambda path: odf(path, "spreadsheet", '<table:table table:name="S">' + "".join(
        f"<table:table-row>{cells(mark)}</table:table-row>" for mark in MARKS) + "</table:table>"),
    "epub": lambda path: epub(path, {f"{n}.xhtml": f"<p>{mark}</p>" for n, mark in enumerate(MARKS)}),
    "html": text("<p>{}</p>"),
    "csv": text('1,"{}",2'),
    "tsv": text("1\t{} 公司在第一季度完成了三亿元的销售收入\t2", "gb18030"),
    "json": text('{{"a": "{}"}}', between=",\n"),
    "rtf": rich_text,
    "eml": mail,
    "srt": subtitles,
    "md": text("- {}", "utf-16"),
    "txt": text("{} 公司在第一季完成了三億元的銷售收入", "big5", "\n\n"),
    "py": text("x = 1  # {}"),
}  # fmt: skip


@pytest.mark.parametrize(("suffix", "write"), FORMATS.items(), ids=FORMATS.keys())
def test_what_is_planted_comes_out_in_order(
    tmp_path: Path, read: Callable[[Path], Document], suffix: str, write: Write
) -> None:
    path = tmp_path / f"文件 a.{suffix}"
    write(path)

    document = read(path)

    assert re.findall(r"M\d\d 第\d[号號]", document.text.replace("號", "号")) == MARKS
    for page in document.pages:
        assert document.text[page.start : page.start + len(page.text)] == page.text
    sentences = [document.text[each.start : each.end] for each in sentences_of(document)]
    assert sum(bool(re.search(r"M\d\d", each)) for each in sentences) == (1 if suffix in ("pdf", "srt") else 8)


def test_the_inside_of_a_package_decides_what_it_is(tmp_path: Path, read: Callable[[Path], Document]) -> None:
    rows(tmp_path / "a.docx")

    assert read(tmp_path / "a.docx").kind == "xlsx"


def test_the_report_says_what_was_read_and_what_was_not(tmp_path: Path, read: Callable[[Path], Document]) -> None:
    hidden = paragraph("ghost", run="<w:vanish/>") + paragraph("zero\u200bwidth")
    report = read(docx(tmp_path / "a.docx", hidden, {"media/i.png": b"x"})).report

    assert (report.pages, report.characters, report.tables, report.encoding) == (1, 9, 0, None)
    assert (report.hidden_passages, report.hidden_characters) == (2, 6)
    assert [(each.what, each.count) for each in report.omissions] == [("pictures", 1)]


def test_the_encoding_of_a_page_can_be_changed(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="gbk"><p>naïve café</p>'.encode("cp1252"))

    *_, document = reader.read(path, encoding="cp1252")

    assert isinstance(document, Document)
    assert (document.text, document.report.encoding) == ("naïve café", "cp1252")


def cpu_s(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.alone
def test_a_word_document_of_4_5_mb_is_read_in_a_second(tmp_path: Path, extract: Callable[[Path], object]) -> None:
    words = random.Random(1)
    known = ["".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(3000)]
    each = (paragraph(" ".join(words.choices(known, k=93))) for _ in range(30_000))
    path = docx(tmp_path / "a.docx", "".join(each))

    assert path.stat().st_size > 4_000_000
    assert cpu_s(lambda: extract(path)) < 1.0 * slowness()


@pytest.mark.alone
def test_a_workbook_of_50_000_rows_is_read_in_three_seconds(tmp_path: Path, extract: Callable[[Path], object]) -> None:
    def row(n: int) -> str:
        cells = "".join(f'<c r="{letter}{n}"><v>{n * 1.5}</v></c>' for letter in "BCDEFGHIJ")
        return f'<row r="{n}"><c r="A{n}" t="s"><v>{n % 9}</v></c>{cells}</row>'

    strings = "".join(f"<si><t>name {n}</t></si>" for n in range(9))
    path = xlsx(
        tmp_path / "a.xlsx",
        {"S": "".join(map(row, range(1, 50_001)))},
        {"sharedStrings.xml": f"<sst {S}>{strings}</sst>"},
    )

    assert cpu_s(lambda: extract(path)) < 3.0 * slowness()


@pytest.mark.alone
def test_a_pdf_of_300_pages_in_two_columns_is_read_in_three_seconds(
    tmp_path: Path, reader: Reader, read: Callable[[Path], Document]
) -> None:
    path = pdfs.two_columns(tmp_path / "a.pdf", 300, lines_each=50)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    document = read(path)
    reader.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert len(document.pages) == 300
    assert len(document.text) > 1_000_000
    assert "Left 300.49 of the column says this.\nRight 300.0 of" in document.text
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3.0
