from __future__ import annotations

import random

import pytest

from models.summary.order import in_phrases

EN = "Two thirds of the bronze comes from one foundry. A second foundry in Sheffield has been audited but not approved."
ZH = "三分之二的青铜来自同一家铸造厂。绍兴的第二家铸造厂已通过审核，但尚未批准。"


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (EN, "Bronze depends on one foundry for two thirds; a second in Sheffield has been audited but not approved."),
        (EN, "One foundry delivers two thirds of the bronze."),
        (EN, "Sheffield, bronze, foundry"),
        (ZH, "第二家铸造厂位于绍兴，已通过审核，尚未获批准。"),
        (ZH, "青铜的三分之二来自同一家铸造厂。"),
        (ZH, "绍兴、青铜"),
    ],
)
def test_phrases_in_another_order_pass(source: str, claim: str) -> None:
    assert in_phrases(claim, source)


def test_words_in_another_order_seldom_pass() -> None:
    chance = random.Random(3)
    english, chinese = EN.split(), [ZH[at : at + 2] for at in range(0, len(ZH), 2)]
    passed = 0
    for _ in range(100):
        chance.shuffle(english)
        chance.shuffle(chinese)
        passed += in_phrases(" ".join(english), EN) + in_phrases("".join(chinese), ZH)

    assert passed <= 10
