"""A scroll area of messages: which are in sight, where they stand, and what is measured when.

Heights of messages that were never in sight are estimated, and replaced in idle time without moving what is in sight.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop.chat.message_item import MessageItem
from desktop.chat.rows import Rows
from desktop.chat.selection import Place
from desktop.markdown.look import Look
from desktop.markdown.math_objects import MathObject
from desktop.widgets.controls import icon_button
from desktop.widgets.theme import Theme
from desktop.widgets.tokens import MEASURE_PX

TOP_PX = 22
GUTTER_PX = 54  # beside the measure; the button to the end stands in it and hides no text
IDLE_SLICE_MS = 4
IDLE_AFTER_MS = 120
WHEEL_PX = 40
REVEAL_PX = 24  # between the edge and a line that is brought into sight


class RowsView(QAbstractScrollArea):
    """Holds the rows and scrolls them. Places are in the viewport's coordinates; a subclass paints."""

    def __init__(self, theme: Theme, maths: MathObject | None) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        # All of it is painted by us: only then does Qt scroll by moving pixels instead of painting everything anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._pixels_stay = True  # what is on the screen is what was painted last, and only moves
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._maths = maths
        self._wrap_code = False
        self._look = self._make_look()
        self.rows = Rows()
        self._follow = True  # the end stays in sight while the answer grows
        words = QCoreApplication.translate("TranscriptView", "Jump to the end")
        self._to_end = icon_button("arrow-down", words, self.scroll_to_end)
        self._to_end.setParent(self.viewport())
        self._to_end.setProperty("role", "outlined")
        self._to_end.hide()
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._measure_some)
        self._measuring = False
        self.verticalScrollBar().setSingleStep(WHEEL_PX)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._restyle)

    @property
    def items(self) -> list[MessageItem]:
        """The messages, oldest first."""
        return self.rows.items

    @property
    def settling(self) -> bool:
        """Some heights are estimates yet, to be measured in idle time."""
        return self._idle.isActive()

    @property
    def look(self) -> Look:
        """How everything is written now."""
        return self._look

    @property
    def measure(self) -> float:
        """The width of a message."""
        return max(160.0, min(MEASURE_PX * max(1.0, self._theme.zoom), self.viewport().width() - 2 * GUTTER_PX))

    @property
    def left(self) -> float:
        return (self.viewport().width() - self.measure) / 2

    def top_of(self, row: int) -> float:
        """The y of a row in the viewport."""
        return TOP_PX + self.rows.top(row) - self.verticalScrollBar().value()

    def rect_of(self, row: int) -> QRect:
        """A row in the viewport's coordinates."""
        return QRectF(self.left, self.top_of(row), self.measure, self.items[row].height).toAlignedRect()

    def visible_rows(self) -> range:
        """The rows of which something is in sight."""
        top = self.verticalScrollBar().value() - TOP_PX
        return self.rows.between(top, top + self.viewport().height())

    def place_at(self, point: QPoint) -> Place:
        """The place in the text nearest to a point of the viewport."""
        row = self.rows.nearest(point.y() + self.verticalScrollBar().value() - TOP_PX)
        return Place(row, self.items[row].position_at(self._inside(row, point)))

    def laid_out(self, row: int) -> MessageItem:
        """The message of a row, with its documents."""
        if self.items[row].document is None or not self.items[row].exact:
            self._settle(row)
        return self.items[row]

    def scroll_to_end(self) -> None:
        self._follow = True
        self._settle_visible(at_end=True)
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def show_place(self, place: Place) -> None:
        """Scroll until this place of the text is in sight, with a third of the view above it."""
        self.laid_out(place.row).reveal_sideways(place.position)
        self._show_at_third(place.row, lambda: self.laid_out(place.row).rect_at(place.position).top())

    def _show_at_third(self, row: int, y_within: Callable[[], float]) -> None:
        bar = self.verticalScrollBar()
        for _ in range(3):  # what comes into sight is measured, which moves it
            y = y_within()
            bar.setValue(round(TOP_PX + self.rows.top(row) + y - self.viewport().height() / 3))
            self._settle_visible()

    def reveal(self, place: Place) -> None:
        """Scroll until the line of a place is in sight."""
        self.laid_out(place.row).reveal_sideways(place.position)
        rect = self.items[place.row].rect_at(place.position).translated(0, self.top_of(place.row))
        bar = self.verticalScrollBar()
        below = rect.bottom() + REVEAL_PX - self.viewport().height()
        bar.setValue(round(bar.value() + max(0.0, below) + min(0.0, rect.top() - REVEAL_PX)))

    def _fit_bar(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, round(self.rows.height + 2 * TOP_PX - self.viewport().height())))

    def _settle(self, row: int) -> None:
        """Lay a row out; what is in sight stays where it is when a height above it changes."""
        bar = self.verticalScrollBar()
        value, follow = bar.value(), self._follow  # the bar moves by itself when its range shrinks
        above = self.rows.top(row) + self.items[row].height <= value - TOP_PX
        moved = self.rows.lay_out(row, self.measure, self._look, self.visible_rows())
        if moved:
            self._pixels_stay = False  # the bar moves so that what is in sight does not
            self._fit_bar()
            if follow:
                bar.setValue(bar.maximum())
            elif above:
                bar.setValue(round(value + moved))
            self.viewport().update()

    def _settle_visible(self, *, at_end: bool = False) -> None:
        """Lay out what is in sight, until nothing more comes into sight by it."""
        for _ in range(8):
            if at_end:
                self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
            rows = [row for row in self.visible_rows() if not self.items[row].exact or self.items[row].document is None]
            if not rows:
                return
            for row in reversed(rows) if at_end else rows:
                self._settle(row)

    def _reading_place(self) -> tuple[int, float] | None:
        """The row at the top edge, and how much of it is above; None where the end is followed."""
        if self._follow or not self.items:
            return None
        row = self.visible_rows()[0]
        return row, -self.top_of(row) / max(1.0, self.items[row].height)

    def _return_to(self, place: tuple[int, float] | None) -> None:
        """Show that place again after every height has changed."""
        if place is None:
            self.scroll_to_end()
            return
        row, above = place
        self._settle(row)
        self.verticalScrollBar().setValue(round(TOP_PX + self.rows.top(row) + above * self.items[row].height))

    def _measure_some(self) -> None:
        """In idle time: replace estimates by heights, for a few milliseconds at a time."""
        self._idle.setInterval(0)
        self._measuring = True
        deadline = time.perf_counter() + IDLE_SLICE_MS / 1000
        for row in range(len(self.items) - 1, -1, -1):
            if not self.items[row].exact:
                self._settle(row)
                if time.perf_counter() > deadline:
                    break
        else:
            self._idle.stop()
        self._measuring = False

    def _put_idle_off(self) -> None:
        """The user scrolls or an answer grows: frames come first."""
        if self._idle.isActive() and not self._measuring:
            self._idle.start(IDLE_AFTER_MS)

    def _inside(self, row: int, point: QPoint) -> QPointF:
        return QPointF(point.x() - self.left, point.y() - self.top_of(row))

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        self._follow = bar.value() >= bar.maximum() - 4
        self._put_idle_off()

    def _make_look(self) -> Look:
        return Look(self._theme.tokens, self._theme.font(), self._theme.mono(), self._maths, wrap_code=self._wrap_code)

    def _restyle(self) -> None:
        """Other colours or sizes."""
        self._pixels_stay = False
        place = self._reading_place()
        self._look = self._make_look()
        self.rows.restyle(self.measure)
        self._fit_bar()
        self._return_to(place)
        self._idle.start()
        self.viewport().update()

    def scroll_by_key(self, key: int) -> bool:
        """Take a key that scrolls; returns whether it was one."""
        bar = self.verticalScrollBar()
        page = bar.pageStep() - WHEEL_PX
        match key:
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                self.scroll_to_end()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                bar.setValue(bar.value() + (WHEEL_PX if key == Qt.Key.Key_Down else -WHEEL_PX))
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + (page if key == Qt.Key.Key_PageDown else -page))
            case _:
                return False
        return True

    def _place_end_button(self) -> None:
        bar = self.verticalScrollBar()
        size = self._to_end.sizeHint()
        x = round(self.left + self.measure + (GUTTER_PX - size.width()) / 2)
        self._to_end.setGeometry(x, self.viewport().height() - size.height() - 14, size.width(), size.height())
        self._to_end.setVisible(bar.value() < bar.maximum() - 60)
        self._to_end.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        place = self._reading_place()
        self.rows.estimate(self.measure)
        self._fit_bar()
        self._return_to(place)
        self._place_end_button()
        self._idle.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Moves the pixels that stay, and the buttons with them; only the strip that came into sight is painted.
        if self._pixels_stay:
            self.viewport().scroll(dx, dy)
        else:
            self.viewport().update()
        self._place_end_button()
