"""The transcript for those who hear it: a list, each message an item with its whole text, and the buttons in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from desktop.chat import card
from desktop.chat.message_item import MessageItem
from desktop.chat.transcript_view import TranscriptView

# Qt holds these interfaces by address only: Python must keep them as long as their objects live.
_kept: dict[int, QAccessibleInterface] = {}


def install() -> None:
    """Let Qt ask us for the transcript's interface; once, after the application is made."""
    QAccessible.installFactory(_make)


def _make(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, TranscriptView):
        return None
    if id(thing) not in _kept:
        _kept[id(thing)] = TranscriptAccessible(thing)
        thing.destroyed.connect(lambda: _kept.pop(id(thing), None))
    return _kept[id(thing)]


class TranscriptAccessible(QAccessibleWidget):
    """A list: first the messages, oldest first, then the buttons in sight."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._view = view
        self._messages: dict[int, MessageAccessible] = {}

    def childCount(self) -> int:
        return len(self._view.items) + len(self._view.controls())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        items = self._view.items
        if 0 <= index < len(items):
            return self._message(items[index])
        controls = self._view.controls()
        if 0 <= index - len(items) < len(controls):
            return QAccessible.queryAccessibleInterface(controls[index - len(items)])
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        for index in range(self.childCount()):
            if self.child(index) is child:
                return index
        return -1

    def _message(self, item: MessageItem) -> MessageAccessible:
        number = id(item)
        if number not in self._messages:
            live = {id(each) for each in self._view.items}
            self._messages = {key: kept for key, kept in self._messages.items() if key in live}
            self._messages[number] = MessageAccessible(self, self._view, item)
        return self._messages[number]


class MessageAccessible(QAccessibleInterface):
    """One message: “Assistant: …the whole text…”."""

    def __init__(self, parent: TranscriptAccessible, view: TranscriptView, item: MessageItem) -> None:
        super().__init__()
        self._parent = parent
        self._view = view
        self._item = item

    def isValid(self) -> bool:
        return any(each is self._item for each in self._view.items)

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.readOnly = True
        state.offscreen = not self.rect().intersects(self._viewport())
        return state

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        row = next(number for number, each in enumerate(self._view.items) if each is self._item)
        local = self._view.rect_of(row)
        return QRect(self._view.viewport().mapToGlobal(local.topLeft()), local.size())

    def text(self, kind: QAccessible.Text) -> str:
        if kind is not QAccessible.Text.Name:
            return ""
        item = self._item
        words = card.spoken(item.message) if item.message.card else item.text or (item.phase if item.live else "")
        return " ".join(filter(None, [item.badge, f"{item.speaker}: {words}", item.error_sentence]))

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Messages are read only."""

    def foregroundColor(self) -> QColor:
        return self._view.palette().text().color()

    def backgroundColor(self) -> QColor:
        return self._view.palette().window().color()

    def _viewport(self) -> QRect:
        viewport = self._view.viewport()
        return QRect(viewport.mapToGlobal(viewport.rect().topLeft()), viewport.size())
