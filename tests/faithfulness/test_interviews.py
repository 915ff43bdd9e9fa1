"""A hundred interviews whose causes are known: the counts are those, whatever stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.report.events import Report, ReportEvent
from models.report.job import Reporter
from models.report.schema import Language
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import ABSENT, ADVERSARIES, NAMED, Careful, Gullible, Interview, Reading

LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.fixture
def outputs(tmp_path: Path) -> Iterator[Outputs]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Outputs(database)
    database.close()


def report(engine: Reading, outputs: Outputs, made: list[Interview]) -> Report:
    events: list[ReportEvent] = list(
        Reporter(engine, outputs, model_name="test").run(
            interviews.schema(engine.language), interviews.files(made), language=engine.language
        )
    )
    assert isinstance(events[-1], Report)
    return events[-1]


def counts(made: Report) -> dict[str, int]:
    return {count.label: count.least for count in made.tallies[0].counts if count.least}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [Careful, Gullible], ids=["oracle", "one that takes every mention for a cause"])
def test_the_counts_are_the_gold_ones(language: Language, make: type[Reading], outputs: Outputs) -> None:
    made = interviews.interviews(language)

    found = report(make(language), outputs, made)

    assert counts(found) == dict(interviews.gold_counts(made))
    assert {record.name: {entry.value for entry in record.of("cause")} for record in found.files} == {
        one.name: set(one.gold) for one in made
    }
    assert found.record(made[0].name).pages == 1
    assert found.complete


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cause_that_is_only_asked_about_and_denied_counts_nothing(language: Language, outputs: Outputs) -> None:
    made = interviews.interviews(language)
    word = NAMED[language][ABSENT[language]]
    assert sum(word in one.text for one in made) >= 20

    found = report(Gullible(language), outputs, made)

    (absent,) = (count for count in found.tallies[0].counts if count.label == ABSENT[language])
    assert (absent.least, absent.most) == (0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADVERSARIES)
def test_no_engine_makes_a_count_that_does_not_add_up(language: Language, name: str, outputs: Outputs) -> None:
    made = interviews.interviews(language, 12)

    found = report(ADVERSARIES[name](language), outputs, made)

    (tally,) = found.tallies
    labels = {one.label for one in found.fields[0].labels}
    counted = [(record.name, entry) for record in found.files for entry in record.of("cause")]
    assert {entry.value for _, entry in counted} <= labels
    assert tally.files == len(made)
    assert tally.read + len(tally.unread) == len(made)
    assert sorted([*tally.found, *tally.none, *tally.review, *tally.unread]) == [one.name for one in made]
    assert sum(count.least for count in tally.counts) == len(counted)
    texts = {one.name: one.text for one in made}
    for name, entry in counted:
        for evidence in entry.evidence:
            first = evidence.citations[0]
            assert texts[name][first.start : first.end] == evidence.quote


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["inventing", "unquoting", "flipping", "empty", "no format", "broken json"])
def test_what_a_model_cannot_show_is_neither_counted_nor_said_to_be_absent(
    language: Language, name: str, outputs: Outputs
) -> None:
    made = [one for one in interviews.interviews(language, 15) if one.gold]

    (tally,) = report(ADVERSARIES[name](language), outputs, made).tallies

    assert tally.found == ()
    assert tally.none == ()
    assert len(tally.review) == len(made)
