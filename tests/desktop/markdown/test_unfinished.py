"""What is held back while it may still become something else, and what is not."""

from __future__ import annotations

import pytest

from desktop.markdown.unfinished import shown_part


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a **", "a "),
        ("a *b*", "a *b"),
        ("a `", "a "),
        ("a ~~", "a "),
        (r"a \*", r"a \*"),
        ("a\n``", "a\n"),
        ("a\n\n```py", "a\n\n"),
        ("a\n```py\n", "a\n```py\n"),
        ("| a |", ""),
        ("a\n\n| a | b", "a\n\n"),
        ("| a |\n|--", ""),
        ("a\n| a |\n|---|\n", "a\n| a |\n|---|\n"),
        ("| a |\n|---|\n| 1", "| a |\n|---|\n| 1"),
        ("| a |\n|---|\n| 1 |\n|", "| a |\n|---|\n| 1 |\n|"),
        ("a\n$$\nx\n+ y", "a\n"),
        ("a\n$$\nx\n$$", "a\n$$\nx\n$$"),
        ("\\[ x", ""),
        ("$$ a $$\n$$ b", "$$ a $$\n"),
        ("$$\nx\n\nno formula", "$$\nx\n\nno formula"),
        ("| no table\nbut text", "| no table\nbut text"),
    ],
)
def test_only_what_may_still_change_is_held_back(text: str, shown: str) -> None:
    assert shown_part(text) == shown
