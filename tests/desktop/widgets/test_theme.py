from __future__ import annotations

from collections.abc import Iterator

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
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "light")
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
