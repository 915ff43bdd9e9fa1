from __future__ import annotations

import pytest

from models.report.prose import Row, checked, messages, rows
from models.report.tally import Count, Tally
from models.report.words import words


def named(count: int) -> tuple[str, ...]:
    return tuple(f"{number}.txt" for number in range(count))


TALLY = Tally(
    field="cause",
    title="Reasons",
    counts=(
        Count("Pay", named(41), ("98.txt",)),
        Count("Commute", named(12), ()),
        Count("Health", (), ()),
        Count("Better offer", named(12), ()),
    ),
    found=named(60),
    none=named(37),
    review=(),
    unread=("x.pdf", "y.pdf", "z.pdf"),
)
EN = rows([TALLY], words("en"))


def kept(answer: str, table: list[Row] = EN) -> tuple[str, ...]:
    return checked(answer, table)[0]


def test_the_table_has_a_line_for_each_label_that_counts() -> None:
    assert [row.text for row in EN] == [
        "Reasons: Pay: 41 of 97 files, 42.3 %; 1 more need a look",
        "Reasons: Commute: 12 of 97 files, 12.4 %",
        "Reasons: Better offer: 12 of 97 files, 12.4 %",
    ]
    assert "[2] Reasons: Commute" in messages(EN, words("en"))[1].content


@pytest.mark.parametrize(
    "sentence",
    [
        "Pay was named in 41 of 97 files (42.3 %). [1]",
        "The most frequent reason is pay, with 41 files. [1]",
        "The commute was named in 12 files, which is 12.4 %. [2]",
    ],
)
def test_a_sentence_that_the_table_bears_out_is_shown(sentence: str) -> None:
    assert kept(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Pay was named in 45 of 97 files. [1]",
        "Pay was named in 41 of 100 files. [1]",
        "Pay was named in about 40 files. [1]",
        "Pay was named in 97 of 41 files. [1]",
        "Pay was named in 97 files. [1]",
        "Pay was named in 42.5 % of the files. [1]",
        "Pay was named in 12 of 97 files. [1]",
        "The commute was named in 41 of 97 files. [2]",
        "Pay was named in 41 of 97 files. [2]",
        "Pay was named in 41 of 97 files. [9]",
        "Pay was named in 41 of 97 files.",
        "Most of the leavers named pay, in 41 files. [1]",
        "Half of the leavers named pay, in 41 files. [1]",
        "The main reason is the commute, with 12 files. [2]",
        "Pay was named in 41 files, more than the commute. [1]",
        "Pay was named in 41 files and the commute in 12 files. [1][2]",
        "Pay rose to 41 of 97 files. [1]",
        "Overtime was named in 41 of 97 files. [1]",
    ],
)
def test_a_sentence_that_the_table_does_not_bear_out_is_dropped(sentence: str) -> None:
    assert kept(sentence) == ()


def test_chinese_sentences_are_held_to_the_table_too() -> None:
    table = rows(
        [Tally(**{**{key: getattr(TALLY, key) for key in TALLY.__struct_fields__}, "title": "原因",
                  "counts": (Count("薪酬福利", named(41), ()), Count("通勤", named(12), ()))})],
        words("zh"),
    )  # fmt: skip

    assert kept("97 份文件中有 41 份提到薪酬福利，占 42.3 %。[1]", table)
    assert kept("提到薪酬福利的最多，有 41 份。[1]", table)
    assert not kept("97 份文件中有 45 份提到薪酬福利。[1]", table)
    assert not kept("41 份文件中有 97 份提到薪酬福利。[1]", table)
    assert not kept("大多数文件提到薪酬福利，有 41 份。[1]", table)
    assert not kept("提到通勤的最多，有 12 份。[2]", table)
    assert not kept("97 份文件中有 41 份提到通勤。[2]", table)


def test_how_many_sentences_were_written_is_known() -> None:
    assert checked("Pay: 41 of 97 files. [1]\nPay: 99 files. [1]\nNothing cited here at all.", EN)[1] == 3
