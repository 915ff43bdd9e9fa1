from __future__ import annotations

import pytest

from models.documents.document import Chunk
from models.report.extract import Found
from models.report.judge import Judge
from models.report.record import Entry, Reason
from models.report.schema import Field, parse
from tests.faithfulness import interviews
from tests.faithfulness.interviews import document

ZH = interviews.schema("zh").fields[0]
EN = interviews.schema("en").fields[0]
TERMS = parse(
    {"properties": {"sum": {"type": "number"}, "day": {"type": "string", "format": "date"}, "who": {"type": "string"}}},
    "x",
    "en",
).fields


def judged(text: str, found: Found, field: Field) -> tuple[Entry, Judge]:
    judge = Judge(document("a.txt", text))
    return judge.entry(found, Chunk(index=0, sentences=judge.sentences, tokens=1), field), judge


@pytest.mark.parametrize("text", ["工资低。", "员工：工资低。我要走了。", "我要走了。工资低。"])
def test_a_few_characters_are_found_in_the_sentence_that_holds_them(text: str) -> None:
    judge = Judge(document("a.txt", text))
    number = next(n for n, s in enumerate(judge.sentences, 1) if "工资低" in text[s.start : s.end])

    entry, _ = judged(text, Found((number,), "工资低", "薪酬福利"), ZH)

    assert entry.reason is Reason.CHECKED
    assert "工资低" in entry.evidence[0].quote


def test_a_few_characters_that_stand_elsewhere_are_found_nowhere() -> None:
    entry, _ = judged("我要走了。工资低。", Found((1,), "工资低", "薪酬福利"), ZH)

    assert entry.reason is Reason.NO_QUOTE


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("The pay was far too low for this city", Reason.CHECKED),
        ("the pay was FAR too  low", Reason.CHECKED),
        ("The pay was fair", Reason.NO_QUOTE),
        ("It was not because of the hours", Reason.DENIED),
        ("Did the manager treat you badly?", Reason.ASKED),
        ("We know that many here are ill", Reason.SPEAKER),
    ],
)
def test_a_passage_counts_only_as_what_it_says(quote: str, reason: Reason) -> None:
    text = (
        "HR: Why did you leave? We know that many here are ill.\nLeaver: The pay was far too low for this city.\n"
        "Leaver: It was not because of the hours.\nHR: Did the manager treat you badly?\nLeaver: No."
    )
    label = EN.labels[3].label if reason is Reason.DENIED else EN.labels[0].label

    entry, _ = judged(text, Found((1,), quote, label), EN)

    assert entry.reason is reason


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (0, "1,200 euros", Reason.CHECKED),
        (0, "1,300 euros", Reason.VALUE),
        (0, "some euros", Reason.VALUE),
        (1, "5 March 2025", Reason.CHECKED),
        (1, "6 March 2025", Reason.VALUE),
        (1, "on delivery", Reason.VALUE),
        (2, "Acme Ltd pays on 5 March 2025", Reason.CHECKED),
        (2, "Globex pays on 5 March 2025", Reason.VALUE),
        (2, "Acme Ltd does not pay on 5 March 2025", Reason.MEANING),
    ],
)
def test_a_value_is_what_the_passage_states(field: int, value: str, reason: Reason) -> None:
    text = "Globex is not concerned. Acme Ltd pays 1,200 euros on 5 March 2025."

    entry, _ = judged(text, Found((2,), "Acme Ltd pays 1,200 euros on 5 March 2025", value), TERMS[field])

    assert entry.reason is reason


def test_the_second_pass_reads_a_question_together_with_its_answer() -> None:
    text = "HR: Was it the commute?\nLeaver: Yes, that was it.\nLeaver: Good bye."

    entry, judge = judged(text, Found((1,), "Was it the commute?", "Commute or location"), EN)

    assert entry.reason is Reason.CHECKED
    assert judge.passage(entry) == "HR: Was it the commute? Leaver: Yes, that was it."


@pytest.mark.parametrize(("label", "reason"), [("否", Reason.CHECKED), ("是", Reason.DENIED)])
def test_a_no_proves_the_answer_no(label: str, reason: Reason) -> None:
    (field,) = parse({"properties": {"pay": {"type": "boolean", "description": "是因为工资吗？"}}}, "x", "zh").fields

    entry, _ = judged("员工：不是因为工资。", Found((1,), "不是因为工资。", label), field)

    assert entry.reason is reason
