from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from models.engine.schema import answers
from models.errors import CodebookRefused, EngineCrashed
from models.report import codebook
from models.report.codebook import Codebook
from models.report.events import CodebookProposed, ReportProgress, SourceFile
from models.report.proposing import propose
from models.report.schema import Label, of_question
from models.report.words import words
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.models.report.making import MADE, SCHEMA
from tests.models.summary.engines import SENTENCE, Refusing, TextEngine

OPEN = of_question("Why did this person leave?")


class Proposing(TextEngine):
    """Says of each file what its second sentence says, and groups what it is given in two labels."""

    def __init__(self, quote: str | None = None) -> None:
        super().__init__()
        self._quote = quote

    def reply(self, question: str) -> str:
        if lines := SENTENCE.findall(question):
            number, text = lines[-1]
            quote = self._quote or text
            return json.dumps({"phrases": [{"sentence": f"S{number}", "quote": quote, "phrase": text[:40]}]})
        count = len(re.findall(r"^\d+\. ", question, re.MULTILINE))
        labels = [
            ("Own reasons", [1, count]),
            ("The firm's  reasons", [2]),
            ("Nobody's reasons", [count + 1]),
            ("own reasons", [1]),
        ]
        return json.dumps({"labels": [{"phrases": n, "label": label, "definition": "one line"} for label, n in labels]})


def proposed(
    engine: TextEngine, tmp_path: Path, files: list[SourceFile] | None = None
) -> list[ReportProgress | CodebookProposed]:
    database = Database(tmp_path / "paddock.sqlite3")
    try:
        read = files or interviews.files(MADE)
        return list(propose(engine, Outputs(database), OPEN, read, language="en", model_key="test", n_ctx=8192))
    finally:
        database.close()


def test_labels_come_from_what_a_sample_says(tmp_path: Path) -> None:
    engine = Proposing()

    *progress, last = proposed(engine, tmp_path)

    assert isinstance(last, CodebookProposed)
    assert [one.label for one in last.codebook["answer"]] == ["Own reasons", "The firm's reasons", "Other"]
    assert len(progress) == codebook.SAMPLE
    again = Proposing()
    assert proposed(again, tmp_path)[-1] == last
    assert again.asked == []


def test_phrases_whose_passage_is_nowhere_are_dropped(tmp_path: Path) -> None:
    with pytest.raises(CodebookRefused, match="can be checked"):
        proposed(Proposing("words that stand in no file at all"), tmp_path)


def test_an_engine_that_fails_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineCrashed):
        proposed(Refusing(EngineCrashed(exit="signal SIGSEGV")), tmp_path)


def test_the_sample_is_spread_over_all_files_that_can_be_read() -> None:
    files = interviews.files(interviews.interviews("en", 64))
    files[0] = SourceFile("001.txt", None, "gone")

    sample = codebook.sample(files)

    assert len(sample) == codebook.SAMPLE
    assert sample == codebook.sample(files)
    assert sample[-1].name > "055"


def test_a_model_that_groups_nothing_leaves_the_phrases_to_the_person() -> None:
    labels = codebook.grouped("I cannot do that", ["low pay", "low  pay", "far away"], words("en"))

    assert [one.label for one in labels] == ["low pay", "far away", "Other"]


def test_the_form_of_the_answers_is_what_is_read() -> None:
    assert answers(codebook.phrase_schema(3), '{"phrases": [{"sentence": "S3", "quote": "low pay", "phrase": "pay"}]}')
    assert answers(codebook.group_schema(2), '{"labels": [{"phrases": [2], "label": "Pay", "definition": "too low"}]}')
    assert not answers(codebook.group_schema(2), '{"labels": [{"phrases": [3], "label": "Pay", "definition": "x y"}]}')


def test_an_edited_file_takes_the_place_of_the_list(tmp_path: Path) -> None:
    path = tmp_path / "codebook.json"
    path.write_bytes(codebook.written({"cause": (Label("Geld", "Zu wenig"), Label("工资"))}))

    schema = codebook.applied(SCHEMA, codebook.read(path), path.name)

    assert schema.fields[0].labels == (Label("Geld", "Zu wenig"), Label("工资"))
    assert codebook.of(schema) == codebook.read(path)


@pytest.mark.parametrize(
    "lists", [{"mood": (Label("a"), Label("b"))}, {"cause": (Label("a"),)}, {"cause": (Label("a"), Label("A"))}]
)
def test_a_list_that_cannot_be_counted_by_is_refused(lists: Codebook) -> None:
    with pytest.raises(CodebookRefused, match=r"codebook\.json"):
        codebook.applied(SCHEMA, lists, "codebook.json")


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"fields": {"cause": ["Pay"]}}')
    with pytest.raises(CodebookRefused):
        codebook.read(tmp_path / "c.json")
