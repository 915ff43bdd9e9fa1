"""Any Markdown in any pieces: at its end it shows the words of the whole, and finished it is the whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication

from desktop.markdown.look import Look
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets.tokens import LIGHT

WORDS = st.sampled_from(
    [
        "word",
        "two words",
        "**bold**",
        "*it*",
        "`code`",
        "注意：",
        "**注意：**请",
        "[l](https://x.org)",
        "~~s~~",
        "a_b",
        "5 * 3",
        "1.",
    ]
)
LINE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
BLOCK = st.one_of(
    LINE,
    st.lists(LINE, min_size=2, max_size=3).map("\n".join),
    st.builds("{} {}".format, st.sampled_from(["#", "##", "####"]), LINE),
    st.lists(LINE, min_size=1, max_size=5).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(LINE, min_size=1, max_size=5).map(
        lambda lines: "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 3))
    ),
    st.builds("- {}\n  - {}\n\n    {}\n- {}".format, LINE, LINE, LINE, LINE),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"> {line}" for line in lines)),
    st.builds("```{}\n{}\n\n{}\n```".format, st.sampled_from(["", "python", "js", "no-such"]), LINE, LINE),
    st.integers(1, 50).map(lambda n: "| a | b |\n|---|--:|\n" + "\n".join(f"| {row} | *x* |" for row in range(n))),
    st.just("---"),
    st.sampled_from(
        ["$$\na\n+ b\n- c\n$$", "\\[\nx\n\\]", "text $a$ and\n$$ b $$", "$$\nnever closed", "costs $5 and $6"]
    ),
)
MARKDOWN = st.lists(BLOCK, min_size=1, max_size=6).map("\n\n".join)


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Look:
    return Look(LIGHT, QFont("Noto Sans", 10), QFont("DejaVu Sans Mono", 9))


def words(document: QTextDocument) -> list[str]:
    return [line for line in document.toPlainText().split("\n") if line.strip()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=MARKDOWN, sizes=st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_streamed_in_any_pieces_it_is_the_whole(look: Look, text: str, sizes: list[int]) -> None:
    streamed, whole = QTextDocument(), QTextDocument()
    writer = StreamWriter(streamed, look)
    at, turn = 0, 0
    while at < len(text):
        writer.feed(text[at : at + sizes[turn % len(sizes)]])
        at, turn = at + sizes[turn % len(sizes)], turn + 1
    writer.feed("\n\n")  # lets go of what was held back
    render_whole(whole, text, look)
    assert words(streamed) == words(whole)

    writer.finish()
    assert streamed.toHtml() == whole.toHtml()


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="ab *_`~|>-#+1.[]()!\\\n注：", max_size=120), size=st.integers(1, 7))
def test_no_soup_of_markers_breaks_the_writer(look: Look, text: str, size: int) -> None:
    streamed, whole = QTextDocument(), QTextDocument()
    writer = StreamWriter(streamed, look)
    for at in range(0, len(text), size):
        writer.feed(text[at : at + size])
    writer.finish()
    render_whole(whole, text, look)

    assert streamed.toHtml() == whole.toHtml()
