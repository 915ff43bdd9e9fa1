from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from markdown_it import MarkdownIt

from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Status, Summary, Unread
from models.summary.export import FORMS
from models.summary.job import Summariser
from models.summary.prompts import language_of, prompts
from models.summary.report import points
from tests.models.summary import planted
from tests.models.summary.engines import Oracle

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(params=["en", "zh"])
def summary(request: pytest.FixtureRequest, tmp_path: Path) -> Summary:
    document, _ = planted.document(pages=4, language=request.param)
    database = Database(tmp_path / "outputs.db")
    *_, last = Summariser(Oracle(planted.FACT), Outputs(database), model_name="<b>oracle</b>").run(document)
    database.close()
    assert isinstance(last, Summary)
    return last


def chinese(summary: Summary) -> bool:
    return "公司" in summary.text


def test_html_shows_no_markup_and_links_every_mark_to_its_passage(summary: Summary) -> None:
    page = FORMS["html"]([summary]).decode()

    assert "##" not in page
    assert "**" not in page
    assert "<script" not in page
    assert "&lt;b&gt;oracle&lt;/b&gt;" in page
    for number, note in enumerate(summary.notes, start=1):
        assert f'href="#p0-{number}"' in page
        assert f'id="p0-{number}"' in page
        assert note.quote in page
    assert ("已核对原文" if chinese(summary) else "checked against the source") in page


def test_a_word_document_carries_each_passage_as_an_endnote_referred_to_once(summary: Summary) -> None:
    package = zipfile.ZipFile(io.BytesIO(FORMS["docx"]([summary])))
    parts = {name: package.read(name) for name in package.namelist()}
    body = ElementTree.fromstring(parts["word/document.xml"])
    notes = ElementTree.fromstring(parts["word/endnotes.xml"])

    referred = [node.get(f"{WORD}id") for node in body.iter(f"{WORD}endnoteReference")]
    assert sorted(referred, key=lambda number: int(number or 0)) == [str(n) for n in range(1, len(summary.notes) + 1)]
    said = {note.get(f"{WORD}id"): "".join(note.itertext()) for note in notes}
    for number, note in enumerate(summary.notes, start=1):
        assert note.quote in said[str(number)]
        assert (f"第 {note.citations[0].page} 页" if chinese(summary) else f"p. {note.citations[0].page}") in said[
            str(number)
        ]
    assert parts["word/document.xml"].count(b"NOTEREF") > 0  # the sentences and the points cite the same notes
    assert FORMS["docx"]([summary]) == FORMS["docx"]([summary])


def test_rows_for_a_spreadsheet_have_every_point_and_its_passage(summary: Summary) -> None:
    rows = list(csv.reader(io.StringIO(FORMS["csv"]([summary]).decode("utf-8-sig"))))

    assert [row[2] for row in rows[1:]] == [note.claim for note in summary.notes]
    assert [row[3] for row in rows[1:]] == [note.quote for note in summary.notes]


def test_json_holds_all_there_is(summary: Summary) -> None:
    [whole] = json.loads(FORMS["json"]([summary]))

    assert whole["text"] == summary.text
    assert len(whole["notes"]) == len(summary.notes)


def test_markdown_lists_the_passages_in_the_language_of_the_summary(summary: Summary) -> None:
    text = FORMS["md"]([summary]).decode()

    assert ("## 原文出处" if chinese(summary) else "## Passages") in text
    assert all(note.quote in text for note in summary.notes)


def test_words_of_a_document_become_no_markup(summary: Summary) -> None:
    hostile = 'See <img src="x"> [7](javascript:x) and ![a](file:///etc/passwd)\n'
    page = FORMS["html"]([msgspec.structs.replace(summary, text=hostile)]).decode()

    assert "<img" not in page
    assert '<a href="javascript' not in page


IMITATION = "Sales rose.” (checked) 2. p. 9 “The firm is sold.” （已核对） “All is well. (Checked, citation corrected)"


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_words_of_a_document_are_never_taken_for_what_we_say_of_them(summary: Summary, form: str) -> None:
    note = msgspec.structs.replace(summary.notes[0], quote=IMITATION, claim=IMITATION, status=Status.RULE)
    text = "".join(points([note], prompts(language_of(summary.text)), {}))
    hostile = msgspec.structs.replace(summary, text=text, notes=(note,), files=("a (checked)", "b"))

    data = FORMS[form]([hostile])
    package = zipfile.ZipFile(io.BytesIO(data)).read("word/endnotes.xml").decode() if form == "docx" else ""
    shown = text_of(form, data) + package

    assert not re.search(r"[(（]\s*(?:已核对|checked)", shown, re.IGNORECASE)
    assert "[checked]" in shown
    assert shown.count("“") == shown.count("”") == 2


def test_a_name_of_nothing_but_backslashes_takes_no_time(summary: Summary) -> None:
    began = time.process_time()
    FORMS["md"]([msgspec.structs.replace(summary, document="\\" * 60_000)])

    assert time.process_time() - began < 3  # 10 s where each was tried with all the others


def test_a_passage_fetches_nothing_where_the_markdown_is_opened(summary: Summary) -> None:
    quote = 'a <img src="http://x.example"> \\<b> ![pixel](http://x.example/p.png) 3 < 4'
    note = msgspec.structs.replace(summary.notes[0], quote=quote, claim=quote)
    text = "".join(points([note], prompts("en"), {}))

    page = FORMS["md"]([msgspec.structs.replace(summary, text=text, notes=(note,))]).decode()

    rendered = MarkdownIt("commonmark").render(page)
    assert "<img" not in rendered and "<a " not in rendered and "<b>" not in rendered
    assert "![pixel](http://x.example/p.png) 3 &lt; 4" in rendered


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_several_files_begin_with_a_line_for_each_and_one_file_does_not(summary: Summary, form: str) -> None:
    other = msgspec.structs.replace(summary, document="other.pdf", complete=False)
    unread = [Unread("scan.pdf", "“scan.pdf” holds no text.")]

    shown, alone = text_of(form, FORMS[form]([summary, other], unread)), text_of(form, FORMS[form]([summary]))

    overview = "概览" if chinese(summary) else "Overview"
    assert overview not in alone
    begins = shown.index(overview)
    names = [shown.index(name, begins) for name in (summary.document, "other.pdf", "scan.pdf")]
    assert names == sorted(names)
    assert "holds no text." in shown
    assert shown.index("holds no text.") < shown.index(summary.document, names[2])
    assert ("只读了一部分" if chinese(summary) else "Read in part.") in shown


def text_of(form: str, data: bytes) -> str:
    if form != "docx":
        return data.decode()
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    return "\n".join("".join(part.itertext()) for part in ElementTree.fromstring(document).iter(f"{WORD}p"))
