from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.document import Chunk, Sentence
from models.summary import notes
from models.summary.notes import Line, parse
from models.summary.options import SummaryOptions
from models.summary.prompts import prompts


@pytest.mark.parametrize(
    ("answer", "cited"),
    [
        ("S2|the copied words|The point.", (2,)),
        ("S2,S3|the copied words|The point.", (2, 3)),
        ("- S2, S3 | the copied words | The point.", (2, 3)),
        ("1. [S2]|“the copied words”|The point.", (2,)),
        ("2-4|the copied words|The point.", (2, 3, 4)),
        ("s2；S4｜the copied words｜The point.", (2, 4)),
        ("(S2 and S3)|the copied words|The point.", (2, 3)),
        ("|S2|the copied words|The point.|", (2,)),
    ],
)
def test_a_line_is_read_in_spite_of_its_form(answer: str, cited: tuple[int, ...]) -> None:
    assert parse(answer, 9).lines == (Line(cited, "the copied words", "The point."),)


@pytest.mark.parametrize("answer", ["", "NONE", "none.", "无", "\n\n"])
def test_nothing_to_note_is_no_broken_line(answer: str) -> None:
    assert parse(answer, 9) == ((), 0)


def test_broken_lines_are_counted_and_the_others_kept() -> None:
    answer = parse("Here are the notes:\nS1|words|A point.\nS2|only two\nS3|words|Cut", 9)

    assert len(answer.lines) == 2
    assert answer.broken == 2


def test_sentences_outside_the_chunk_are_not_cited() -> None:
    assert parse("S8,S12|words|A point.", 9).lines[0].cited == (8,)


@given(st.text())
def test_any_text_at_all_can_be_parsed(text: str) -> None:
    assert all(0 < number <= 5 for line in parse(text, 5).lines for number in line.cited)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.text("abc é甲", min_size=4), st.text("abc 乙", min_size=4)), max_size=6)
)
def test_what_the_grammar_allows_is_parsed_line_by_line(lines: list[tuple[int, str, str]]) -> None:
    wanted = [(n, a.strip(), c.strip()) for n, a, c in lines if a.strip() and c.strip()]
    answer = parse("\n".join(f"S{n}|{a}|{c}" for n, a, c in wanted), 9)

    assert answer.broken == 0
    assert answer.lines == tuple(dict.fromkeys(Line((n,), a, c) for n, a, c in wanted))


def test_every_question_of_a_job_begins_with_the_same_bytes() -> None:
    text = "One sentence. Another one."
    first = Chunk(index=0, sentences=(Sentence(1, 0, 13, 1),), tokens=4)
    second = Chunk(index=1, sentences=(Sentence(2, 14, 26, 1),), tokens=4, heading="H", context="One sentence.")
    words = prompts("en")

    assert notes.instruction(words, SummaryOptions(), "a.pdf") == notes.instruction(words, SummaryOptions(), "a.pdf")
    asked = [notes.question(words, each, text).content for each in (first, second)]
    assert asked[0].splitlines()[0] == asked[1].splitlines()[0]
    assert "S1: Another one." in asked[1]
    assert "do not cite: One sentence." in asked[1]
