"""What a search shows of a message is words, with the one that was looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store.plain import AROUND, plain_around


def around(text: str, word: str) -> tuple[str, str]:
    """The line, and what of it is marked."""
    at = text.index(word)
    line, start, end = plain_around(text, at, at + len(word))
    return line, line[start:end]


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        (
            "## The **big** title\n\n- one *two* three\n- [x] done `here`",
            "three",
            "The big title one two three done here",
        ),
        ("## The **big** title", "big", "The big title"),
        ("see [the page](https://example.org/a) now", "page", "see the page now"),
        ("![a cow](cow.png) and grass", "grass", "a cow and grass"),
        ("| a | b |\n|---|--:|\n| 1 | mill |\n", "mill", "a · b 1 · mill"),
        ("> quoted ~~text~~\n> more", "more", "quoted text more"),
        ("**注意：**请先__备份__，`n_ctx`参数。", "备份", "注意：请先__备份__，n_ctx参数。"),
        ("text\n\n---\n\n1. a _first_ step", "step", "text 1. a first step"),
        (r"a \*star\* and 5\. times", "times", "a *star* and 5. times"),
        ("snake_case_name and 2 * 3 * 4", "name", "snake_case_name and 2 * 3 * 4"),
    ],
)
def test_the_signs_of_markdown_are_gone(text: str, word: str, line: str) -> None:
    assert around(text, word) == (line, word)


def test_code_is_left_as_it_is() -> None:
    text = "So:\n\n```python\ndef __init__(self):\n    return x ** 2 ** y\n```\nand **after**"
    assert around(text, "return") == ("So: def __init__(self): return x ** 2 ** y and **after**", "return")
    assert around(text, "after")[0].endswith("and after")


def test_an_address_stays_where_it_is_what_was_looked_for() -> None:
    assert around("see [it](https://example.org/a)", "example") == ("see [it](https://example.org/a)", "example")


def test_the_line_is_short_however_long_the_message() -> None:
    line, word = around("word " * 5000 + "**needle** " + "word " * 5000, "needle")
    assert word == "needle" and len(line) <= 2 * AROUND + len(word)


@given(st.text(alphabet="ab *_`~#|>[]()\\-\n", max_size=80), st.integers(0, 80), st.integers(1, 10))
def test_the_place_is_kept_whatever_stands_around_it(text: str, at: int, length: int) -> None:
    text = text[:at] + "needle" + text[at:]
    start = text.index("needle")
    line, begin, end = plain_around(text, start, start + 6)
    assert line[begin:end] == "needle" and "\n" not in line and not {*line} & {"\ue000", "\ue001"}
