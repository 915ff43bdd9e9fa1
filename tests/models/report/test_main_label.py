"""Which label of a file is its main one: asked, checked, counted apart and shown."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from models.engine.schema import answers, grammar_of_schema
from models.errors import CorrectionRefused, SchemaRefused
from models.report import corrections, extract, prose, schema
from models.report.conclude import recounted
from models.report.events import Report
from models.report.export import FORMS
from models.report.job import Reporter
from models.report.kept import Kept
from models.report.record import Entry, FileRecord, Reason, Verdict, Weight
from models.report.tally import Count, hold, tally
from models.report.words import words
from models.store.database import Database
from models.store.outputs import Outputs
from tests.faithfulness import interviews
from tests.faithfulness.interviews import Careful
from tests.models.report.weighing import Weigh, report, weighed

LANGUAGES: tuple[schema.Language, ...] = ("en", "zh")


def entry(
    value: str, weight: Weight | None, verdict: Verdict = Verdict.COUNTED, reason: Reason = Reason.CHECKED
) -> Entry:
    return Entry(field="cause", value=value, evidence=(), verdict=verdict, reason=reason, weight=weight)


MAIN, SECONDARY = Weight.MAIN, Weight.SECONDARY
LABELS = {"enum": ["Pay", "Health"]}


@pytest.mark.parametrize(
    ("written", "main"),
    [
        ({"type": "array", "items": LABELS, "x-main": True}, True),
        ({"type": "array", "x-codebook": True, "x-main": True}, True),
        ({"type": "array", "items": LABELS, "x-main": False}, False),
        ({"type": "array", "items": LABELS}, False),
    ],
)
def test_a_field_asks_for_a_main_label_where_its_schema_says_so(written: dict[str, Any], main: bool) -> None:
    (field,) = schema.parse({"properties": {"cause": written}}, "x", "en").fields

    assert field.main is main


@pytest.mark.parametrize(
    "written",
    [
        {**LABELS, "x-main": True},
        {"type": "array", "items": {"type": "string"}, "x-main": True},
        {"type": "array", "items": LABELS, "x-main": "yes"},
    ],
)
def test_a_main_label_of_anything_but_several_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(SchemaRefused) as refused:
        schema.parse({"properties": {"cause": written}}, "x", "en")

    assert refused.value.values["path"] == "$.properties.cause.x-main"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_holds_every_label_to_a_weight(language: schema.Language) -> None:
    (field,), (plain,) = weighed(language).fields, interviews.schema(language).fields
    one = {"sentences": ["S1"], "quote": "some words", "label": field.labels[0].label}

    assert grammar_of_schema(extract.json_schema(field, 3))
    for own, fits in (({"weight": "main"}, True), ({"weight": "none"}, False), ({}, False)):
        assert answers(extract.json_schema(field, 3), json.dumps({"found": [{**one, **own}]})) is fits
    assert answers(extract.json_schema(plain, 3), json.dumps({"found": [one]}))


def test_what_was_kept_for_a_field_without_a_main_label_is_still_known(tmp_path: Path) -> None:
    field = schema.Field(name="a", title="b", description="c", kind="labels", labels=(schema.Label("d"),))
    database = Database(tmp_path / "paddock.sqlite3")
    kept = Kept(Outputs(database), schema.Schema("t", (field,)), words("en"), "model", fresh=False)

    assert kept._asked(field) == (
        '{"name":"a","title":"b","description":"c","kind":"labels","many":false,'
        '"labels":[{"label":"d","definition":""}],"not_speakers":[]}'
    )
    assert kept._asked(msgspec.structs.replace(field, main=True)) != kept._asked(field)
    database.close()


@pytest.mark.parametrize(
    ("entries", "main"),
    [
        ([], ""),
        ([entry("Pay", None)], "Pay"),
        ([entry("Pay", SECONDARY)], "Pay"),
        ([entry("Pay", MAIN), entry("Health", SECONDARY)], "Pay"),
        ([entry("Pay", MAIN), entry("Health", MAIN)], ""),
        ([entry("Pay", SECONDARY), entry("Health", SECONDARY)], ""),
        ([entry("Pay", None), entry("Health", None)], ""),
        ([entry("Pay", SECONDARY), entry("Health", MAIN, Verdict.REVIEW, Reason.NOT_CONFIRMED)], ""),
        ([entry("Pay", SECONDARY), entry("Health", MAIN, Verdict.LEFT_OUT, Reason.NO_QUOTE)], ""),
        ([entry("Pay", SECONDARY), entry("Health", MAIN, Verdict.LEFT_OUT, Reason.DENIED)], "Pay"),
        ([entry("Pay", MAIN), entry("Health", MAIN, Verdict.REVIEW, Reason.NOT_CONFIRMED)], ""),
    ],
)
def test_a_file_has_one_main_label_or_none_that_is_clear(entries: list[Entry], main: str) -> None:
    assert FileRecord(name="a.txt", entries=tuple(entries)).main("cause") == main


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_labels_are_counted_apart_and_are_the_gold_ones(tmp_path: Path, language: schema.Language) -> None:
    made = interviews.interviews(language)

    found = report(tmp_path, language, count=len(made))

    (counted,) = found.tallies
    assert {count.label: count.least for count in counted.counts if count.least} == dict(interviews.gold_counts(made))
    assert {count.label: len(count.main) for count in counted.counts if count.main} == Counter(
        min(one.gold) for one in made if one.gold
    )
    assert counted.main_unclear == ()
    assert sum(len(count.main) for count in counted.counts) == len(counted.found)


@pytest.mark.parametrize(
    "weigh",
    [lambda *_: "main", lambda *_: "secondary", lambda *_: None, lambda *_: ["main"], lambda *_: "MAIN"],
    ids=["all main", "none main", "null", "a list", "another spelling"],
)
def test_a_main_label_the_model_does_not_tell_is_not_guessed(tmp_path: Path, weigh: Weigh) -> None:
    made = interviews.interviews("en", 40)

    (counted,) = report(tmp_path, weigh=weigh).tallies

    assert set(counted.main_unclear or ()) == {one.name for one in made if len(one.gold) > 1}
    assert sum(len(count.main) for count in counted.counts) == sum(len(one.gold) == 1 for one in made)


def test_a_count_of_main_labels_that_does_not_add_up_is_a_bug(tmp_path: Path) -> None:
    found = report(tmp_path)
    field, counted = found.fields[0], tally(found.fields[0], found.files)
    emptied = tuple(Count(one.label, one.files, one.review) for one in counted.counts)

    with pytest.raises(AssertionError, match="one main label"):
        hold(msgspec.structs.replace(counted, counts=emptied), field, found.files)


def test_every_form_shows_the_main_labels(tmp_path: Path) -> None:
    found = report(tmp_path)
    (counted,) = found.tallies
    first = counted.ranked()[0]
    several = next(record for record in found.files if len(record.of("cause")) > 1)

    head, *table = csv.reader(io.StringIO(FORMS["csv"](found), newline=""))
    assert head[-1] == "Weight"
    assert {len(row) for row in table} == {len(head)}
    for count in counted.counts:
        assert sum(row[2] == count.label and row[-1] == "Main one" for row in table) == len(count.main)
    told = {row[2]: row[-1] for row in table if row[0] == several.name}
    assert Counter(told.values()) == {"Main one": 1, "Secondary": len(told) - 1}
    text = FORMS["md"](found)
    (line,) = (line for line in text.splitlines() if line.startswith(f"| {first.label} |"))
    assert line.endswith(f"| {len(first.main)} |")
    assert len({row.count("|") for row in text.splitlines() if row.startswith("|")}) == 1
    assert f"- {several.name} (Secondary)" in text
    assert f'<td class="n">{len(first.main)}</td><td><svg' in FORMS["html"](found)
    read = json.loads(FORMS["json"](found))
    assert [one["main_count"] for one in read["tallies"][0]["counts"]] == [len(one.main) for one in counted.counts]
    assert any("the main one is most often" in finding for finding in found.findings)


def test_a_report_without_main_labels_says_nothing_of_them(tmp_path: Path) -> None:
    database = Database(tmp_path / "paddock.sqlite3")
    files = interviews.files(interviews.interviews("en", 12))
    reporter = Reporter(Careful("en"), Outputs(database), model_name="test")
    *_, found = reporter.run(interviews.schema("en"), files, language="en")
    database.close()
    assert isinstance(found, Report)

    assert found.tallies[0].main_unclear is None
    for form in ("md", "html", "csv"):
        assert "Main one" not in FORMS[form](found)
        assert "Secondary" not in FORMS[form](found)


def test_a_report_of_before_is_read(tmp_path: Path) -> None:
    found = report(tmp_path, count=4)
    old = msgspec.to_builtins(found)
    for field in old["fields"]:
        del field["main"]
    for counted in old["tallies"]:
        del counted["main_unclear"]
        for count in counted["counts"]:
            del count["main"]
    for one in (each for record in old["files"] for each in record["entries"]):
        del one["weight"]

    read = msgspec.convert(old, Report)

    assert recounted(read, {}).tallies == read.tallies


@pytest.mark.parametrize(
    ("sentence", "true"),
    [
        ("Pay was named in 3 of 4 files. [1]", True),
        ("Pay is the main one in 2 of 4 files. [3]", True),
        ("Pay was named in 2 of 4 files. [3]", False),
        ("Pay is the main one in 3 of 4 files. [1]", False),
        ("Pay is the main one in 2 files, a secondary one in 1. [3]", False),
    ],
)
def test_a_sentence_calls_main_what_its_line_does(sentence: str, true: bool) -> None:
    (field,) = schema.parse(
        {"properties": {"cause": {"type": "array", "items": LABELS, "x-main": True}}}, "x", "en"
    ).fields  # fmt: skip
    both = (entry("Pay", SECONDARY), entry("Health", MAIN))
    each = [(entry("Pay", MAIN),), (entry("Pay", MAIN),), both, ()]
    files = [FileRecord(name=f"{number}.txt", entries=own) for number, own in enumerate(each)]

    table = prose.rows([tally(field, files)], words("en"))

    assert [(row.label, row.count, row.main) for row in table] == [
        ("Pay", 3, False), ("Health", 1, False), ("Pay", 2, True), ("Health", 1, True),
    ]  # fmt: skip
    assert bool(prose.checked(sentence, table)[0]) is true


def test_a_person_says_with_a_star_which_is_the_main_one(tmp_path: Path) -> None:
    found = report(tmp_path)
    several = next(record for record in found.files if len(record.of("cause")) > 1)
    other = next(one.value for one in several.of("cause") if one.value != several.main("cause"))
    names = [record.name for record in found.files]
    typed = f"{several.name}=" + ";".join(
        f"*{one.value}" if one.value == other else one.value for one in several.entries
    )

    again = recounted(found, corrections.parse([typed], found.fields, names))

    assert again.record(several.name).main("cause") == other
    assert {one.value for one in again.record(several.name).of("cause")} == {one.value for one in several.entries}
    kept = recounted(found, {several.name: {"cause": tuple(one.value for one in several.entries)}})
    assert kept.record(several.name).main("cause") == several.main("cause")
    with pytest.raises(CorrectionRefused, match="only one"):
        corrections.parse([f"{several.name}=*Health;*Manager"], found.fields, names)
    plain = interviews.schema("en").fields
    with pytest.raises(CorrectionRefused):
        corrections.parse([f"{several.name}=*Health"], plain, names)
