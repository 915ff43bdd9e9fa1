from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents.chunk import chunk
from models.documents.outline import Outline
from models.documents.sentences import flat, sentences_of, split
from tests.models.summary.planted import document, of_pages

TEXTS = st.text(alphabet=st.sampled_from('ab 。.！?\n\f，, 1甲乙#-\tA"”)'), max_size=300)


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("今天下雨。他说：“走吧！”然后走了。", ["今天下雨。", "他说：“走吧！”", "然后走了。"]),
        ("Dr. Smith paid approx. 3.5 million. He left.", ["Dr. Smith paid approx. 3.5 million.", "He left."]),
        ("See Fig. 3 for J. R. Brown's map. It is old.", ["See Fig. 3 for J. R. Brown's map.", "It is old."]),
        ("a line that goes\non here. Next.", ["a line that goes\non here.", "Next."]),
        ("the sentence goes\fon over the page. Next.", ["the sentence goes\fon over the page.", "Next."]),
        ("# Title\nBody text here.", ["# Title", "Body text here."]),
        ("第一章 总则\n本合同自签订之日起生效。", ["第一章 总则", "本合同自签订之日起生效。"]),
        ("1.1. Version\nThis is it. Yes.", ["1.1. Version", "This is it.", "Yes."]),
        ("1 Start . . . . . . 2\n2.2 Naming . . . . . 17", ["1 Start . . . . . . 2", "2.2 Naming . . . . . 17"]),
        ("- first item\n- second item", ["- first item", "- second item"]),
        ("1. First thing. More.\n2. Second.", ["1. First thing.", "More.", "2. Second."]),
        ("| a | b |\n| 1 | 2 |", ["| a | b |", "| 1 | 2 |"]),
        ("完成了三亿二千\n万元的销售。", ["完成了三亿二千\n万元的销售。"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Annual Report 2025\nOverview\nWe grew.", ["Annual Report 2025", "Overview", "We grew."]),
        ("Annual Report\nOverview of the Group\nWe grew.", ["Annual Report", "Overview of the Group", "We grew."]),
        ("What we learned\nThe pumps of Hull held.", ["What we learned", "The pumps of Hull held."]),
        ("We grew.\nCosts and Sales\nThe costs fell.", ["We grew.", "Costs and Sales", "The costs fell."]),
        ("Dear Ms Weber\nThank you for the pumps.", ["Dear Ms Weber", "Thank you for the pumps."]),
        ("年度报告2025\n概述\n公司增长了。", ["年度报告2025", "概述", "公司增长了。"]),
        ("关于水泵的通知\n各部门应当停机。", ["关于水泵的通知", "各部门应当停机。"]),
        ("I met John and\nMary in Hull.", ["I met John and\nMary in Hull."]),
        ("we sold it to\nThe Hague Works.", ["we sold it to\nThe Hague Works."]),
        ("The Board of\nNorthwind met.", ["The Board of\nNorthwind met."]),
        ("The pumps, says\nMs Weber, held.", ["The pumps, says\nMs Weber, held."]),
        ("他们提交了报告\n的第二部分。", ["他们提交了报告\n的第二部分。"]),
        ("任何一方不得转让本合同\n义务及全部权利除外。", ["任何一方不得转让本合同\n义务及全部权利除外。"]),
        ("Who we are\nThe Works of Hull.", ["Who we are", "The Works of Hull."]),
        ("- Pumps of the\nHull Works held.", ["- Pumps of the\nHull Works held."]),
    ],
)  # fmt: skip
def test_a_title_is_not_run_into_what_stands_below_it(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("end", ["Neither Northwind nor", "Anyone pays except", "Our guests are not"])
def test_a_short_line_that_says_only_half_is_not_cut_off(end: str) -> None:
    text = f"{end}\nAcme is liable for the loss of goods.\n{'The pumps of Hull held all through the year. ' * 2}"

    assert said(text)[0] == f"{end}\nAcme is liable for the loss of goods."


@pytest.mark.parametrize(
    "text", ["." * 60_000 + "y", ". a" * 30_000, ". " * 60_000 + "y", " " * 60_000 + "x", ".)" * 60_000 + "y"]
)
def test_a_line_of_nothing_but_dots_or_blanks_takes_no_time(text: str) -> None:
    began = time.process_time()
    split("Pumps held." * 60_000)
    usual = time.process_time() - began
    split(text)

    assert time.process_time() - began < 10 * usual + 5  # some minutes where each dot was tried with all the others


PROSE = (
    "the board of Northwind met Ms Weber and Mr Fischer in Hull on 3 May 2025 to speak about the pumps of the Humber "
    "Works, which The Hague had asked for, and agreed that Northwind pays 4 million euros to the Works by June 2026."
)


@given(st.integers(20, 110), st.sampled_from(["The first: ", "- ", "It was said that ", "In 2025 "]))
def test_wrapped_prose_is_one_sentence_at_any_width(width: int, opening: str) -> None:
    wrapped = textwrap.fill(opening + PROSE, width)

    assert [flat(each) for each in said(wrapped)] == [opening + PROSE]


@given(st.integers(8, 40))
def test_wrapped_chinese_is_one_sentence_at_any_width(width: int) -> None:
    prose = "公司董事会于五月三日在上海召开会议审议通过了关于水泵采购的年度报告和下一年的计划并决定由财务部支付四百万"
    wrapped = "\n".join(prose[at : at + width] for at in range(0, len(prose), width)) + "。"

    assert [flat(each) for each in said(wrapped)] == [prose + "。"]


@given(TEXTS)
def test_nothing_but_white_space_lies_between_sentences(text: str) -> None:
    at = 0
    for start, end in split(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@settings(max_examples=20)
@given(st.text(alphabet="abc ", min_size=2000, max_size=4000))
def test_no_sentence_is_far_too_long(text: str) -> None:
    assert all(end - start <= 1200 for start, end in split(text))


def test_lines_wrapped_between_chinese_characters_join_without_a_space() -> None:
    assert flat("三亿二千\n万元 of\nsales") == "三亿二千万元 of sales"


def test_a_sentence_is_on_the_page_where_it_begins() -> None:
    pages = of_pages(["First one. Second goes", "on here. Third."])

    assert [(s.id, s.page) for s in sentences_of(pages)] == [(1, 1), (2, 1), (3, 2)]


def words(texts: object) -> tuple[int, ...]:
    return tuple(len(text.split()) for text in texts)  # type: ignore[attr-defined]


@given(st.integers(20, 200), st.integers(1, 8))
def test_chunks_hold_every_sentence_once_within_their_budget(budget: int, pages: int) -> None:
    made, _ = document(pages)
    sentences = sentences_of(made)
    chunks = chunk(made.text, sentences, Outline(made.text, sentences), budget, words)

    assert [s for each in chunks for s in each.sentences] == list(sentences)
    assert all(each.tokens <= budget for each in chunks)
    assert [each.index for each in chunks] == list(range(len(chunks)))


def test_a_chunk_knows_its_heading_and_what_came_before() -> None:
    made, _ = document(6)
    sentences = sentences_of(made)
    chunks = chunk(made.text, sentences, Outline(made.text, sentences), 150, words)

    assert chunks[0].context == ""
    assert all(each.heading.endswith(tuple(f"department {n}" for n in range(1, 7))) for each in chunks)
    last = chunks[0].sentences[-1]
    assert chunks[1].context.endswith(made.text[last.start : last.end])


def test_a_sentence_over_the_budget_is_cut_at_its_clauses() -> None:
    made = of_pages(["Short one. " + ", ".join(f"clause {n} goes on" for n in range(40)) + ". Short two."])
    sentences = sentences_of(made)

    chunks = chunk(made.text, sentences, Outline(made.text, sentences), 30, words)

    assert all(each.tokens <= 30 for each in chunks)
    pieces = [made.text[s.start : s.end] for each in chunks for s in each.sentences]
    assert " ".join(pieces) == made.text
    assert all(piece.endswith((",", ".")) for piece in pieces)


def test_an_edit_moves_few_borders() -> None:
    before, _ = document(40)
    texts = [page.text for page in before.pages]
    after = of_pages([*texts[:3], texts[3] + " One more sentence was added here by hand.", *texts[4:]])

    def contents(made: object) -> set[str]:
        sentences = sentences_of(made)  # type: ignore[arg-type]
        text = made.text  # type: ignore[attr-defined]
        chunks = chunk(text, sentences, Outline(text, sentences), 400, words)
        return {"|".join(text[s.start : s.end] for s in each.sentences) for each in chunks}

    assert len(contents(after) - contents(before)) == 1
