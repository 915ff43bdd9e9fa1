"""Selecting text across messages with the mouse; the view scrolls while the mouse is dragged beyond its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from desktop.chat.selection import Place, Selection

if TYPE_CHECKING:
    from desktop.chat.transcript_view import TranscriptView

DRAG_SCROLL_MS = 30


class Selecting(QObject):
    """What is selected, and how it comes about.

    Signals:
        changed: Something else is selected, or nothing.
    """

    changed = Signal()

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self.selection: Selection | None = None
        self.clicked: Place | None = None  # where the mouse was pressed last
        self._drag: QPoint | None = None  # where the mouse was last while its button is down
        self._scrolling = QTimer(self, interval=DRAG_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)

    @property
    def is_dragging(self) -> bool:
        return self._drag is not None

    def press(self, point: QPoint, *, extend: bool) -> None:
        """The mouse was pressed there; `extend` what is selected, or begin anew."""
        place = self.clicked = self._view.place_at(point)
        self.select(Selection(self.selection.anchor if extend and self.selection else place, place))
        self._drag = point

    def drag(self, point: QPoint) -> None:
        """The pressed mouse is there now."""
        self._drag = point
        if self.selection is not None:
            self.select(Selection(self.selection.anchor, self._view.place_at(point)))
        beyond = not 0 <= point.y() < self._view.viewport().height()
        if beyond and not self._scrolling.isActive():
            self._scrolling.start()
        elif not beyond:
            self._scrolling.stop()

    def release(self) -> bool:
        """The mouse was let go; returns whether it was a click that selected nothing."""
        was_dragging, self._drag = self._drag is not None, None
        self._scrolling.stop()
        if not was_dragging or self.selection is None or not self.selection.is_empty:
            return False
        if not self._view.caret.shown:
            self.select(None)
        return True

    def select(self, selection: Selection | None) -> None:
        """This and nothing else."""
        if selection != self.selection:
            self.selection = selection
            self.changed.emit()

    def forget(self) -> None:
        """Other messages are shown: nothing is selected in them."""
        self.clicked = None
        self.select(None)

    def select_all(self) -> None:
        """Every message."""
        if items := self._view.items:
            self.select(Selection(Place(0, 0), Place(len(items) - 1, items[-1].length)))

    def within(self, row: int) -> tuple[int, int] | None:
        """The selected positions of a row's document, or None."""
        return self.selection.within(row, self._view.items[row].length) if self.selection else None

    def text(self) -> str:
        """What Ctrl+C copies: of messages that are selected whole their source."""
        parts = []
        for row, item in enumerate(self._view.items):
            within = self.within(row)
            if within is not None:
                parts.append(item.text if within == (0, item.length) else item.plain(*within))
        return "\n\n".join(parts)

    def _scroll(self) -> None:
        if self._drag is None:
            return
        y, height = self._drag.y(), self._view.viewport().height()
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + min(0, y) + max(0, y - height))
        self.drag(self._drag)
