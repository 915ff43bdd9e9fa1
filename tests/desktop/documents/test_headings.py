"""Where a character of a document stands once the marks of its headings are gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.headings import shown

LINES = st.lists(st.sampled_from(["# Title", "### 第三节", "plain", "", "#hash", "a # b", "## ", "\f## After a page"]))


def test_the_marks_go_and_the_levels_stay() -> None:
    found = shown("# One\n\ntext\n\n### Three # of it\nlast", "docx")

    assert found.text == "One\n\ntext\n\nThree # of it\nlast"
    assert [(found.text[each.start : each.end], each.level) for each in found.headings] == [
        ("One", 1), ("Three # of it", 3),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "code", "csv"])
def test_what_the_author_wrote_stays_as_it_is(kind: str) -> None:
    assert shown("# a remark\nx = 1", kind).text == "# a remark\nx = 1"


@given(LINES, st.data())
def test_every_character_that_is_left_is_found_at_its_place(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    found = shown(text, "docx")
    position = data.draw(st.integers(0, len(text)))

    cut = any(start <= position < end for start, end in found.cuts)
    assert cut or text[position : position + 1] == found.text[found.place(position) :][:1]
    assert len(found.text) == found.place(len(text)) == len(text) - sum(end - start for start, end in found.cuts)
