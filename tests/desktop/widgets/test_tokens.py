"""The palettes are readable."""

from __future__ import annotations

import itertools

import pytest

from desktop.widgets.tokens import DARK, LIGHT, Tokens, contrast

GROUNDS = ("ground", "sunken", "raised", "bubble", "code", "hover", "selected", "accent_soft")
ON_GROUNDS = ("text", "muted", "accent")
ON_PLAIN = ("good", "warning", "bad")
IN_CODE = ("keyword", "name_", "string", "number", "comment", "text")
PAIRS = [
    *itertools.product(ON_GROUNDS, GROUNDS),
    *itertools.product(ON_PLAIN, ("ground", "sunken", "raised")),
    *itertools.product(IN_CODE, ("code",)),
    ("on_accent", "accent_ground"), ("bad", "bad_soft"), ("text", "lit"), ("text", "selection"),
]  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids="-on-".join)
def test_text_stands_out_from_its_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
