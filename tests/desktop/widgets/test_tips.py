"""What a tooltip shows of a name that looks like HTML."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from desktop.widgets.tips import plain_tip


@pytest.mark.parametrize("words", ["<img src=canary.png>\n& more", "a < b & c > d", "&lt;b&gt;", "plain", ""])
def test_words_are_shown_as_they_are_written(words: str) -> None:
    document = QTextDocument()
    tip = plain_tip(words)
    if tip == words:
        document.setPlainText(tip)
    else:
        document.setHtml(tip)

    assert document.toPlainText() == words
