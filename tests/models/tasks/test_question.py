from __future__ import annotations

import pytest

from models.tasks.question import needs_everything


@pytest.mark.parametrize(
    "question",
    ["List all parties.", "How many plants are named?", "Which suppliers were late?", "What are the deadlines?",
     "Name every city mentioned in the report.", "列出所有违约责任。", "共有多少家供应商？", "哪些条款提到赔偿？"],
)  # fmt: skip
def test_some_questions_only_the_whole_text_answers(question: str) -> None:
    assert needs_everything(question)


@pytest.mark.parametrize(
    "question",
    ["Which is the deadline?", "When does the contract end?", "Who signed it?", "What was the price in 2024?",
     "合同什么时候到期？", "房屋的所有权归谁？", "违约金是多少钱？", "Is the notice period thirty days?"],
)  # fmt: skip
def test_others_are_looked_up(question: str) -> None:
    assert not needs_everything(question)
