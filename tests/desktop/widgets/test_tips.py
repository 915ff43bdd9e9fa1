"""What a tooltip shows of a name that looks like HTML."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from desktop.widgets.tips import plain_tip


def test_a_name_that_looks_like_html_is_shown_as_it_is_written() -> None:
    name = "<img src=canary.png>\n& more"
    document = QTextDocument()
    document.setHtml(plain_tip(name))

    assert document.toPlainText() == name


def test_other_words_stay_as_they_are() -> None:
    assert plain_tip("a < b & c > d") == "a < b & c > d"
