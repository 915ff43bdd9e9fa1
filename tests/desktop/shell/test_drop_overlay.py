from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.drop_overlay import MOST_NAMES, Dragged, DropOverlay
from desktop.widgets.theme import Theme


@pytest.fixture
def overlay(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[DropOverlay]:
    theme = Theme(qapp, tmp_path, "light")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    made = DropOverlay(window, theme)
    window.show()
    qtbot.waitExposed(window)
    yield made
    theme.deleteLater()


def shown(overlay: DropOverlay) -> str:
    return "\n".join(each.text() for each in overlay.findChildren(QLabel) if each.isVisible())


def place_of(overlay: DropOverlay, words: str) -> QPoint:
    label = next(each for each in overlay.findChildren(QLabel) if each.text() == words)
    return label.mapTo(overlay, label.rect().center())


def test_it_covers_the_whole_window_and_names_the_files(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path("/a/年度报告.pdf")), Dragged(Path("/a/notes.md"))])

    assert overlay.geometry() == overlay.parentWidget().rect()
    assert "年度报告.pdf" in shown(overlay)
    assert "notes.md" in shown(overlay)


def test_it_says_at_once_what_cannot_be_read_and_why(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path("a.pdf")), Dragged(Path("b.png"), "“b.png” is a picture.")])

    assert "“b.png” is a picture." in shown(overlay)
    assert "b.png   " not in shown(overlay)


def test_nothing_readable_offers_nothing(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path("b.png"), "“b.png” is a picture.")])

    assert "Summarise" not in shown(overlay)
    assert "Not readable" in shown(overlay)


def test_many_names_are_cut_after_a_few(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path(f"file{number}.txt")) for number in range(40)])

    assert shown(overlay).count("file") >= MOST_NAMES
    assert "file39.txt" not in shown(overlay)


def test_a_drop_asks_only_over_the_zone_that_says_so(overlay: DropOverlay, qtbot: QtBot) -> None:
    overlay.show_files([Dragged(Path("a.pdf"))])
    qtbot.waitUntil(lambda: overlay.childrenRect().width() > 100)

    assert overlay.wants_question(place_of(overlay, "Ask"))
    assert not overlay.wants_question(place_of(overlay, "Summarise"))
    assert not overlay.wants_question(QPoint(20, 20))


def test_a_hostile_name_is_shown_as_text(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path("<img src=x>.txt"))])

    assert "<img src=x>.txt" in shown(overlay)
