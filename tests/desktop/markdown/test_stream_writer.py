"""Written as it streams or written at once, it is the same document."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication

from desktop.markdown.look import Look, Property
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets.tokens import LIGHT

ROOT = Path(__file__).resolve().parents[3]
# fmt: off
# ruff: noqa: E501 - each sample is one text
SAMPLES = {
    "mixed": "# Title\n\nSome **bold** and *it* text with `code`.\nA second line.\n\n- one\n- two\n  more of two\n- three\n\n"
    "```python\ndef f(x):\n    return x\n\n\nclass A:\n    pass\n```\n\nAfter the code.\n\n> quoted\n> twice\n\nEnd.",
    "numbers": "1. first\n2. second\n\n   a paragraph of the second\n3. third\n\nand text\n\n7. seven\n8. eight",
    "table": "Before\n\n| a | b |\n|---|---:|\n| 1 | 2 |\n| 3 | 4 |\n\nAfter\n\n| x |\n|---|\n| y |\n",
    "fences": "```\nno language\n```\n```js\nlet x = 1\n```\n~~~~text\n```\nnot closed by this\n~~~~\n\ntext\n\n```py\nnever closed\n\n",
    "chinese": "**注意：**请先备份。\n\n这是**“重要”**的结论，使用**`n_ctx`**参数。\n\n1. 第一\n2. 第二\n\n| 上下文 | 大小 |\n|--|--|\n| 4K | 1 |",
    "nested": "- a\n  - b\n    - c\n\n      para\n- d\n\n      code in list\n- ```py\n  x = 1\n  ```\n- e",
    "long table": "\n\n| n | words |\n|--:|---|\n" + "".join(f"| {n} | word *{n}* |\n" for n in range(75)) + "\nAfter.\n",
    "whole slabs": "| n | m |\n|--:|---|\n" + "".join(f"| {n} | x |\n" for n in range(40)) + "# After\n",
    "broken table": "| n | m |\n|--|--|\n" + "".join(f"{n} | x\n" for n in range(20)) + "1. x\n2. y\n",
    "setext": "Heading\n=======\n\ntext\n***\nmore\n---\n\n* * *\n",
    "odd": "***a** b*\n\n![image](file:///etc/passwd) [l](javascript:x) <b>raw</b>\n\n    indented code\n\n\n\n+ x\n+ y\n\n<div>\nhtml\n</div>\n",
}
# fmt: on


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Look:
    return Look(LIGHT, QFont("Noto Sans", 10), QFont("DejaVu Sans Mono", 9))


def shape(document: QTextDocument) -> list[tuple[str, object, object, object]]:
    """Text, code number, list marker and table place of every block."""
    found = []
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        marker = block.textList().itemText(block) if block.textList() else None
        found.append((block.text(), form.property(Property.CODE), marker, form.property(Property.QUOTE)))
        block = block.next()
    return found


def pieces(text: str, seed: int) -> list[str]:
    rng, at, cut = random.Random(seed), 0, []
    while at < len(text):
        size = rng.choice((1, 1, 2, 3, 5, 9, 30))
        cut.append(text[at : at + size])
        at += size
    return cut


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", SAMPLES)
def test_a_streamed_document_equals_the_whole_one(look: Look, name: str, seed: int) -> None:
    text = SAMPLES[name]
    streamed, whole = QTextDocument(), QTextDocument()
    writer = StreamWriter(streamed, look)
    for piece in pieces(text, seed):
        writer.feed(piece)
    writer.feed("\n\n\n")  # lets go of what was held back
    render_whole(whole, text, look)

    assert [row for row in shape(streamed) if row[0]] == [row for row in shape(whole) if row[0]]


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/decisions.md"])
def test_our_own_papers_stream_as_they_are(look: Look, path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    streamed, whole = QTextDocument(), QTextDocument()
    writer = StreamWriter(streamed, look)
    for piece in pieces(text, 1):
        writer.feed(piece)
    writer.feed("\n\n")
    render_whole(whole, text, look)

    assert [row for row in shape(streamed) if row[0]] == [row for row in shape(whole) if row[0]]


def test_finish_is_the_whole_document(look: Look) -> None:
    text = "[a link][x]\n\nand text\n\n[x]: https://example.org"
    streamed, whole = QTextDocument(), QTextDocument()
    writer = StreamWriter(streamed, look)
    for piece in pieces(text, 3):
        writer.feed(piece)
    writer.finish()
    render_whole(whole, text, look)

    assert streamed.toHtml() == whole.toHtml()
