from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.locate import Located, fold


@pytest.mark.parametrize(
    ("text", "passage", "found"),
    [
        ("He said “no” twice.", 'said "no"', "said “no”"),
        ("a line\nend here", "line end", "line\nend"),
        ("公司于２０２５年成立", "2025年", "２０２５年"),
        ("transˑ the co\x02operation", "cooperation", "co\x02operation"),
        ("three—four", "three-four", "three—four"),
        ("ﬁnal oﬀer", "final offer", "ﬁnal oﬀer"),
        ("Straße", "STRASSE", "Straße"),
    ],
)
def test_a_passage_is_found_in_spite_of_its_form(text: str, passage: str, found: str) -> None:
    ((start, end),) = Located(text).all(passage)

    assert text[start:end] == found


@given(st.text())
def test_every_folded_character_has_its_origin(text: str) -> None:
    folded, origins = fold(text)

    assert len(folded) == len(origins)
    assert list(origins) == sorted(origins)
    for character, origin in zip(folded, origins, strict=True):
        assert character in fold(text[origin])[0]


@given(st.text(), st.text(min_size=1), st.text())
def test_what_stands_in_a_text_is_found_there(before: str, passage: str, after: str) -> None:
    text = before + passage + after
    places = Located(text).all(passage)

    if fold(passage)[0]:
        assert any(fold(text[start:end])[0] == fold(passage)[0] for start, end in places)
    else:
        assert places == []
