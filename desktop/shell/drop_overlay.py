"""What the whole window shows while files hang over it: their names, what can be done, what cannot be read and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.controls import Picture, card, label, restyle
from desktop.widgets.theme import Theme

MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Dragged:
    """One file over the window; `refusal` is why it cannot be read, empty when it can. A model is added, not read."""

    path: Path
    refusal: str = ""
    is_model: bool = False


class DropOverlay(QWidget):
    """Covers the window. Two zones: Summarise (the left, and the default) and Ask."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._covered = parent
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = label("", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._names = label("", wrap=True)
        self._names.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._refused = label("", "bad", wrap=True)
        self._refused.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zones = [
            _Zone("quote", self.tr("Summarise"), self.tr("Every point with the passage it comes from")),
            _Zone("messages-square", self.tr("Ask"), self.tr("The files go with your next message")),
        ]
        row = QHBoxLayout()
        row.addStretch()
        for zone in self._zones:
            row.addWidget(zone)
        row.addStretch()
        row.setSpacing(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(14)
        column.addStretch()
        column.addWidget(Picture("upload", 44, "accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        for each in (self._title, self._names, self._refused):
            column.addWidget(each)
        column.addLayout(row)
        private = label(self.tr("Read on this computer, never uploaded"), "muted")
        private.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(private)
        column.addStretch()
        self.hide()

    def show_files(self, files: list[Dragged]) -> None:
        """Cover the window and say what these files are."""
        usable = [file for file in files if not file.refusal]
        readable = [file for file in usable if not file.is_model]
        self._title.setText(self._heading(len(readable), len(usable)))
        names = [file.path.name for file in usable[:MOST_NAMES]]
        if len(usable) > MOST_NAMES:
            names.append("…")
        self._names.setText("   ".join(names))
        self._refused.setText("\n".join(file.refusal for file in files if file.refusal))
        self._refused.setVisible(len(usable) < len(files))
        for zone in self._zones:
            zone.setVisible(bool(readable))
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def _heading(self, readable: int, usable: int) -> str:
        if readable:
            return self.tr("Drop to read %n file(s)", "", readable)
        return self.tr("Drop to add the model") if usable else self.tr("Not readable")

    def point_at(self, at: QPoint) -> None:
        """Light the zone under the mouse."""
        wants = self.wants_question(at)
        for zone, lit in zip(self._zones, (not wants, wants), strict=True):
            zone.light(lit)

    def wants_question(self, at: QPoint) -> bool:
        """`at` is in the zone “Ask”; everywhere else a drop summarises."""
        zone = self._zones[1]
        return zone.isVisible() and zone.geometry().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        ground = QColor(tokens.ground)
        ground.setAlphaF(0.97)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ground)
        pen = QPen(QColor(tokens.accent), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 16, 16)


class _Zone(QWidget):
    def __init__(self, picture: str, title: str, words: str) -> None:
        super().__init__()
        self._picture_name = picture
        self._frame = card()
        self._picture = Picture(picture, 26)
        heading = label(title, "heading")
        detail = label(words, "small", wrap=True)
        for each in (heading, detail):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(18, 16, 18, 16)
        inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for each in (heading, detail):
            inside.addWidget(each)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 8, 0, 8)
        outside.addWidget(self._frame)
        self.setFixedWidth(230)

    def light(self, lit: bool) -> None:
        """The mouse is over it."""
        restyle(self._frame, "selected", lit)
        self._picture.show_icon(self._picture_name, "accent" if lit else "muted")
