from __future__ import annotations

import pytest
from hypothesis import given, strategies

from models.store.terms import folded, place, terms, wanted


def test_chinese_is_found_by_its_pairs_and_every_character_begins_one() -> None:
    assert list(terms("量子纠缠")) == ["量子", "子纠", "纠缠", "缠"]


def test_what_mixes_scripts_is_parted_where_they_change() -> None:
    assert list(terms("用n_ctx调整KV缓存")) == ["用", "n", "ctx", "调整", "整", "kv", "缓存", "存"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("缠", [("缠", True)]),
        ("纠缠", [("纠缠", False)]),
        ("summ", [("summ", True)]),
        ("n_ct", [("n", False), ("ct", True)]),
        ("!!", []),
    ],
)
def test_only_the_end_of_a_word_may_go_on(word: str, expected: list[tuple[str, bool]]) -> None:
    assert list(wanted(word)) == expected


@given(strategies.text())
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(("text", "narrow"), [("ＰＤＦ文件", "pdf文件"), ("ΟΔΟΣ", "οδοσ"), ("Straße", "straße")])
def test_case_and_width_make_no_difference(text: str, narrow: str) -> None:
    assert folded(text) == narrow


@pytest.mark.parametrize(
    ("text", "word", "at"),
    [
        ("resume sum", "sum", 7),
        ("请解释量子", "量子", 3),
        ("resume", "sum", -1),
        ("a+=b", "=b", 2),
        ("kv缓存", "缓", 2),
    ],
)
def test_a_word_stands_where_one_begins(text: str, word: str, at: int) -> None:
    assert place(text, word) == at
