"""What goes on while nobody looks: the tray, notifications, and what closing the window means."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.library.downloading import RunningDownloads
from desktop.shell.leaving import Leaving
from desktop.shell.notices import Notices
from desktop.shell.parts import Parts
from desktop.shell.tray import Tray


class Background(QObject):
    """The tray, the notices and the leaving of one window."""

    def __init__(self, window: QWidget, parts: Parts, downloads: RunningDownloads) -> None:
        super().__init__(window)
        self._parts = parts
        self._downloads = downloads
        self.tray = Tray(self)
        self.leaving = Leaving(window, parts.preferences, self.is_working, lambda: self.tray.is_there)
        self.leaving.hide_wanted.connect(window.hide)
        self.notices = Notices(window, lambda: parts.preferences.value.notify, self.tray.tell)
        self.notices.watch_jobs(parts.jobs)
        self.notices.watch_answers(parts.chat)
        self.notices.watch_downloads(downloads)

    def is_working(self) -> bool:
        """Something would pause if the program ended now."""
        answering = any(self._parts.chat.is_answering(chat.id) for chat in self._parts.chat.chats())
        return self._parts.jobs.busy or answering or any(state.running for state in self._downloads.states())
