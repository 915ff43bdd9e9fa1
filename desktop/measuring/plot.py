"""A small plot of lines, painted: enough for figures by context and by day, and no package more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import Theme

HEIGHT_PX = 220
_DOT_PX = 3.0
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right. `colour` is a token; a `dashed` line is one to compare with."""

    name: str
    points: tuple[tuple[float, float], ...]
    colour: str = "accent"
    dashed: bool = False
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Axes:
    """`places` are the marks below, (x, words); `unit` stands over the marks on the left."""

    places: tuple[tuple[float, str], ...]
    unit: str
    logarithmic: bool = False


@dataclass(slots=True)
class _Frame:
    """Between values and pixels."""

    room: QRectF
    low: float
    high: float
    most: float
    logarithmic: bool
    ticks: list[float] = field(default_factory=list)

    def at(self, x: float, y: float) -> QPointF:
        return QPointF(self.x_of(x), self.room.bottom() - y / self.most * self.room.height())

    def x_of(self, x: float) -> float:
        low, high, value = self.low, self.high, x
        if self.logarithmic:
            low, high, value = math.log2(low), math.log2(high), math.log2(x)
        share = 0.5 if high == low else (value - low) / (high - low)
        return self.room.left() + share * self.room.width()


def nice_ticks(most: float, count: int = _TICKS) -> list[float]:
    """Marks from 0 to at least `most`, at 1, 2 or 5 times a power of ten."""
    if not most > 0 or not math.isfinite(most):
        return [0.0, 1.0]
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * 0.999)
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


class Plot(QWidget):
    """Lines over marked places. Whoever does not see it hears its figures: see `describe`."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._lines: Sequence[Line] = ()
        self._axes = Axes((), "")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lines(self, lines: Sequence[Line], axes: Axes) -> None:
        """Draw these; lines without a point are left out."""
        self._lines = [line for line in lines if line.points]
        self._axes = axes
        self.setAccessibleDescription(self.describe())
        self.update()

    def describe(self) -> str:
        """All figures in words."""
        named = dict(self._axes.places)
        return "; ".join(
            f"{line.name}: " + ", ".join(f"{named.get(x, f'{x:g}')} {y:.3g} {self._axes.unit}" for x, y in line.points)
            for line in self._lines
        )

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(0.86))
        frame = self._frame(painter.fontMetrics().height(), QFontMetricsF(painter.font()))
        if frame is not None:
            self._paint_axes(painter, frame)
            for line in self._lines:
                self._paint_line(painter, frame, line)
            self._paint_legend(painter)
        painter.end()

    def _frame(self, line_px: float, metrics: QFontMetricsF) -> _Frame | None:
        xs = [x for line in self._lines for x, _ in line.points] + [x for x, _ in self._axes.places]
        ys = [y for line in self._lines for _, y in line.points]
        if not ys:
            return None
        ticks = nice_ticks(max(ys))
        wide = max(metrics.horizontalAdvance(f"{tick:g}") for tick in ticks)
        room = QRectF(wide + 10, 2 * line_px + 10, self.width() - wide - 34, self.height() - 3 * line_px - 20)
        return _Frame(room, min(xs), max(xs), ticks[-1], self._axes.logarithmic, ticks)

    def _paint_axes(self, painter: QPainter, frame: _Frame) -> None:
        tokens, metrics = self._theme.tokens, QFontMetricsF(painter.font())
        for tick in frame.ticks:
            y = frame.at(frame.low, tick).y()
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(frame.room.left(), y), QPointF(frame.room.right(), y))
            painter.setPen(QColor(tokens.muted))
            words = f"{tick:g}"
            at = QPointF(frame.room.left() - 8 - metrics.horizontalAdvance(words), y + metrics.ascent() / 2 - 1)
            painter.drawText(at, words)
        painter.drawText(QPointF(0, frame.room.top() - metrics.height() * 0.6), self._axes.unit)
        reach = -math.inf
        for x, words in self._axes.places:
            wide = metrics.horizontalAdvance(words)
            left = min(max(0.0, frame.x_of(x) - wide / 2), self.width() - wide)
            if left > reach + 6:  # what would stand in another is left out
                painter.drawText(QPointF(left, frame.room.bottom() + metrics.height() + 2), words)
                reach = left + wide

    def _paint_line(self, painter: QPainter, frame: _Frame, line: Line) -> None:
        colour = QColor(getattr(self._theme.tokens, line.colour))
        points = [frame.at(x, y) for x, y in line.points]
        style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 1 if line.thin else 2, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        dot_px = 1.5 if line.thin else _DOT_PX
        for point in points:
            painter.drawEllipse(point, dot_px, dot_px)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_legend(self, painter: QPainter) -> None:
        """One entry for each name and colour, on one line as far as it reaches."""
        metrics, x = QFontMetricsF(painter.font()), 0.0
        entries = dict.fromkeys((line.name, line.colour, line.dashed) for line in self._lines)
        for name, colour, dashed in entries:
            wide = metrics.horizontalAdvance(name) + 34
            if x + wide > self.width():
                return
            y = metrics.height() / 2
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(getattr(self._theme.tokens, colour)), 2, style))
            painter.drawLine(QPointF(x, y), QPointF(x + 16, y))
            painter.setPen(QColor(self._theme.tokens.text))
            painter.drawText(QPointF(x + 21, metrics.ascent()), name)
            x += wide
