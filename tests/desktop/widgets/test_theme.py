from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.widgets.icons import icon
from desktop.widgets.theme import LARGEST, SMALLEST, Theme
from desktop.widgets.tokens import DARK, LIGHT
from models.paths import resources


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    made = Theme(qapp, tmp_path / "pictures", "light")
    yield made
    made.choose("light")
    made.set_zoom(1.0)
    made.deleteLater()


def inks(picture: QIcon) -> set[str]:
    """The opaque colours in an icon."""
    image = picture.pixmap(QSize(32, 32)).toImage()
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in colours if colour.alpha() == 255}


def test_the_choice_colours_everything(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")

    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert DARK.accent_ground in qapp.styleSheet()


def test_an_unknown_system_is_light(theme: Theme) -> None:
    theme.choose("system")

    assert theme.tokens is LIGHT


def test_an_icon_made_in_the_light_is_visible_in_the_dark(theme: Theme) -> None:
    made = icon("lock", "text")
    before = inks(made)
    theme.choose("dark")

    assert before == {LIGHT.text}
    assert inks(made) == {DARK.text}


def test_the_pictures_of_the_style_sheet_are_written_once_and_lie_in_the_folder_given(
    theme: Theme, qapp: QApplication, tmp_path: Path
) -> None:
    theme.choose("dark")
    folder = tmp_path / "pictures"
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    theme.choose("light")
    theme.choose("dark")

    assert len(before) == 4, "an arrow and a tick, light and dark"
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert all(path.as_posix() in qapp.styleSheet() for path in before if DARK.muted.removeprefix("#") in path.name)


def test_a_folder_that_cannot_be_made_costs_a_picture_and_nothing_else(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made = Theme(qapp, tmp_path / "file" / "pictures", "dark")

    assert made.tokens is DARK
    made.deleteLater()


@pytest.mark.parametrize("wanted", [0.1, 0.7, 1.3, 9.0])
def test_the_zoom_stays_readable(theme: Theme, qapp: QApplication, wanted: float) -> None:
    before = qapp.font().pointSizeF()
    theme.set_zoom(wanted)

    assert SMALLEST <= theme.zoom <= LARGEST
    assert qapp.font().pointSizeF() == pytest.approx(before * theme.zoom, rel=0.02)


def test_code_has_no_ligatures(theme: Theme) -> None:
    font = theme.mono()

    assert {bytes(tag.toString()): font.featureValue(tag) for tag in font.featureTags()} == {b"calt": 0, b"liga": 0}


@pytest.mark.parametrize("path", sorted((resources() / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_paints_in_its_colour(theme: Theme, path) -> None:  # type: ignore[no-untyped-def]
    assert inks(icon(path.stem, "text")) == {LIGHT.text}
