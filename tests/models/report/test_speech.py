from __future__ import annotations

import pytest

from models.report.speech import Turns, asks, denied


@pytest.mark.parametrize(
    ("sentence", "quote", "label"),
    [
        ("It was not because of the pay.", "because of the pay", "Pay"),
        ("I wasn't leaving because of my manager.", "because of my manager", "Manager"),
        ("It had nothing to do with pay, hours or my manager.", "pay, hours or my manager", "Workload and hours"),
        ("The salary was not a reason.", "The salary was not a reason", "Pay"),
        ("I left for the commute rather than the pay.", "rather than the pay", "Pay"),
        ("I had no complaints about my manager.", "no complaints about my manager", "Manager"),
        ("不是因为工资，是家里的原因。", "不是因为工资", "薪酬福利"),
        ("跟领导没有关系。", "跟领导没有关系", "直属上级"),
        ("离职与薪资无关，主要是搬家。", "离职与薪资无关", "薪酬福利"),
        ("是因为通勤太远，而不是工资。", "而不是工资", "薪酬福利"),
        ("员工：嗯，不是因为主管。", "员工：嗯，不是因为主管。", "直属上级"),
        ("不是因为工资，而是因为通勤太远。", "不是因为工资，而是因为通勤太远", "薪酬福利 工资"),
    ],
)
def test_a_denied_reason_is_none(sentence: str, quote: str, label: str) -> None:
    assert denied(sentence, quote, label)


@pytest.mark.parametrize(
    ("sentence", "quote", "label"),
    [
        ("I was not happy about the pay.", "not happy about the pay", "Pay"),
        ("I could not continue because of my health.", "because of my health", "Health"),
        ("It was not only because of the pay.", "because of the pay", "Pay"),
        ("There was no way to be promoted.", "no way to be promoted", "Career growth"),
        ("It was not the pay but the commute, two hours a day.", "but the commute, two hours", "Commute"),
        ("I left for the commute rather than the pay.", "I left for the commute", "Commute"),
        ("在这里没有晋升机会。", "没有晋升机会", "职业发展"),
        ("不是因为工资，而是因为通勤太远。", "因为通勤太远", "通勤或地点"),
        ("不是因为工资，而是因为通勤太远。", "不是因为工资，而是因为通勤太远", "通勤或地点 上下班路途"),
        ("是因为通勤太远，而不是工资。", "因为通勤太远", "通勤或地点"),
    ],
)
def test_a_reason_in_negative_words_is_a_reason(sentence: str, quote: str, label: str) -> None:
    assert not denied(sentence, quote, label)


@pytest.mark.parametrize(
    ("sentence", "following", "only_asks"),
    [
        ("Was it the pay?", "No, the pay was fine.", True),
        ("Was it the pay?", "Yes, mostly.", False),
        ("HR：是因为工资吗？", "员工：是的。", False),
        ("HR：是因为工资吗？", "员工：不是。", True),
        ("HR：是因为工资吗？", "员工：嗯，也不是。", True),
        ("Was it the pay?", "Right, but not only.", True),
        ("没什么。", "", False),
        ("The pay was low.", "", False),
    ],
)
def test_a_question_counts_only_when_it_is_answered_with_yes(sentence: str, following: str, only_asks: bool) -> None:
    assert asks(sentence, following) is only_asks


def test_the_turns_of_the_interviewer_are_told_apart() -> None:
    text = "00:01 HR: Was it the pay? We know that it is low.\n[0:01:20] Leaver: No.\nHR 2: And the hours?\nTime: 10:30"
    turns = Turns(text, ("HR", "Interviewer"))

    assert turns.left_out(text.index("low"))
    assert turns.left_out(text.index("hours"))
    assert not turns.left_out(text.index("No."))
    assert not Turns("no turns here", ("HR",)).left_out(3)
