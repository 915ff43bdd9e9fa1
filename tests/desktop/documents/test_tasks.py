"""Every task on files as a job of the window. The model is noise: what is tested is everything around it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from desktop.chat.card import scope_words, state_words, title_of
from desktop.documents.card import Card
from desktop.documents.evidence import evidence_of
from desktop.documents.job_steps import steps
from desktop.documents.saving import forms_of, save
from desktop.documents.work import Ask, ListEvery, StudyCode, TakeTables, Translate, Work
from desktop.shell.parts import Parts
from models.documents.reader import Reader
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Summary
from tests.desktop.documents.test_jobs import cards
from tests.desktop.program import paths_in, until
from tests.models.documents import pdfs
from tests.models.tasks.helpers import Answering, model

TABLE = "| Region | Pumps |\n|---|---|\n| North | 5 |\n| South | 7 |\n| Total | 13 |\n\nText.\n\n| x |\n|---|\n| 1 |\n"


def done(parts: Parts, work: Work, *files: Path) -> list[Card]:
    """The cards of such work at its end."""
    chat = parts.chat.ensure()
    assert chat is not None
    parts.jobs.begin(chat.id, "Do it", list(files), work)
    until(lambda: not parts.jobs.busy, "the work", timeout_s=60)
    return cards(parts, chat.id)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_tables_are_taken_without_a_model_and_saved_as_a_file_each(parts: Parts, tmp_path: Path) -> None:
    (card,) = done(parts, TakeTables(), written(tmp_path, "pumps.md", TABLE))

    assert (card.task, card.state, forms_of(card)[0]) == ("tables", "done", "csv")
    assert [path.name for path in save(card, tmp_path / "out.csv")] == ["out-1.csv", "out-2.csv"]
    assert (tmp_path / "out-2.csv").read_text("utf-8-sig") == "x\n1\n"
    assert "12" in card.text  # what the total should be
    assert evidence_of(card, 1) is not None


def test_the_tables_of_a_pdf_are_found_on_its_pages(parts: Parts, tmp_path: Path) -> None:
    (card,) = done(parts, TakeTables(), pdfs.table(tmp_path / "pumps.pdf"))

    assert card.tables is not None
    assert card.tables.tables[0].rows[2] == ("Pump number 2 of the works", "222 tonnes")


def test_each_file_is_translated_on_a_card_of_its_own(ready: Parts, tmp_path: Path) -> None:
    first = written(tmp_path, "gate.md", "# Notice\n\nThe gate was opened on 5 March 2025.\n\n7,000\n")
    second = written(tmp_path, "mare.md", "The mare is grey.\n")

    made = done(ready, Translate("zh"), first, second)

    assert [(card.document, card.state) for card in made] == [("gate.md", "done"), ("mare.md", "done")]
    assert made[0].translation is not None
    assert [segment.source for segment in made[0].translation.segments] == [
        "# Notice", "The gate was opened on 5 March 2025.", "7,000",
    ]  # fmt: skip
    save(made[0], tmp_path / "both.html")
    assert "<td>The gate was opened on 5 March 2025.</td>" in (tmp_path / "both.html").read_text("utf-8")
    assert title_of(made[0].kept()) == "Translation of gate.md"


def test_items_of_several_files_are_counted_on_one_card(ready: Parts, tmp_path: Path) -> None:
    files = [written(tmp_path, f"{name}.txt", f"The {name} is grey.\n") for name in ("mare", "gate")]

    (card,) = done(ready, ListEvery("horse"), *files)

    assert (card.task, card.state, len(card.sources)) == ("list", "done", 2)
    assert "Counted by code" in state_words(card.kept())
    assert scope_words(card.kept()).startswith("2 of 2 pages processed")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_asked(ready: Parts, tmp_path: Path) -> None:
    blank = written(tmp_path, "blank.txt", " \n")
    mare = written(tmp_path, "mare.txt", "The mare is grey and lives in the east stable.\n")

    (card,) = done(ready, Ask("What is grey?"), blank, mare)

    assert (card.state, card.complete) == ("done", False)
    assert "“blank.txt” holds no text" in card.text
    assert card.sources[0].refusal and not card.sources[1].refusal
    assert all(citation.file == 1 for note in card.notes for citation in note.citations)


def test_where_no_file_can_be_read_the_card_says_why(ready: Parts, tmp_path: Path) -> None:
    blanks = [written(tmp_path, f"{name}.txt", " \n") for name in "ab"]

    (card,) = done(ready, ListEvery("horse"), *blanks)

    assert (card.state, card.error) == ("failed", ("FileHasNoText", {"name": "a.txt"}))


def test_a_citation_counts_the_files_that_were_left_out(tmp_path: Path) -> None:
    files = [written(tmp_path, "blank.txt", " \n"), written(tmp_path, "mare.txt", "The mare is grey.\n")]
    paths = paths_in(tmp_path / "home")
    with closing(Database(tmp_path / "chats.sqlite3")) as database:
        engine = Answering("mare")
        found = list(
            steps(Reader(paths), Card.of("ask", files), Ask("What?"), lambda: model(engine, Outputs(database)))
        )

    assert isinstance(found[-1], Summary)
    [note] = found[-1].notes
    assert (note.claim, note.citations[0].file) == ("The mare is grey.", 1)


@pytest.mark.parametrize("wish", ["explain", "review", "tests"])
def test_a_source_file_is_studied(ready: Parts, tmp_path: Path, wish: str) -> None:
    source = written(tmp_path, "shop.py", "def price(item):\n    return item * 2\n")

    (card,) = done(ready, StudyCode(wish), source)  # type: ignore[arg-type]

    assert (card.task, card.state) == (wish, "done")
    assert wish != "explain" or "def price(item)" in card.text


def test_what_is_no_source_code_says_so_on_its_card(ready: Parts, tmp_path: Path) -> None:
    (card,) = done(ready, StudyCode("review"), written(tmp_path, "letter.txt", "Dear all.\n"))

    assert card.state == "failed"
    assert "letter.txt" in card.notice


def test_a_file_is_read_in_the_encoding_that_was_chosen(ready: Parts, tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes("大门开着。".encode("gb18030"))
    chat = ready.chat.ensure()
    assert chat is not None

    ready.jobs.begin(chat.id, "Translate", [path], Translate("en"), {path: "gb18030"})
    until(lambda: not ready.jobs.busy, "the translation")

    (card,) = cards(ready, chat.id)
    assert (card.sources[0].encoding, card.sources[0].reading and card.sources[0].reading.encoding) == (
        "gb18030", "gb18030",
    )  # fmt: skip
