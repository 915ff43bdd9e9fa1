from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.summary.values import Date, Number, chinese, missing, values

SAME = [
    ("三亿二千万元", "320 million"),
    ("3.2亿元", "320,000,000"),
    ("百分之十二点五", "12.5 %"),
    ("12.5个百分点", "12.5 percentage points"),
    ("2025年3月5日", "5 March 2025"),
    ("二〇二五年三月五日", "2025-03-05"),
    ("March 5th, 2025", "2025年3月5日"),
    ("March 2025", "in March 2025"),
    ("1万2千人", "12,000"),
    ("约三十五个", "35"),
    ("twenty-three", "23"),
    ("3.2 billion", "32亿"),
    ("两家公司", "two firms"),
    ("20万台", "200 thousand"),
]


@pytest.mark.parametrize(("claim", "source"), SAME)
def test_one_value_in_two_scripts_is_one_value(claim: str, source: str) -> None:
    assert values(claim)
    assert missing(claim, source) == ()
    assert missing(source, claim) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [("about 320 million", "321,456,789"), ("12 %", "12.4 %"), ("3.3 tonnes", "3.25 tonnes"), ("1.2万", "12,345"),
     ("2025", "5 March 2025"), ("March 2025", "5 March 2025")],
)  # fmt: skip
def test_a_claim_may_be_rounded_or_less_precise(claim: str, source: str) -> None:
    assert missing(claim, source) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [("322 million", "321,456,789"), ("12.5 %", "12.4 %"), ("12.40001", "12.4"), ("12 tonnes", "12 %"),
     ("6 March 2025", "5 March 2025"), ("5 March 2025", "March 2025"), ("三亿三千万", "三亿二千万"), ("20万", "20")],
)  # fmt: skip
def test_an_altered_or_sharper_value_is_missing(claim: str, source: str) -> None:
    assert missing(claim, source)


@pytest.mark.parametrize("text", ["一些人", "千万不要", "万一下雨", "统一部署", "a one-off", "version A1B2"])
def test_words_that_only_look_like_numbers_are_none(text: str) -> None:
    assert values(text) == ()


def as_chinese(number: int) -> str:
    """The standard numeral, written independently of the reader under test."""
    if number == 0:
        return "零"
    groups = []
    for unit in ("", "万", "亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    written = ""
    for group, unit in reversed(groups):
        if group:
            if written and group < 1000:
                written += "零"
            written += _group(group) + unit
    return written


def _group(group: int) -> str:
    written, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // power % 10
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + unit
            gap = False
        else:
            gap = True
    return written


@given(st.integers(1, 10**12 - 1))
def test_every_chinese_numeral_is_read(number: int) -> None:
    assert chinese(as_chinese(number)) == number


@given(st.dates())
def test_every_date_is_read_in_both_scripts(date: object) -> None:
    year, month, day = date.year, date.month, date.day  # type: ignore[attr-defined]
    if year >= 1900:
        expected = Date(year, month, day)
        assert values(f"{year}年{month}月{day}日") == (expected,)
        assert values(f"on {day} {date:%B} {year}") == (expected,)


@given(st.integers(2, 10**9))
def test_every_number_is_read_with_its_separators(number: int) -> None:
    assert values(f"it was {number:,} tonnes") == (
        Number(Decimal(number).normalize(), len(str(number).rstrip("0")), False),
    )


def test_a_chinese_comma_parts_two_numbers() -> None:
    assert values("2024，2025，12.5%") == (*values("2024"), *values("2025"), *values("12.5%"))
