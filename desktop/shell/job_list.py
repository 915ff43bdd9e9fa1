"""Work on files that is not at its end, in a corner of the window: how far it is, and the way to its chat."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import partial
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop.chat.card import state_words, title_of
from desktop.widgets.controls import ElidedLabel, button, icon_button, label
from desktop.widgets.icons import icon
from desktop.widgets.tips import plain_tip
from models.store.message import Message

MOST_ROWS = 4


class JobList(QFrame):
    """Hidden while there is no work.

    Signals:
        opened: Show the chat of a card (its conversation).
        stop_wanted: Pause this card's work, or go on with it (message id).
        cancel_wanted: Give this card's work up (message id).
        all_cancel_wanted: Give all of it up.
    """

    opened = Signal(int)
    stop_wanted = Signal(int)
    cancel_wanted = Signal(int)
    all_cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Work on files"))
        self._messages: dict[int, Message] = {}  # all of them, the oldest first
        self._rows: dict[int, _Row] = {}  # of the first few
        self._cancel_all = button(self.tr("Cancel all"), self.all_cancel_wanted.emit, role="link")
        self._more = label("", "small")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 0, 8, 0)
        self._column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(self.tr("Work on files"), "section"), 1)
        head.addWidget(self._cancel_all)
        self._column.addLayout(head)
        self._column.addWidget(self._more)
        self._show_rows()

    def show_message(self, message: Message) -> None:
        """A card began, went on, or ended."""
        card = message.card
        if card is None:
            return
        if card.get("state") not in ("running", "paused"):
            self.forget(message.id)
            return
        new = message.id not in self._messages
        self._messages[message.id] = message
        if new:
            self._show_rows()
        elif row := self._rows.get(message.id):
            row.show_message(message)

    def show_all(self, messages: Iterable[Message], chats: Set[int]) -> None:
        """Those of these chats: what was left at the last end of the program."""
        for message in messages:
            if message.conversation in chats:
                self.show_message(message)

    def forget(self, message: int) -> None:
        """There is nothing more to do."""
        if self._messages.pop(message, None) is None:
            return
        row = self._rows.pop(message, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._show_rows()

    def forget_chat(self, conversation: int) -> None:
        """Its chat is gone."""
        for number in [number for number, each in self._messages.items() if each.conversation == conversation]:
            self.forget(number)

    def _show_rows(self) -> None:
        for message in islice(self._messages.values(), MOST_ROWS):
            if message.id not in self._rows:
                self._add_row(message)
        more = len(self._messages) - MOST_ROWS
        self._more.setText(self.tr("%n more", "", more) if more > 0 else "")
        self._more.setVisible(more > 0)
        self._cancel_all.setVisible(len(self._messages) > 1)
        self.setVisible(bool(self._messages))

    def _add_row(self, message: Message) -> None:
        row = _Row()
        row.opened.connect(partial(self.opened.emit, message.conversation))
        row.stop_wanted.connect(partial(self.stop_wanted.emit, message.id))
        row.cancel_wanted.connect(partial(self.cancel_wanted.emit, message.id))
        self._rows[message.id] = row
        self._column.insertWidget(self._column.count() - 1, row)
        row.show_message(message)


class _Row(QWidget):
    """One card: its title, buttons to pause it and to give it up, how far it is.

    Signals:
        opened: It was clicked.
        stop_wanted, cancel_wanted: That button was pressed.
    """

    opened = Signal()
    stop_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = ElidedLabel("")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._state = ElidedLabel("", "small")
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._stop = icon_button("pause", self.tr("Pause"), self.stop_wanted.emit)
        self._cancel = icon_button("x", self.tr("Cancel"), self.cancel_wanted.emit)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self._stop)
        head.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._state)

    def show_message(self, message: Message) -> None:
        card = message.card or {}
        title, state = title_of(card), state_words(card)
        self._title.setText(title)
        self._title.setToolTip(plain_tip(title))
        self._state.setText(state)
        self._bar.setValue(round(1000 * float(card.get("fraction", 0.0))))
        self._bar.setAccessibleName(f"{title}: {state}")
        running = card.get("state") == "running"
        words = self.tr("Pause") if running else self.tr("Go on")
        self._stop.setIcon(icon("pause" if running else "play"))
        self._stop.setToolTip(plain_tip(words))
        self._stop.setAccessibleName(f"{words}: {title}")
        self._cancel.setAccessibleName(f"{self._cancel.toolTip()}: {title}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()
