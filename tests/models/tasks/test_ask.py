from __future__ import annotations

import msgspec
import pytest

from models import demo
from models.store.outputs import Outputs
from models.summary.events import NotesFound, Planned, Unread
from models.tasks.ask import Options, ask
from models.tasks.asker import Model
from tests.models.summary import planted
from tests.models.summary.engines import ADVERSARIES, TextEngine
from tests.models.tasks.helpers import Answering, assert_sound, model, result

SHORT = planted.document(2, 2)[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_short_text_is_read_at_once_and_the_answer_is_its_own(outputs: Outputs, language: str) -> None:
    document, facts = planted.document(2, 2, language=language)
    question = "What did plant 3 move?" if language == "en" else "第3号厂房输送了什么？"
    engine = Answering(r"Plant 3 of" if language == "en" else "第3号厂房在")

    summary = assert_sound(list(ask(model(engine, outputs), [document], question)), [document])

    assert [note.claim for note in summary.notes] == [facts[2]]
    assert len(engine.asked) == 1
    assert ("The whole text" if language == "en" else "全文") in summary.text
    assert summary.complete


def test_a_long_text_is_searched_for_the_words_of_the_question(outputs: Outputs) -> None:
    document, facts = planted.document(60, 2)
    engine = Answering("Plant 77 of")

    summary = assert_sound(list(ask(model(engine, outputs), [document], "How much did plant 77 move?")), [document])

    assert [note.claim for note in summary.notes] == [facts[76]]
    assert len(engine.asked) == 1
    assert "a search for the words of the question chose" in summary.text
    assert not summary.complete


def test_what_the_search_misses_is_asked_of_every_part(outputs: Outputs) -> None:
    document, facts = planted.document(60, 1)
    engine = Answering("Plant 41 of")

    summary = assert_sound(list(ask(model(engine, outputs), [document], "Who visited the valley?")), [document])

    assert [note.claim for note in summary.notes] == [facts[40]]
    assert "so all" in summary.text
    assert summary.complete


@pytest.mark.parametrize(("language", "question"), [("en", "List all plants."), ("zh", "列出所有厂房。")])
def test_a_question_about_everything_is_asked_of_every_part(outputs: Outputs, language: str, question: str) -> None:
    document, facts = planted.document(30, 1, language=language)
    engine = Answering(planted.FACT.pattern)

    summary = assert_sound(list(ask(model(engine, outputs), [document], question)), [document])

    assert sorted(note.claim for note in summary.notes) == sorted(facts)
    assert summary.points_found == 30
    assert summary.scope.pages_processed == 30


def test_that_nothing_was_found_is_an_answer_only_after_all_was_read(outputs: Outputs) -> None:
    document = planted.document(40, 2)[0]

    everything = result(list(ask(model(Answering("walrus"), outputs), [document], "Where is plant 7?")))
    searched = result(
        list(ask(model(Answering("walrus"), outputs), [document], "Where is plant 7?", Options(way="search")))
    )

    assert everything.text.startswith("Not found in the file.")
    assert everything.scope.pages_processed == 40
    assert searched.text.startswith("Not found in the passages that the search chose.")
    assert not searched.complete


@pytest.mark.parametrize(
    ("language", "question"), [("en", "What did plant 47 move?"), ("zh", "第47号厂房输送了什么？")]
)
def test_that_the_demo_model_finds_nothing_is_not_said_of_the_file(
    outputs: Outputs, language: str, question: str
) -> None:
    document = planted.document(40, 2, language=language)[0]
    of_demo = Model(Answering("walrus"), outputs, demo.TITLE, n_ctx=4096)

    nearest = assert_sound(list(ask(of_demo, [document], question)), [document])
    nothing = result(list(ask(of_demo, [document], "Xyzzy?")))

    assert nearest.text.startswith("The demo model found no answer" if language == "en" else "演示模型没有找到答案")
    assert any("Plant 47 " in note.quote or "第47号厂房" in note.quote for note in nearest.notes)
    assert nothing.text.startswith("Not found in the file."), "there is nothing near it to be read"


def test_several_files_are_cited_by_name_and_place(outputs: Outputs) -> None:
    first, _ = planted.document(2, 1)
    second = planted.of_pages(
        ["Preface of nothing much at all.", "Plant 9 of Ashford moved 55 tonnes on 2 May 2024."], "b.pdf"
    )
    documents = [first, second]

    summary = assert_sound(list(ask(model(Answering("moved"), outputs), documents, "What did it move?")), documents)

    assert {(note.citations[0].file, note.citations[0].page) for note in summary.notes} == {(0, 1), (0, 2), (1, 2)}
    assert summary.text.startswith("- ") and summary.text.count("\n- ") == 2, "several sentences are a list"


def test_an_answer_that_the_text_does_not_prove_is_left_out_and_said(outputs: Outputs) -> None:
    engine = TextEngine(lambda question: "S3|The weather in the valley was described|Plant 3 moved 9 tonnes of gold.")

    summary = assert_sound(list(ask(model(engine, outputs), [SHORT], "What did plant 3 move?")), [SHORT])

    assert "gold" not in summary.text
    assert "1 of 1 lines of the answer did not pass" in summary.text
    assert any("Plant 3" in note.quote for note in summary.notes)  # the nearest passages, word for word


@pytest.mark.parametrize("name", ADVERSARIES)
@pytest.mark.parametrize("question", ["What did plant 3 move?", "List all plants."])
def test_no_engine_makes_it_say_what_the_text_does_not(outputs: Outputs, name: str, question: str) -> None:
    summary = assert_sound(list(ask(model(TextEngine(ADVERSARIES[name]), outputs), [SHORT], question)), [SHORT])

    assert "Zorblat" not in summary.text


def test_a_closed_question_goes_on_where_it_was(outputs: Outputs) -> None:
    document, _ = planted.document(40, 1)
    engine = Answering(planted.FACT.pattern)
    first = ask(model(engine, outputs), [document], "List all plants.")
    for event in first:
        if isinstance(event, NotesFound):
            break
    first.close()
    asked = len(engine.asked)

    events = list(ask(model(engine, outputs), [document], "List all plants."))

    assert isinstance(events[0], Planned)
    assert 1 <= events[0].cached <= asked
    assert result(events).points_found == 40
    assert engine.open == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_names_the_files_that_could_not_be_read_and_is_not_complete(outputs: Outputs, language: str) -> None:
    document, facts = planted.document(2, 2, language=language)
    question = "What did plant 3 move?" if language == "en" else "第3号厂房输送了什么？"
    engine = Answering(r"Plant 3 of" if language == "en" else "第3号厂房在")
    unread = [Unread("scan.pdf", "“scan.pdf” holds no text.")]

    summary = assert_sound(list(ask(model(engine, outputs), [document], question, unread=unread)), [document])

    assert [note.claim for note in summary.notes] == [facts[2]]
    assert ("Not read: “scan.pdf”" if language == "en" else "未读：“scan.pdf”") in summary.text
    assert not summary.complete


def test_the_name_of_an_answer_from_many_files_stays_short(outputs: Outputs) -> None:
    documents = [msgspec.structs.replace(SHORT, name=f"{number}.txt") for number in range(1, 31)]

    summary = assert_sound(list(ask(model(Answering("Plant 3 of"), outputs), documents, "Plant 3?")), documents)

    assert summary.document == "1.txt, 2.txt, 3.txt + 27"
