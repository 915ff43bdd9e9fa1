from __future__ import annotations

import csv
import re
from collections.abc import Callable

import pytest

from models.documents.document import Document
from models.documents.sentences import paragraphs_of
from models.store.outputs import Outputs
from models.summary.events import Planned
from models.tasks.translate import Translation, translate
from models.tasks.translate.checks import problems
from models.tasks.translate.export import exported
from models.tasks.translate.glossary import candidates, occurring
from models.tasks.translate.segments import segments_of
from tests.models.summary import planted
from tests.models.summary.engines import ADVERSARIES, TextEngine
from tests.models.tasks.helpers import model, result

LINE = re.compile(r"^P(\d+): (.+)$", re.MULTILINE)


def chinese(text: str) -> str:
    """The same figures in a sentence as long as a translation would be."""
    kept = re.findall(r"https?://\S+|\{\w+\}|Northwind|[\d.,]*\d(?: ?%)?", text)
    return "这是一段译文，内容与原文相同，" * (len(text) // 60 + 1) + "，".join(kept)


class Translator(TextEngine):
    """Keeps every figure; `spoil` gets the number of the question and may break a line of its answer."""

    def __init__(self, spoil: Callable[[int, str], str] = lambda turn, line: line) -> None:
        super().__init__()
        self._spoil = spoil

    def reply(self, question: str) -> str:
        turn = len(self.asked)
        return "\n".join(f"P{n}: {self._spoil(turn, chinese(text))}" for n, text in LINE.findall(question))


def document() -> Document:
    return planted.of_pages(
        ["# Annual report\n\nNorthwind sold 4,120 pumps in 2025, 12.5 % more than before.\n\n"
         "- See https://a.example/x?y=1 for {name}.\n\n"
         "3,500", "Nothing else is of much interest to anybody who works there."]
    )  # fmt: skip


def translation(engine: TextEngine, outputs: Outputs, made: Document) -> Translation:
    events = list(translate(model(engine, outputs), made, "zh"))
    [found] = [event for event in events if isinstance(event, Translation)]
    assert [(s.start, s.end) for s in found.segments] == [(p.start, p.end) for p in paragraphs_of(made)]
    assert len(result(events).notes) == sum(bool(segment.problems) for segment in found.segments)
    return found


def test_each_paragraph_has_its_own_translation_and_its_mark_of_form(outputs: Outputs) -> None:
    found = translation(Translator(), outputs, document())

    assert [segment.problems for segment in found.segments] == [()] * 5
    assert found.segments[0].translation.startswith("# 这是")
    assert found.segments[2].translation.startswith("- 这是")
    assert "https://a.example/x?y=1" in found.segments[2].translation
    assert found.segments[3].translation == "3,500"  # nothing to translate: no model touched it


def test_what_fails_is_asked_again_alone_and_the_better_one_kept(outputs: Outputs) -> None:
    first = []

    def once(turn: int, line: str) -> str:
        if "4,120" in line and not first:
            first.append(turn)
            return line.replace("4,120", "4,210")
        return line

    engine = Translator(once)
    found = translation(engine, outputs, document())

    assert first
    assert not any(segment.problems for segment in found.segments)
    assert len(LINE.findall(engine.asked[-1])) == 1


def test_what_fails_twice_is_marked_with_its_reason(outputs: Outputs) -> None:
    engine = Translator(lambda turn, line: line.replace("12.5", "15.2"))
    events = list(translate(model(engine, outputs), document(), "zh"))

    summary = result(events)

    assert "figures differ" in summary.text
    assert "4 of 5 paragraphs passed" in summary.text
    assert [note.quote for note in summary.notes] == ["Northwind sold 4,120 pumps in 2025, 12.5 % more than before."]


@pytest.mark.parametrize(
    ("source", "made", "target", "expected"),
    [
        ("He paid 5,000 dollars in March 2025.", "他在2025年3月支付了五千美元。", "zh", ()),
        ("He paid 5,000 dollars in March 2025.", "他在2025年3月支付了五百美元。", "zh", ("figures",)),
        ("甲方支付三亿二千万元，占百分之十二点五。", "Party A pays 320 million yuan, which is 12.5 %.", "en", ()),
        ("第三章规定了两个条件。", "The third chapter sets out two conditions.", "en", ()),
        ("Only a dozen people came to see it.", "Only a dozen people came to see it.", "zh", ("untranslated",)),
        ("Write to {name} at a@b.example now.", "现在写信给 a@b.example 。", "zh", ("placeholders",)),
        ("The committee met again and approved the plan.", "是", "zh", ("length",)),
        ("| Item | 3 |", "项目 3", "zh", ("cells",)),
        ("Sie zahlte 5.000 Euro in 2 Raten.", "Elle a payé 5 000 euros en 2 fois.", "fr", ()),
        ("anything at all", " ", "zh", ("missing",)),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_the_checks_tell_what_code_can_tell(source: str, made: str, target: str, expected: tuple[str, ...]) -> None:
    assert problems(source, made, target, {}) == expected


def test_terms_are_translated_once_and_missed_where_they_are_not_used() -> None:
    text = "The Delta Valve Works met. The Delta Valve Works paid. 'Calm' is a word."

    assert "Delta Valve Works" in candidates(text, "zh")
    assert occurring({"Delta": "三角", "Delta Valve Works": "德尔塔阀门厂"}, text) == {
        "Delta Valve Works": "德尔塔阀门厂"
    }
    assert "terms" in problems(
        "The Delta Valve Works met in the hall.",
        "三角阀门厂在大厅里开会。",
        "zh",
        {"Delta Valve Works": "德尔塔阀门厂"},
    )


def test_a_long_paragraph_is_parted_between_sentences_and_nothing_is_lost() -> None:
    made = planted.of_pages([" ".join(planted.english(number) for number in range(40))])

    segments = segments_of(made, 60, lambda texts: tuple(len(text) // 4 + 1 for text in texts))

    assert len(segments) > 5
    assert [segment.joins for segment in segments] == [False] + [True] * (len(segments) - 1)
    assert " ".join(segment.text for segment in segments) == made.text
    assert all(segment.text.endswith(".") for segment in segments)


@pytest.mark.parametrize("name", ADVERSARIES)
def test_no_engine_loses_a_paragraph(outputs: Outputs, name: str) -> None:
    found = translation(TextEngine(ADVERSARIES[name]), outputs, document())

    assert all(segment.problems for segment in found.segments if segment.source != "3,500")
    assert all(segment.translation for segment in found.segments)


def test_a_closed_translation_goes_on_where_it_was(outputs: Outputs) -> None:
    made, _ = planted.document(20, 2)
    engine = Translator()
    run = translate(model(engine, outputs), made, "zh")
    while not engine.asked[2:]:
        next(run)
    run.close()

    events = list(translate(model(engine, outputs), made, "zh"))

    planned = [event for event in events if isinstance(event, Planned)]
    assert planned[0].cached >= 1
    assert result(events).scope.pages_processed == 20


def test_both_languages_stand_side_by_side(outputs: Outputs) -> None:
    events = list(translate(model(Translator(), outputs), document(), "zh"))
    [found] = [event for event in events if isinstance(event, Translation)]
    page = exported("html", [(result(events), found)]).decode()
    rows = list(csv.DictReader(exported("csv", [(result(events), found)]).decode("utf-8-sig").splitlines()))

    assert page.count("<tr") == 5
    assert "Northwind sold 4,120" in page
    assert [row["page"] for row in rows] == ["1", "1", "1", "1", "2"]
