"""What the whole window shows while files hang over it: their names, what can be done, what cannot be read and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.documents.dropping import Wish
from desktop.documents.naming import few
from desktop.widgets.controls import Picture, card, label, restyle
from desktop.widgets.theme import Theme

MOST_NAMES = 6
ZONE_PX = 214


@dataclass(frozen=True, slots=True)
class Dragged:
    """One file over the window; `refusal` is why it cannot be read, empty when it can. A model is added, not read."""

    path: Path
    refusal: str = ""
    is_model: bool = False


class DropOverlay(QWidget):
    """Covers the window. A zone for each thing that can be done; the first, Summarise, is what happens elsewhere.

    Below the zones a narrow one for everything else, which is asked about after the drop.
    """

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
        self._zones = {
            Wish.SUMMARISE: _Zone("quote", self.tr("Summarise"), self.tr("Every point with the passage it comes from")),
            Wish.ASK: _Zone("messages-square", self.tr("Ask"), self.tr("The files go with your next message")),
            Wish.COMPARE: _Zone("columns-2", self.tr("Compare"), self.tr("What differs, side by side")),
            Wish.REPORT: _Zone("chart-column", self.tr("Report"), self.tr("The same questions to every file, counted")),
        }
        for zone in self._zones.values():
            zone.setParent(self)  # those that are not laid out belong to it, too
            zone.hide()
        self._rows = QGridLayout()
        self._rows.setSpacing(14)
        self._more = _More()
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(14)
        column.addStretch()
        column.addWidget(Picture("upload", 44, "accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        for each in (self._title, self._names, self._refused):
            column.addWidget(each)
        column.addLayout(self._rows)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
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
        self._refused.setText(few([file.refusal for file in files if file.refusal]))
        self._refused.setVisible(len(usable) < len(files))
        self.setGeometry(self._covered.rect())
        self._place_zones(Wish.for_files(len(readable)) if readable else [])
        self._more.setVisible(bool(readable))
        self._more.show_wishes(Wish.further([file.path for file in readable]))
        self.raise_()
        self.show()

    def _heading(self, readable: int, usable: int) -> str:
        if readable:
            return self.tr("Drop to read %n file(s)", "", readable)
        return self.tr("Drop to add the model") if usable else self.tr("Not readable")

    def _place_zones(self, wishes: list[Wish]) -> None:
        """In one row, or in two where the window is narrow."""
        while self._rows.takeAt(0) is not None:
            pass
        across = max(2, min(len(wishes), (self.width() - 96) // (ZONE_PX + 14)))
        across = 2 if across < len(wishes) else across
        for column in range(self._rows.columnCount()):
            self._rows.setColumnStretch(column, 0)
        for number, wish in enumerate(wishes):
            self._rows.addWidget(self._zones[wish], number // across, 1 + number % across)
        self._rows.setColumnStretch(0, 1)
        self._rows.setColumnStretch(1 + across, 1)
        for wish, zone in self._zones.items():
            zone.setVisible(wish in wishes)

    def point_at(self, at: QPoint) -> None:
        """Light the zone under the mouse."""
        wished = self.wish_at(at)
        for wish, zone in self._zones.items():
            zone.light(wish is wished)
        self._more.light(wished is Wish.CHOOSE)

    def wish_at(self, at: QPoint) -> Wish:
        """What a drop at `at` does."""
        if self._more.isVisible() and self._more.geometry().contains(at):
            return Wish.CHOOSE
        inside = (wish for wish, zone in self._zones.items() if zone.isVisible() and zone.geometry().contains(at))
        return next(inside, Wish.SUMMARISE)

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
        inside.setContentsMargins(14, 16, 14, 16)
        inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for each in (heading, detail):
            inside.addWidget(each)
        inside.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 8, 0, 8)
        outside.addWidget(self._frame)
        self.setFixedWidth(ZONE_PX)

    def light(self, lit: bool) -> None:
        """The mouse is over it."""
        restyle(self._frame, "selected", lit)
        self._picture.show_icon(self._picture_name, "accent" if lit else "muted")


class _More(QWidget):
    """One line: what else there is."""

    def __init__(self) -> None:
        super().__init__()
        self._frame = card()
        self._words = label("", "small")
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(16, 9, 18, 9)
        inside.addWidget(Picture("ellipsis", 16))
        inside.addWidget(self._words)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 8)
        outside.addWidget(self._frame)

    def show_wishes(self, wishes: Sequence[Wish]) -> None:
        """Name some of them."""
        of_code = Wish.EXPLAIN in wishes
        words = self.tr("More: explain, review, tests…") if of_code else self.tr("More: translate, list, tables…")
        self._words.setText(words)

    def light(self, lit: bool) -> None:
        """The mouse is over it."""
        restyle(self._frame, "selected", lit)
