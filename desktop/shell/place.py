"""Where the user was: the window's place and the chat shown, on the disk a moment after they change."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QWidget

from desktop.chat.controller import ChatController
from desktop.shell.preferences import Preferences

FRAME_PX = 40  # of a title bar, which is not known before the window is shown
RESTS_MS = 700  # the program may be killed at any moment; what is older than a second is not lost
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)


class Place(QObject):
    """Keeps both in the settings."""

    def __init__(self, window: QWidget, preferences: Preferences, chat: ChatController) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._chat = chat
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self.keep)
        window.installEventFilter(self)
        chat.opened.connect(self._soon)

    def restore(self) -> None:
        """Put the window where it was."""
        if kept := self._preferences.value.geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(kept.encode()))

    def fit(self) -> None:
        """At the first start, no larger than the screen: on a small laptop the composer would be below its edge.

        What was kept Qt has fitted already, in `restore`.
        """
        if not self._preferences.value.geometry:
            room = self._window.screen().availableSize() - QSize(0, FRAME_PX)
            self._window.resize(self._window.size().boundedTo(room))

    def keep(self) -> None:
        """Now."""
        self._rest.stop()
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        self._preferences.change(geometry=geometry, conversation=self._chat.current)

    def _soon(self, _: object = None) -> None:
        self._rest.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in _MOVES and self._window.isVisible():
            self._rest.start()
        return super().eventFilter(watched, event)
