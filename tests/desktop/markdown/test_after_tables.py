"""What stands right below a table stands below it, and not on it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication

from desktop.markdown.decorations import Kind, frame, scan
from desktop.markdown.look import Look
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets.tokens import LIGHT

TABLE = "Before\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n"
LONG = "| n | m |\n|---|---|\n" + "".join(f"| {number} | x |\n" for number in range(45)) + "\n"
CODE = "```python\nx = 1\n```\n"


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Look:
    return Look(LIGHT, QFont("Noto Sans", 10), QFont("DejaVu Sans Mono", 9))


def written(text: str, look: Look, *, streamed: bool) -> QTextDocument:
    document = QTextDocument()
    document.setTextWidth(600)
    if not streamed:
        render_whole(document, text, look)
        return document
    writer = StreamWriter(document, look)
    for at in range(0, len(text), 3):
        writer.feed(text[at : at + 3])
    return document


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("table", [TABLE, LONG], ids=["short", "long"])
def test_code_below_a_table_has_its_head_below_it(look: Look, table: str, streamed: bool) -> None:
    document = written(table + CODE, look, streamed=streamed)
    code = next(each for each in scan(document, [], 0) if each.kind is Kind.CODE)
    tables = [each for each in document.rootFrame().childFrames() if isinstance(each, QTextTable)]
    bottom = document.documentLayout().frameBoundingRect(tables[-1]).bottom()
    assert tables and frame(document, code).top() >= bottom
