"""A few words over the bottom of the window that go away by themselves, with one way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.widgets.controls import button, label

SHOWN_MS = 4000
SHOWN_WITH_UNDO_MS = 8000
BOTTOM_PX = 120


class Toast(QFrame):
    """One at a time; the next one takes its place. It stays while the mouse is over it."""

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self.setProperty("role", "toast")
        self._words = label("")
        self._act = button("", self._on_acted, role="")
        self._action: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.addWidget(self._words)
        row.addWidget(self._act)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        covered.installEventFilter(self)
        self.hide()

    def say(self, words: str, way_back: str = "", action: Callable[[], object] | None = None) -> None:
        """Show `words`, with a button `way_back` when there is an `action`."""
        self._words.setText(words)
        self._action = action
        self._act.setText(way_back)
        self._act.setAccessibleName(way_back)
        self._act.setVisible(action is not None)
        self.setAccessibleName(words)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_WITH_UNDO_MS if action else SHOWN_MS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _on_acted(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()

    def _on_timeout(self) -> None:
        if self.underMouse():
            self._timer.start(1000)
        else:
            self.hide()

    def _place(self) -> None:
        x = (self._covered.width() - self.width()) // 2
        self.move(max(8, x), max(8, self._covered.height() - self.height() - BOTTOM_PX))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._covered and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
