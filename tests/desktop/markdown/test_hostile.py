"""Markdown that wants to open something: it shows its words, and nothing else happens."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextDocument, QTextFormat
from PySide6.QtWidgets import QApplication

from desktop.markdown.look import Look
from desktop.markdown.stream_writer import StreamWriter, render_whole
from desktop.widgets.tokens import LIGHT

TARGETS = [
    "file:///etc/passwd", "/etc/passwd", "../../x.png", "javascript:alert(1)", "data:image/png;base64,AAAA",
    r"\\server\share\x.png", "//server/share/x.png", "qrc:/x", ":/qt-project.org/styles/x.png", "smb://host/x",
    "mark:1", "vbscript:x", "ms-msdt:/id", "%66ile:///etc/passwd", "file&#58;///etc/passwd",
]  # fmt: skip
FORMS = {
    "image": "![words]({})", "link": "[words]({})", "angle": "<{}>", "link in angles": "[words](<{}>)",
    "titled": '[words]({} "title")', "reference": "[words][r]\n\n[r]: {}", "image reference": "![words][r]\n\n[r]: {}",
    "html image": '<img src="{}"> words', "html link": '<a href="{}">words</a>',
    "html block": '<iframe src="{}"></iframe>',
    "style": "<style>@import url({});</style>", "table": "| words |\n|---|\n| ![x]({}) |", "heading": "# ![words]({})",
    "image in a link": "[![words]({})](https://example.org)", "list": "- ![words]({})\n- [words]({})",
}  # fmt: skip


class Watched(QTextDocument):
    """Remembers what it was asked to load."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        self.asked.append(str(name))
        return None


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Look:
    return Look(LIGHT, QFont("Noto Sans", 10), QFont("DejaVu Sans Mono", 9))


def links_and_objects(document: QTextDocument) -> tuple[list[str], int]:
    """Every address that can be clicked, and how many pictures or other objects there are."""
    links, objects = [], 0
    block = document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            form = fragments.fragment().charFormat()
            if form.isAnchor():
                links.append(form.anchorHref())
            objects += form.objectType() != QTextFormat.ObjectTypes.NoObject.value
            fragments += 1
        block = block.next()
    return links, objects


def test_the_watch_notices_what_qt_itself_would_load(qapp: QApplication) -> None:
    document = Watched()
    document.setHtml('<img src="file:///etc/passwd">')
    document.documentLayout().documentSize()

    assert document.asked


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_loaded_and_nothing_can_be_clicked(look: Look, form: str, target: str) -> None:
    document = Watched()
    render_whole(document, FORMS[form].replace("{}", target), look, marks=3)
    document.setTextWidth(400)
    document.documentLayout().documentSize()

    links, objects = links_and_objects(document)
    assert document.asked == []
    assert objects == 0
    assert [link for link in links if link != "https://example.org"] == []
    assert document.toPlainText().strip() or form in ("style", "html block")


@pytest.mark.parametrize("tag", ["<b>", "<script>alert(1)</script>", "<!-- note -->", "<?php ?>", "<div>\nx\n</div>"])
def test_html_is_shown_as_it_is_written(look: Look, tag: str) -> None:
    document = Watched()
    render_whole(document, tag, look)

    assert document.toPlainText().replace("\u2028", "\n") == tag


@pytest.mark.parametrize(
    "text",
    ["[" * 3000, "*" * 5000, "> " * 500 + "x", "- " * 500 + "x", "`" * 3000, "| a " * 300 + "|\n" + "|-" * 300 + "|\n",
     "![" * 2000, "<" * 5000, "\\" * 3001, "&#0;\x00\x07\u202e\u2029text", "[a](" * 1000, "**a " * 800],
    ids=["brackets", "stars", "quotes", "bullets", "ticks", "columns", "bangs", "angles", "slashes", "controls",
         "links", "strong"],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_a_wall_of_markers_ends_in_time(look: Look, text: str) -> None:
    document = Watched()
    writer = StreamWriter(document, look)
    for at in range(0, len(text), 400):
        writer.feed(text[at : at + 400])
    writer.finish()

    assert document.asked == []
