"""What a person set right reaches the questions about later files, and nothing else changes by it.

The engine of these tests takes one cause for another until an example shows it otherwise: it can show that examples
arrive and where, not how much a real model learns from them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from models.report.corrections import checked
from models.report.events import Report
from models.report.job import Reporter
from models.report.lessons import MOST, Lesson, lessons, told
from models.report.record import Entry, Evidence, FileRecord, Reason, Verdict
from models.report.schema import Language
from models.report.words import words
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Citation
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful, Interview, Lines
from tests.models.report.making import SCHEMA

RIGHT, WRONG = {"en": "Health", "zh": "健康"}, {"en": "Workload and hours", "zh": "工作强度"}
FIELD = SCHEMA.fields[0]


class Teachable(Careful):
    """The oracle, but for one cause that it takes for another, at every look, until it is shown better."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.shown: list[bool] = []
        right = [one.label for one in interviews.schema(language).fields[0].labels]
        assert {RIGHT[language], WRONG[language]} <= set(right)

    def reply(self, question: str) -> str:
        self._knows = f"→ {RIGHT[self.language]}" in question
        if "S1:" in question:
            self.shown.append(self._knows)
        return super().reply(question)

    def found(self, lines: Lines) -> list[tuple[int, str, str]]:
        found = super().found(lines)
        return found if self._knows else [(n, quote, self._taken(label)) for n, quote, label in found]

    def confirmed(self, question: str) -> str:
        return self.yes

    def _taken(self, label: str) -> str:
        return WRONG[self.language] if label == RIGHT[self.language] else label


def report(
    path: Path, engine: Careful, made: list[Interview], corrections: dict[str, dict[str, tuple[str, ...]]]
) -> Report:
    database = Database(path)
    try:
        reporter = Reporter(engine, Outputs(database), model_name="test")
        files, language = interviews.files(made), engine.language
        *_, last = reporter.run(
            interviews.schema(language), files, language=language, corrections=corrections
        )  # fmt: skip
    finally:
        database.close()
    assert isinstance(last, Report)
    return last


def mistaken(made: Report, language: Language, gold: dict[str, frozenset[str]]) -> list[str]:
    return [
        record.name
        for record in made.files
        if RIGHT[language] in gold[record.name] and RIGHT[language] not in {entry.value for entry in record.of("cause")}
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mistake_set_right_twice_is_not_made_in_later_files(tmp_path: Path, language: Language) -> None:
    everyone = interviews.interviews(language, 100)
    gold = {one.name: one.gold for one in everyone}
    first = report(tmp_path / "a", Teachable(language), everyone[:50], {})
    before = mistaken(first, language, gold)
    right = {name: {"cause": tuple(sorted(gold[name]))} for name in before[:2]}
    engine = Teachable(language)

    after = report(tmp_path / "a", engine, everyone, right)
    untaught = report(tmp_path / "b", Teachable(language), everyone, {})

    later = {one.name for one in everyone[50:]}
    assert len(before) > 2
    assert set(mistaken(untaught, language, gold)) & later  # it makes the mistake there, too
    assert mistaken(after, language, gold) == before[2:]  # what was asked before stays as it was answered
    assert len(engine.shown) == 50 and all(engine.shown)  # only the later files were asked about


def entry(value: str, quote: str = "said", verdict: Verdict = Verdict.COUNTED) -> Entry:
    evidence = (Evidence(quote, (Citation(1, 0, len(quote)),)),) if quote else ()
    reason = Reason.CHECKED if verdict is Verdict.COUNTED else Reason.NOT_CONFIRMED
    return Entry(field="cause", value=value, evidence=evidence, verdict=verdict, reason=reason)


@pytest.mark.parametrize(
    ("made", "right", "taught"),
    [
        ([entry("Manager")], ("Health",), [("said", "Health", "Manager")]),
        ([entry("Manager")], (), [("said", "", "Manager")]),
        ([entry("Manager"), entry("Studies", "more")], ("Manager",), [("more", "", "Studies")]),
        ([entry("Health", verdict=Verdict.REVIEW)], ("Health",), [("said", "Health", "")]),
        ([entry("Manager"), entry("Studies", "more")], ("Health",), [("said", "", "Manager"), ("more", "", "Studies")]),
        ([entry("Manager")], ("Manager",), []),
        ([], ("Health",), []),
        ([entry("Manager", quote="")], ("Health",), []),
    ],
    ids=[
        "another label",
        "no label",
        "one too many",
        "held back",
        "which is not plain",
        "as it was",
        "typed",
        "no passage",
    ],
)
def test_a_lesson_is_drawn_only_where_it_is_plain(
    made: list[Entry], right: tuple[str, ...], taught: list[tuple[str, str, str]]
) -> None:
    records = {"a.txt": FileRecord(name="a.txt", entries=tuple(made))}
    corrections = checked({"a.txt": {"cause": right}, "gone.txt": {}}, SCHEMA.fields, ["a.txt", "gone.txt"])

    found = lessons(records, corrections, SCHEMA.fields)

    assert [(one.quote, one.label, one.wrong) for one in found] == taught


def test_no_label_crowds_out_the_others_and_passages_stay_short() -> None:
    records = {f"{n}.txt": FileRecord(name=f"{n}.txt", entries=(entry("Manager", f"{n} " * 200),)) for n in range(30)}
    labels = [one.label for one in FIELD.labels if one.label != "Manager"]
    corrections = {f"{n}.txt": {"cause": ("Health" if n > 4 else labels[n],)} for n in range(30)}

    found = lessons(records, corrections, SCHEMA.fields)

    assert len(found) <= MOST and [one.label for one in found].count("Health") == 2
    assert all(len(one.quote) < 170 for one in found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lessons_are_told_as_examples_of_their_field_alone(language: Language) -> None:
    some = (
        Lesson(field="cause", quote="a", label="X", wrong="Y"), Lesson(field="cause", quote="b", wrong="Y"),
        Lesson(field="cause", quote="c", label="X"), Lesson(field="other", quote="d", label="X"),
    )  # fmt: skip

    head, *lines = told(some, FIELD, words(language))

    assert head.endswith((":", "："))
    assert [line[:6] for line in lines] == ["- “a” ", "- “b” ", "- “c” "]
    assert told((), FIELD, words(language)) == []
