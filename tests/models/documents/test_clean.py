from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.clean import drop_repeated, join_hyphens, strip_invisible


def test_a_hyphen_at_a_line_end_is_removed_in_a_word_and_kept_in_a_compound() -> None:
    pages = ["a long-term plan and a long\x02\nterm view", "the trans\x02\nmission of state-of-the\x02\nart goods"]

    assert join_hyphens(pages) == [
        "a long-term plan and a long-term view",
        "the transmission of state-of-the-art goods",
    ]


def test_sentences_that_differ_by_the_page_number_are_no_header() -> None:
    pages = [f"In {2000 + n} sales were {n} tonnes.\nbody {n * n}" for n in range(10)]

    assert drop_repeated(pages) == (pages, 0)


def test_page_numbers_count_from_anywhere() -> None:
    pages = [f"body of {n * n * 7}\nNorthwind | {n + 12} | 2024" for n in range(6)]

    kept, dropped = drop_repeated(pages)

    assert dropped == 6
    assert all("Northwind" not in page for page in kept)


def test_of_two_pages_each_keeps_what_both_have_at_its_outer_end() -> None:
    first, second = "Acme Ltd\na\nb\nno. 7, page 1", "Acme Ltd\nc\nb\nd\nno. 7, page 2"

    assert drop_repeated([first, second]) == (["Acme Ltd\n\na\nb", "c\nb\nd\n\nno. 7, page 2"], 2)
    assert drop_repeated(["same\nsame", "same\nsame"]) == (["same\nsame", "same\nsame"], 0)


BODY = [f"{word} of the works" for word in ("Hull", "Leith", "Bonn", "Cork", "Oslo", "Kiel", "Bern", "Lyon")]


@pytest.mark.parametrize(
    ("header", "footer"),
    [
        ("Northwind", "Acme Ltd {}"),
        ("Page {} of 2", ""),
        ("- {} -", ""),
        ("", "{}"),
        ("第 {} 页", ""),
        ("", "Northwind GmbH, Seite {}"),
        ("Minutes, p. {}", ""),
    ],
)
def test_a_sentence_goes_from_one_page_to_the_next_without_their_furniture(header: str, footer: str) -> None:
    part = [["Northwind agreed to", *BODY[:4], "pay for the pumps of the"], ["old works at Hull.", *BODY[4:]]]
    pages = ["\n".join(filter(None, [header.format(n), *part[n - 1], footer.format(n)])) for n in (1, 2)]

    kept, dropped = drop_repeated(pages)

    assert dropped == bool(header) + bool(footer)
    assert "pay for the pumps of the\fold works at Hull." in "\f".join(kept)
    assert all(line in "\n".join(kept) for line in BODY)


@pytest.mark.parametrize("header", ["Log of {}/03/2024", "3月{}日", "2024-03-{}"])
@pytest.mark.parametrize("count", [2, 3])
def test_pages_of_one_day_each_keep_their_dates(header: str, count: int) -> None:
    days = [header.format(11 + at) for at in range(count)]
    pages = [f"{day}\n{BODY[at]}\n{BODY[at + 2]}\n{BODY[at + 4]}" for at, day in enumerate(days)]

    assert drop_repeated(pages) == (pages, 0)


@pytest.mark.parametrize(("header", "footer"), [("Score {}/10", "end of page"), ("one page", "Defects found: {}")])
def test_of_two_pages_what_is_counted_is_no_page_number(header: str, footer: str) -> None:
    pages = ["\n".join([header.format(n), *BODY[3 * n : 3 * n + 2], footer.format(n)]) for n in (1, 2)]

    kept, _ = drop_repeated(pages)

    assert all((f"Score {n}/10" in kept[n - 1]) or (f"Defects found: {n}" in kept[n - 1]) for n in (1, 2))


def test_a_word_of_a_hundred_thousand_letters_takes_no_time() -> None:
    began = time.process_time()
    assert join_hyphens(["a" * 100_000 + "\x02\nb"]) == ["a" * 100_000 + "b"]
    assert time.process_time() - began < 5  # a minute where each letter was tried with all the others


@pytest.mark.parametrize("titles", [("Part 1", "Part 2"), ("1", "2"), ("In 2024 we sold", "In 2025 we sold")])
def test_titles_that_count_on_are_content_of_both_pages(titles: tuple[str, str]) -> None:
    pages = [f"{title}\n{BODY[at]}\n{BODY[at + 2]}" for at, title in enumerate(titles)]

    assert drop_repeated(pages) == (pages, 0)


@given(st.text())
def test_what_is_stripped_and_what_is_left_is_all_there_was(text: str) -> None:
    kept, passages, characters = strip_invisible(text)

    assert len(kept) + characters == len(text)
    assert passages <= characters
    assert strip_invisible(kept)[0] == kept or "\u200c" in text or "\u200d" in text
