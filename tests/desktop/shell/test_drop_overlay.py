from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.documents.dropping import Wish
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


def test_of_many_refusals_a_few_are_told(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path(f"{number}.png"), f"“{number}.png” is a picture.") for number in range(300)])

    assert shown(overlay).count("is a picture") == 3 and "and 297 more" in shown(overlay)


def test_a_drop_does_what_the_zone_below_it_says_and_summarises_elsewhere(overlay: DropOverlay, qtbot: QtBot) -> None:
    overlay.show_files([Dragged(Path("a.pdf")), Dragged(Path("b.pdf"))])
    qtbot.waitUntil(lambda: overlay.childrenRect().width() > 100)

    for words, wish in (
        ("Summarise", Wish.SUMMARISE), ("Ask", Wish.ASK), ("Compare", Wish.COMPARE), ("Report", Wish.REPORT),
    ):  # fmt: skip
        assert overlay.wish_at(place_of(overlay, words)) is wish
    assert overlay.wish_at(place_of(overlay, "More: translate, list, tables…")) is Wish.CHOOSE
    assert overlay.wish_at(QPoint(20, 20)) is Wish.SUMMARISE


def test_the_rest_is_what_can_be_done_with_such_files(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path("shop.py"))])
    assert "More: explain, review, tests…" in shown(overlay)

    overlay.show_files([Dragged(Path("b.png"), "“b.png” is a picture.")])
    assert "More" not in shown(overlay)


@pytest.mark.parametrize(
    ("count", "offered"), [(1, "Summarise Ask"), (2, "Summarise Ask Compare Report"), (3, "Summarise Ask Report")]
)
def test_only_what_makes_sense_with_so_many_files_is_offered(overlay: DropOverlay, count: int, offered: str) -> None:
    overlay.show_files([Dragged(Path(f"{number}.txt")) for number in range(count)])

    zones = ("Summarise", "Ask", "Compare", "Report")
    assert [zone for zone in zones if zone in shown(overlay).split("\n")] == offered.split()


def test_four_zones_stand_in_two_rows_where_the_window_is_narrow(overlay: DropOverlay, qtbot: QtBot) -> None:
    overlay.parentWidget().resize(760, 560)
    overlay.show_files([Dragged(Path("a.pdf")), Dragged(Path("b.pdf"))])
    qtbot.waitUntil(lambda: place_of(overlay, "Compare").y() > place_of(overlay, "Ask").y())

    assert overlay.rect().contains(place_of(overlay, "Report"))


def test_a_hostile_name_is_shown_as_text(overlay: DropOverlay) -> None:
    overlay.show_files([Dragged(Path("<img src=x>.txt"))])

    assert "<img src=x>.txt" in shown(overlay)
