"""Lines nobody reads do not stop the window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.markdown.long_lines import LONGEST_LINE, LineCap, capped

LINES = st.lists(
    st.sampled_from(["", "ab", "x" * LONGEST_LINE, "y" * (LONGEST_LINE + 1), "z" * (3 * LONGEST_LINE)]), max_size=6
)


@given(LINES, st.lists(st.integers(1, 30_000), max_size=8))
def test_in_pieces_or_at_once_the_same_is_shown(lines: list[str], cuts: list[int]) -> None:
    text, cap, shown, at = "\n".join(lines), LineCap(), "", 0
    for size in cuts:
        shown += cap.pass_on(text[at : at + size])
        at += size
    shown += cap.pass_on(text[at:])

    assert shown == capped(text)


@given(LINES)
def test_every_line_is_its_own_or_its_beginning(lines: list[str]) -> None:
    shown = capped("\n".join(lines)).split("\n")

    assert len(shown) == max(1, len(lines))
    for line, kept in zip(lines, shown, strict=False):
        assert kept == (line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + " …")
