"""What is a formula, and what is money, a bracket or a variable of the shell."""

from __future__ import annotations

import pytest

from desktop.markdown.maths import BLOCK, INLINE
from desktop.markdown.parser import parse


def formulas(text: str) -> list[tuple[str, str]]:
    inside = [each for token in parse(text) for each in (token, *(token.children or ()))]
    kinds = {INLINE: "inline", BLOCK: "block"}
    return [(kinds[each.type], each.content.strip()) for each in inside if each.type in kinds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the $n$th of $x^2$", [("inline", "n"), ("inline", "x^2")]),
        ("其中$x$是变量", [("inline", "x")]),
        (r"so \(a+b\) is", [("inline", "a+b")]),
        (r"here \[a+b\] is", [("inline", "a+b")]),
        ("so $$a$$ is", [("inline", "a")]),
        ("$$\na\n+ b\n$$", [("block", "a\n+ b")]),
        ("text\n$$ a $$\ntext", [("block", "a")]),
        ("\\[\n\\frac{1}{2}\n\\]", [("block", r"\frac{1}{2}")]),
        ("\\begin{align}\na&=b\n\\end{align}", [("block", "\\begin{align}\na&=b\n\\end{align}")]),
        ("- item\n  $$\n  a\n  $$\n- next", [("block", "a")]),
        ("| a |\n|---|\n| $x$ |", [("inline", "x")]),
        (r"$a \$ b$", [("inline", r"a \$ b")]),
    ],
)
def test_formulas_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6", "from $5 to $10", "US$5, A$6", "$HOME and $PATH", "a $ b $ c", r"\$a\$", "`$x$`",
        "costs 5$ or 6$ more",
        "```\n$$\na\n$$\n```", "    $$\n    a\n    $$", r"\(\)", r"\[\\\]", r"\[foo]", "$$\n\n$$", "$$\na\n\nb\n$$",
        "价格$6，其中$7。", "$$ a", r"\[ a", "$", "$$", "$$$", "$$\n" + "a\n" * 1500 + "$$", "$" + "a" * 3000 + "$",
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_all_else_is_text(text: str) -> None:
    assert formulas(text) == []
