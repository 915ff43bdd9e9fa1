from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from models.report.events import Report, SourceFile
from models.report.export import FORMS
from models.report.job import Reporter
from models.report.record import FileRecord
from models.report.schema import parse
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful, document
from tests.models.report.making import MADE, SCHEMA
from tests.models.summary.engines import TextEngine

HOSTILE = '=1+1<script>alert("x")</script>|*.txt'
VALUES = parse({"title": "Papers", "properties": {"sum": {"title": "Sum", "type": "string"}}}, "x", "en")


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Twelve interviews, one of them under a hostile name, and one file that could not be read."""
    made = MADE[:12]
    files = [
        SourceFile(HOSTILE, document(HOSTILE, made[0].text)),
        *interviews.files(made[1:]),
        SourceFile("gone.pdf", None, "“gone.pdf” is damaged."),
    ]
    return run(Careful("en"), tmp_path, files)


def run(engine: TextEngine, tmp_path: Path, files: list[SourceFile], schema: object = SCHEMA) -> Report:
    database = Database(tmp_path / "paddock.sqlite3")
    *_, last = Reporter(engine, Outputs(database), model_name="test").run(schema, files, language="en")  # type: ignore[arg-type]
    database.close()
    assert isinstance(last, Report)
    return last


@pytest.mark.parametrize("form", ["md", "html"])
def test_words_of_a_file_are_never_taken_for_what_we_say_of_them(report: Report, form: str) -> None:
    def imitating(record: FileRecord) -> FileRecord:
        return msgspec.structs.replace(
            record,
            entries=tuple(
                msgspec.structs.replace(
                    entry,
                    evidence=tuple(
                        msgspec.structs.replace(one, quote="Yes.” (checked) p. 9 “It is sold") for one in entry.evidence
                    ),
                )
                for entry in record.entries
            ),
        )

    hostile = msgspec.structs.replace(report, files=tuple(map(imitating, report.files)))

    shown = FORMS[form](hostile)

    assert "“Yes.’ [checked] p. 9 ‘It is sold”" in shown
    assert "(checked)" not in shown


class Page(HTMLParser):
    """The tags of a page, checked to nest, and its links."""

    VOID = frozenset({"meta"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(values["id"] or "")
        if "href" in values or "src" in values:
            self.links.append(values.get("href") or values.get("src") or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_by_itself_and_every_figure_leads_to_its_files(report: Report) -> None:
    page = Page(FORMS["html"](report))

    assert page.open == []
    assert "script" not in page.tags
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= page.ids
    counted = [count for count in report.tallies[0].counts if count.least]
    assert len(page.links) == len(counted)
    assert "svg" in page.tags
    assert HOSTILE in page.text
    assert "“gone.pdf” is damaged." in page.text


def test_the_rows_of_the_table_add_up_to_the_counts(report: Report) -> None:
    head, *rows = csv.reader(io.StringIO(FORMS["csv"](report), newline=""))

    assert head == ["File", "Field", "Answer", "State", "Check", "Page", "Passage"]
    for count in report.tallies[0].counts:
        assert sum(row[2] == count.label and row[3] == "Counted" for row in rows) == count.least
    assert sum(row[3] == "not found" for row in rows) == len(report.tallies[0].none)
    assert [row[4] for row in rows if row[3] == "Not read"] == ["“gone.pdf” is damaged."]
    assert rows[0][0] == f"'{HOSTILE}"


def test_json_has_the_records_and_the_counts(report: Report) -> None:
    made = json.loads(FORMS["json"](report))

    assert made["complete"] is False
    (tally,) = made["tallies"]
    assert (tally["files"], tally["read"]) == (13, 12)
    for count in tally["counts"]:
        names = [one["name"] for one in made["files"] for entry in one["entries"] if entry["value"] == count["label"]]
        assert len(names) == count["count"] == len(count["files"])
    entry = next(entry for one in made["files"] for entry in one["entries"])
    assert entry["evidence"][0]["quote"]


def test_markdown_says_everything_and_escapes_names(report: Report) -> None:
    text = FORMS["md"](report)

    for count in report.tallies[0].ranked():
        assert f"| {count.label} | {count.least} |" in text
    assert "- gone.pdf: “gone.pdf” is damaged." in text
    assert "<script>" not in text
    assert "| **Files in all** | 13 |" in text


@pytest.mark.parametrize("form", FORMS)
def test_values_are_shown_with_their_passage_or_as_not_found(tmp_path: Path, form: str) -> None:
    def reply(question: str) -> str:
        if "yes or no" in question:
            return "yes"
        if "euros" not in question:
            return '{"found": []}'
        found = [
            {"sentences": ["S1"], "quote": "The buyer pays 1,200 euros", "value": value}
            for value in ("1,200 euros", "1,300 euros")
        ]
        return json.dumps({"found": found})

    files = [
        SourceFile("a.txt", document("a.txt", "The buyer pays 1,200 euros on delivery.")),
        SourceFile("b.txt", document("b.txt", "Nothing is said here of money.")),
    ]
    made = run(TextEngine(reply), tmp_path, files, VALUES)

    text = FORMS[form](made)

    assert made.tallies[0].found == ("a.txt",)
    assert made.tallies[0].none == ("b.txt",)
    assert "1,200 euros" in text
    assert "The buyer pays 1,200 euros on delivery." in text
    if form != "json":
        assert "1,300" not in text
        assert "not found" in text
