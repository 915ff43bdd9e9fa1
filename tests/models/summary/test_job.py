"""The whole pipeline on engines whose answers are known: nothing is lost, nothing invented, nothing done twice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models import demo
from models.documents.document import Document
from models.errors import ContextFull, EngineCrashed, FileHasNoText, ModelNotLoaded
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser, SummaryOptions
from models.summary.events import NotesFound, Planned, Progress, Status, Summary, SummaryEvent, TextWritten
from tests.models.summary import planted
from tests.models.summary.engines import ADVERSARIES, Crashing, Fact, Oracle, Refusing, TextEngine

MARK = re.compile(r"\[(\d+)\]")
LONG = SummaryOptions(length="long")


@pytest.fixture
def outputs(tmp_path: Path) -> Iterator[Outputs]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Outputs(database)
    database.close()


def summarise(
    engine: TextEngine, outputs: Outputs, document: Document, options: SummaryOptions = LONG, n_ctx: int = 4096
) -> list[SummaryEvent]:
    return list(Summariser(engine, outputs, model_name="test", n_ctx=n_ctx).run(document, options))


def result(events: list[SummaryEvent]) -> Summary:
    assert isinstance(events[-1], Summary)
    return events[-1]


def notes_of(events: list[SummaryEvent]) -> list[str]:
    return [note.claim for event in events if isinstance(event, NotesFound) for note in event.notes]


def assert_sound(events: list[SummaryEvent], document: Document) -> None:
    """What holds for every summary, whatever the engine says."""
    summary = result(events)
    assert isinstance(events[0], Planned)
    assert "".join(event.text for event in events if isinstance(event, TextWritten)) == summary.text
    fractions = [event.fraction for event in events if isinstance(event, Progress)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert summary.notes
    marks = {int(mark) for mark in MARK.findall(summary.text)}
    assert marks == set(range(1, len(summary.notes) + 1))
    for note in summary.notes:
        assert note.status in (Status.VERIFIED, Status.REPAIRED, Status.RULE)
        first = note.citations[0]
        assert document.text[first.start : first.end] == note.quote
        assert all(document.page_at(citation.start) == citation.page for citation in note.citations)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_perfect_reader_finds_every_planted_fact_and_no_other(outputs: Outputs, language: str) -> None:
    document, facts = planted.document(30, 1, language=language)

    events = summarise(Oracle(planted.FACT), outputs, document, n_ctx=2048)

    assert_sound(events, document)
    assert sorted(notes_of(events)) == sorted(facts)
    summary = result(events)
    assert summary.complete
    assert summary.scope.pages_processed == summary.scope.pages == 30
    assert summary.points_found == 30
    assert {note.claim for note in summary.notes} == set(facts)
    assert summary.prose_checked == summary.prose_sentences > 0


def other_number(chance: random.Random, fact: Fact, facts: object) -> Fact:
    digits = re.findall(r"\d{4,}", fact.claim)[0]
    return Fact(fact.sentence, fact.anchor, fact.claim.replace(digits, str(int(digits) + chance.choice((3, 40, 700)))))


def other_firm(chance: random.Random, fact: Fact, facts: object) -> Fact:
    firm = next(f for f in (*planted.FIRMS, *(f"{c}公司" for c in "ABCDEF")) if f in fact.claim)
    others = planted.FIRMS if firm in planted.FIRMS else tuple(f"{c}公司" for c in "ABCDEF")
    return Fact(
        fact.sentence, fact.anchor, fact.claim.replace(firm, chance.choice([o for o in others if o != firm]))
    )  # fmt: skip


def negation(chance: random.Random, fact: Fact, facts: object) -> Fact:
    return Fact(fact.sentence, fact.anchor, fact.claim.replace(" moved", " never moved").replace("输送了", "未输送"))


def invention(chance: random.Random, fact: Fact, facts: object) -> Fact:
    return Fact(
        fact.sentence,
        fact.anchor,
        "The staff resigned." if fact.claim.isascii() else "员工因薪资集体辞职。",
    )


def paraphrase(chance: random.Random, fact: Fact, facts: object) -> Fact:
    return Fact(fact.sentence, "words that nobody wrote down anywhere", fact.claim)


SPOILERS = (other_number, other_firm, negation, invention, paraphrase)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_spoilt_notes_do_not_reach_the_reader(outputs: Outputs, language: str) -> None:
    document, facts = planted.document(60, 2, language=language)
    engine = Oracle(planted.FACT, error=0.3, spoilers=SPOILERS)

    events = summarise(engine, outputs, document, n_ctx=2048)

    assert_sound(events, document)
    wrong = [note for note in notes_of(events) if note not in facts and "\n" not in note]
    assert engine.spoilt > 20
    assert [claim for claim in wrong if not any(fact in claim for fact in facts)] == []
    assert len(set(notes_of(events)) & set(facts)) >= len(facts) - engine.spoilt


@pytest.mark.parametrize("reply", ADVERSARIES.values(), ids=ADVERSARIES.keys())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_useless_model_still_ends_in_an_honest_summary(
    outputs: Outputs, language: str, reply: Callable[[str], str]
) -> None:
    document, _ = planted.document(12, 2, language=language)

    events = summarise(TextEngine(reply), outputs, document)

    assert_sound(events, document)
    summary = result(events)
    assert all(note.status is Status.RULE for note in summary.notes)
    assert all(note.quote in document.text for note in summary.notes)
    assert ("chosen by rule" if language == "en" else "按规则选出") in summary.text


def test_running_again_asks_nothing_again_and_ends_the_same(outputs: Outputs) -> None:
    document, _ = planted.document(24, 2)
    engine = Oracle(planted.FACT)
    first = result(summarise(engine, outputs, document))
    asked = len(engine.asked)

    events = summarise(engine, outputs, document)

    planned = events[0]
    assert isinstance(planned, Planned) and planned.cached == planned.chunks > 1
    assert len(engine.asked) == asked
    assert result(events) == first


def test_a_fresh_run_asks_everything_anew(outputs: Outputs) -> None:
    document, _ = planted.document(24, 2)
    engine = Oracle(planted.FACT)
    first = result(summarise(engine, outputs, document))
    asked = len(engine.asked)

    *_, again = Summariser(engine, outputs, model_name="test", n_ctx=4096).run(document, LONG, fresh=True)

    assert len(engine.asked) == 2 * asked
    assert again == first


@pytest.mark.parametrize("stop_after", [1, 3, 6, 9, 14])
def test_closing_pauses_and_the_next_run_ends_as_if_never_stopped(
    tmp_path: Path, outputs: Outputs, stop_after: int
) -> None:
    document, _ = planted.document(40, 2)
    other = Database(tmp_path / "other.sqlite3")
    uninterrupted = result(summarise(Oracle(planted.FACT), Outputs(other), document))
    other.close()
    engine = Oracle(planted.FACT)
    run = Summariser(engine, outputs, model_name="test", n_ctx=4096).run(document, LONG)
    for _ in range(stop_after):
        next(run)
    run.close()

    assert engine.open == 0
    events = summarise(engine, outputs, document)

    assert result(events) == uninterrupted
    planned = events[0]
    assert isinstance(planned, Planned)
    assert len(engine.chunks_asked) <= planned.chunks + 2  # no more than the requests that were on their way


def test_an_edit_costs_one_question(outputs: Outputs) -> None:
    document, _ = planted.document(40, 2)
    engine = Oracle(planted.FACT)
    summarise(engine, outputs, document)
    before = len(engine.chunks_asked)
    texts = [page.text for page in document.pages]
    texts[12] += " One sentence was added later on."

    summarise(engine, outputs, planted.of_pages(texts))

    assert before > 4
    assert len(engine.chunks_asked) == before + 1


def test_an_engine_that_crashes_is_asked_again(outputs: Outputs) -> None:
    document, facts = planted.document(24, 1)
    engine = Crashing(Oracle(planted.FACT), at=(1, 3))

    events = summarise(engine, outputs, document)

    assert sorted(notes_of(events)) == sorted(facts)
    assert result(events).complete


def test_a_part_on_which_the_engine_always_dies_is_named(outputs: Outputs) -> None:
    document, _ = planted.document(24, 1)
    oracle = Oracle(planted.FACT)

    def reply(question: str) -> str:
        if "department 1\n" in question:
            raise EngineCrashed(exit="signal SIGSEGV")
        return oracle.reply(question)

    events = summarise(TextEngine(reply), outputs, document)

    assert_sound(events, document)
    summary = result(events)
    assert not summary.complete
    assert summary.scope.chunks_failed == (0,)
    assert summary.scope.pages_processed < 24
    assert "the engine failed: parts 1" in summary.text


@pytest.mark.parametrize("error", [ModelNotLoaded(), EngineCrashed(exit="signal SIGSEGV")], ids=repr)
def test_an_engine_that_answers_nothing_at_all_is_an_error(
    outputs: Outputs, error: ModelNotLoaded | EngineCrashed
) -> None:
    document, _ = planted.document(4, 1)

    with pytest.raises(type(error)):
        summarise(Refusing(error), outputs, document)


def test_a_context_too_small_is_refused_with_its_numbers(outputs: Outputs) -> None:
    document, _ = planted.document(2, 1)

    with pytest.raises(ContextFull, match="512"):
        summarise(Oracle(planted.FACT), outputs, document, n_ctx=512)


def test_a_document_without_a_sentence_is_refused(outputs: Outputs) -> None:
    with pytest.raises(FileHasNoText):
        summarise(Oracle(planted.FACT), outputs, planted.of_pages([" \n "]))


def test_the_quick_mode_says_how_little_was_read(outputs: Outputs) -> None:
    document, _ = planted.document(60, 2)
    engine = Oracle(planted.FACT)

    summary = result(summarise(engine, outputs, document, SummaryOptions(quick=True)))

    assert not summary.complete
    assert re.search(r"read \d+ % of the text", summary.text)
    assert sum(len(question) for question in engine.chunks_asked) < len(document.text) / 4


def test_the_language_asked_for_is_the_language_of_the_frame(outputs: Outputs) -> None:
    document, _ = planted.document(4, 1)

    summary = result(summarise(Oracle(planted.FACT), outputs, document, SummaryOptions(language="zh")))

    assert "## 要点" in summary.text


def test_two_figures_for_one_thing_are_both_shown(outputs: Outputs) -> None:
    document = planted.of_pages(
        ["Plant 7 of Calder moved 1200 tonnes of water in all. Nothing else was said.",
         "Later it is stated otherwise. Plant 7 of Calder moved 1900 tonnes of water in all."]
    )  # fmt: skip

    summary = result(summarise(Oracle(planted.FACT), outputs, document))

    assert len(summary.conflicts) == 1
    assert "Figures that do not agree" in summary.text


def test_marks_and_markdown_of_the_document_stay_text(outputs: Outputs) -> None:
    document = planted.of_pages(["As *shown* in [12], Plant 3 of Calder moved 1111 tonnes <b>of</b> water."])

    summary = result(summarise(Oracle(planted.FACT), outputs, document))

    assert r"\*shown\* in (12)" in summary.text
    assert r"\<b\>of" in summary.text
    assert summary.notes[0].quote == document.text


def test_a_bug_in_an_engine_is_raised_where_the_job_runs(outputs: Outputs) -> None:
    document, _ = planted.document(4, 1)

    def reply(question: str) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        summarise(TextEngine(reply), outputs, document)


def test_the_demo_model_only_picks_sentences_whatever_it_writes(outputs: Outputs) -> None:
    document, _ = planted.document(4)
    cut = [lambda _, fact, __: Fact(fact.sentence, fact.anchor, fact.claim[:-11])]
    engine = Oracle(planted.FACT, error=1.0, spoilers=cut)

    summary = result(list(Summariser(engine, outputs, model_name=demo.TITLE, n_ctx=4096).run(document)))

    assert engine.spoilt
    sentences = {sentence.strip() for page in document.pages for sentence in re.split(r"(?<=\.) |\n+", page.text)}
    assert {note.claim for note in summary.notes} <= sentences
    assert summary.text.startswith("## Key sentences, picked by the demo model\n\n")
    assert summary.prose_sentences == 0
