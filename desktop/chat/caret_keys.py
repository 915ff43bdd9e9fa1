"""The keyboard's way through the text of the messages: a caret that goes and selects, across messages too.

F7 shows the caret or hides it, as in browsers. Hidden, plain keys scroll, and those with Shift select all the same:
from where the mouse was clicked last, or else from the first line in sight. Return opens what the caret stands in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from desktop.chat.selection import Place, Selection

if TYPE_CHECKING:
    from desktop.chat.transcript_view import TranscriptView

_Move = QTextCursor.MoveOperation
_MOVES = {
    Qt.Key.Key_Left: _Move.PreviousCharacter, Qt.Key.Key_Right: _Move.NextCharacter,
    Qt.Key.Key_Up: _Move.Up, Qt.Key.Key_Down: _Move.Down,
    Qt.Key.Key_Home: _Move.StartOfLine, Qt.Key.Key_End: _Move.EndOfLine,
}  # fmt: skip
_BY_WORD = {Qt.Key.Key_Left: _Move.PreviousWord, Qt.Key.Key_Right: _Move.NextWord}
_OPENING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BACK = frozenset({_Move.PreviousCharacter, _Move.PreviousWord, _Move.Up})


class CaretKeys:
    """Moves the end of the selection of `view`. `shown`: the caret is to be seen."""

    def __init__(self, view: TranscriptView) -> None:
        self._view = view
        self.shown = False
        self._x: float | None = None  # where the caret wants to be while it goes up and down

    def toggle(self) -> None:
        """Show the caret in the first line in sight, or hide it."""
        self.shown = not self.shown
        selecting = self._view.selecting
        if self.shown:
            place = self._place()
            selecting.select(selecting.selection or Selection(place, place))
            self._view.reveal(place)
        elif selecting.selection is not None and selecting.selection.is_empty:
            selecting.select(None)

    def press(self, event: QKeyEvent) -> bool:
        """Take a key that moves the caret, or opens what it stands in; returns whether it was one."""
        if self.shown and event.key() in _OPENING and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return self._open()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not self._view.items or not (shift or self.shown):
            return False
        place = self._moved(Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if place is None:
            return False
        selection = self._view.selecting.selection
        anchor = (selection.anchor if selection else self._place()) if shift else place
        self._view.selecting.select(Selection(anchor, place))
        self._view.reveal(place)
        return True

    def _open(self) -> bool:
        """Open the mark or link the caret stands in or beside; returns whether there is one."""
        if not self._view.items:
            return False
        place = self._place()
        address = self._view.laid_out(place.row).anchor_beside(place.position)
        if address:
            self._view.activate(place.row, address)
        return bool(address)

    def _place(self) -> Place:
        """Where the caret is."""
        selecting = self._view.selecting
        if selecting.selection is not None:
            return selecting.selection.head
        if selecting.clicked is not None:
            return selecting.clicked
        return self._view.place_at(QPoint(round(self._view.left), 4))

    def _moved(self, key: Qt.Key, control: bool) -> Place | None:
        """The place a key leads to, or None for a key that leads nowhere."""
        place, items = self._place(), self._view.items
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._x = None
        match key:
            case Qt.Key.Key_Home if control:
                return Place(0, 0)
            case Qt.Key.Key_End if control:
                return self._end_of(len(items) - 1)
            case Qt.Key.Key_Up if control:
                return Place(place.row if place.position else max(0, place.row - 1), 0)
            case Qt.Key.Key_Down if control:
                return Place(place.row + 1, 0) if place.row + 1 < len(items) else self._end_of(place.row)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                step = self._view.verticalScrollBar().pageStep() - 40
                return self._beside(place, step if key == Qt.Key.Key_PageDown else -step)
        operation = _BY_WORD.get(key) if control and key in _BY_WORD else _MOVES.get(key)
        return self._step(place, operation) if operation is not None else None

    def _step(self, place: Place, operation: QTextCursor.MoveOperation) -> Place:
        """One step within the message, or into the next one."""
        item = self._view.laid_out(place.row)
        assert item.document is not None
        cursor = QTextCursor(item.document)
        cursor.setPosition(min(place.position, item.length))
        vertical = operation in (_Move.Up, _Move.Down)
        if vertical:
            self._x = item.rect_at(place.position).x() if self._x is None else self._x
            cursor.setVerticalMovementX(round(self._x - item.text_at.x()))
        if cursor.movePosition(operation) or operation in (_Move.StartOfLine, _Move.EndOfLine):
            return Place(place.row, cursor.position())
        row = place.row + (-1 if operation in _BACK else 1)
        if not 0 <= row < len(self._view.items):
            return place
        if not vertical:
            return self._end_of(row) if operation in _BACK else Place(row, 0)
        other = self._view.laid_out(row)
        edge = other.rect_at(other.length if operation in _BACK else 0)
        return Place(row, other.position_at(QPointF(self._x or 0.0, edge.center().y())))

    def _end_of(self, row: int) -> Place:
        return Place(row, self._view.laid_out(row).length)

    def _beside(self, place: Place, step: float) -> Place:
        """The place so many pixels below."""
        view, item = self._view, self._view.laid_out(place.row)
        rect = item.rect_at(place.position)
        self._x = rect.x() if self._x is None else self._x
        bar = view.verticalScrollBar()
        bar.setValue(round(bar.value() + step))
        at = QPointF(view.left + self._x, view.top_of(place.row) + rect.center().y() + step)
        return view.place_at(at.toPoint())
