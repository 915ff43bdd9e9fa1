"""CommonMark's own examples: what is read, and the code, are those of the reference implementation."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication

from desktop.chat.text_documents import lines_of
from desktop.markdown import decorations
from desktop.markdown.look import Look
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets.tokens import LIGHT
from tests.desktop.markdown.commonmark_spec import Example, Read, examples, reference

# Meant to be otherwise, by the number of the example:
EXCEPTIONS = {
    353: "QTextDocument has a space where there was a no-break space, in the text it gives out (not in what it shows)",
}


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Look:
    return Look(LIGHT, QFont("Noto Sans", 10), QFont("DejaVu Sans Mono", 9))


def read(document: QTextDocument) -> Read:
    """What a reader sees of a document."""
    lines = (line.strip() for line in document.toPlainText().split("\n"))
    blocks = [
        lines_of(document, each.first, each.last)
        for each in decorations.scan(document, [], 0)
        if each.kind is decorations.Kind.CODE
    ]
    return Read([line for line in lines if line], blocks)


def has_html(example: Example) -> bool:
    """Raw HTML is shown as text, on purpose: see test_hostile.py."""
    tokens = MarkdownIt("commonmark").parse(example.markdown)
    return any(each.type.startswith("html_") for token in tokens for each in (token, *(token.children or ())))


def differences(look: Look, *, streamed: bool) -> list[str]:
    found = []
    for example in examples():
        if has_html(example) or example.number in EXCEPTIONS:
            continue
        document, expected = QTextDocument(), reference(example.html)
        if streamed:
            writer = StreamWriter(document, look)
            for character in example.markdown:
                writer.feed(character)
            writer.finish()
        else:
            render_whole(document, example.markdown, look)
        seen = read(document)
        blocks = [block or "\n" for block in expected.blocks]  # an empty one has a line to be seen
        if seen.lines != expected.lines or seen.blocks != blocks:
            found.append(f"{example.number} {example.section}: {example.markdown!r}: {seen} for {expected}")
    return found


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_what_is_read_is_what_the_reference_makes_of_it(look: Look, streamed: bool) -> None:
    assert len(examples()) == 652
    assert differences(look, streamed=streamed) == []


def test_the_exceptions_are_needed(look: Look) -> None:
    assert sum(map(has_html, examples())) < 90
    for number in EXCEPTIONS:
        document = QTextDocument()
        example = examples()[number - 1]
        render_whole(document, example.markdown, look)
        assert read(document) != reference(example.html), number
