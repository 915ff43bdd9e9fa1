"""Light or dark, at the size the user wants: palette, style sheet and fonts of the whole program.

Fusion with our own palette and one short style sheet. Widgets name what they are by an object name or a property
("role"), never a colour.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.widgets import icons, zooming
from desktop.widgets.stylesheet import stylesheet
from desktop.widgets.tokens import DARK, LIGHT, MONO, SANS, Tokens

Choice = Literal["system", "light", "dark"]
SMALLEST, LARGEST, STEP = 0.7, 2.0, 0.1
BASE_PT = 10.5


class Theme(QObject):
    """What everything looks like now. In the folder `pictures` lie those that a style sheet takes from files only.

    With `dress_later` the style sheet waits for `dress`: Qt polishes a widget anew each time it is put into another, so
    a window that is built first and dressed then costs 0.18 s of processor time instead of 0.38.

    Signals:
        changed: Colours or sizes are others; repaint and lay out again.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        pictures: Path,
        choice: Choice = "system",
        zoom: float = 1.0,
        *,
        dress_later: bool = False,
    ) -> None:
        super().__init__(application)
        self._undressed = dress_later
        self._application = application
        self._choice: Choice = choice
        self._zoom = zoom
        self._pictures = pictures
        style = QStyleFactory.create("Fusion")
        if style is not None:
            application.setStyle(style)
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        match self._choice:
            case "light":
                return LIGHT
            case "dark":
                return DARK
        # Linux says Unknown where no desktop theme is loaded: treated as light.
        dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    @property
    def choice(self) -> Choice:
        return self._choice

    @property
    def zoom(self) -> float:
        return self._zoom

    def choose(self, choice: Choice) -> None:
        """Light, dark, or as the system says."""
        self._choice = choice
        self._apply()

    def set_zoom(self, zoom: float) -> None:
        """A factor on every font and icon; kept between 0.7 and 2."""
        self._zoom = round(min(LARGEST, max(SMALLEST, zoom)), 2)
        self._apply()

    def dress(self) -> None:
        """Put the style sheet on, before the first window is shown."""
        self._undressed = False
        self._put_on()

    def font(self, factor: float = 1.0, *, bold: bool = False) -> QFont:
        """The interface's font, `factor` times its size."""
        font = QFont()
        font.setFamilies(list(SANS))
        font.setPointSizeF(BASE_PT * self._zoom * factor)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def mono(self, factor: float = 0.92) -> QFont:
        """The font of code, without ligatures: `!=` is two characters."""
        font = QFont()
        font.setFamilies(list(MONO))
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(BASE_PT * self._zoom * factor)
        font.setFeature(QFont.Tag("calt"), 0)
        font.setFeature(QFont.Tag("liga"), 0)
        return font

    def _apply(self) -> None:
        tokens = self.tokens
        icons.use(tokens)
        zooming.use(self._zoom, self._application.allWidgets())
        self._application.setFont(self.font())
        self._application.setPalette(_palette(tokens))
        if not self._undressed:
            self._put_on()
        self.changed.emit()

    def _put_on(self) -> None:
        tokens = self.tokens
        self._application.setStyleSheet(stylesheet(tokens, self._zoom, self._painted(tokens)))

    def _painted(self, tokens: Tokens) -> dict[str, str]:
        """The pictures of the style sheet in these colours; their names differ, or Qt would show the ones it kept."""
        paths = {}
        for use, name, colour in (("chevron", "chevron-down", tokens.muted), ("check", "check", tokens.on_accent)):
            path = self._pictures / f"{name}-{colour.removeprefix('#')}.svg"
            with contextlib.suppress(OSError):  # a cache that cannot be written costs an arrow, not the window
                icons.write(name, colour, path)
            paths[use] = path.as_posix()
        return paths


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: tokens.ground, role.WindowText: tokens.text, role.Base: tokens.raised,
        role.AlternateBase: tokens.sunken, role.Text: tokens.text, role.Button: tokens.raised,
        role.ButtonText: tokens.text, role.BrightText: tokens.bad, role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text, role.Link: tokens.accent, role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.text, role.ToolTipText: tokens.ground, role.PlaceholderText: tokens.muted,
        role.Accent: tokens.accent_ground,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    return palette
