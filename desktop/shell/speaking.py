"""Another language, at once: the window is built anew in it, and shows what it showed before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop import task
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.unwiring import senders, unwire
from desktop.shell.window import MainWindow
from desktop.widgets import language
from models.settings import Settings

LOOKED_AFTER_MS = 500


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is in sight: the page, how far it is scrolled, and what is attached to the next message."""

    page: str
    scrolled: int
    transcript: int
    sidebar_hidden: bool
    words: str
    attached: dict[Path, str]


class Speaking(QObject):
    """Follows the setting of the language. Everything under the window goes on: answers, jobs, downloads."""

    def __init__(self, application: QCoreApplication, window: MainWindow, parts: Parts) -> None:
        super().__init__()
        self._application = application
        self._window = window
        self._parts = parts
        self._language = parts.preferences.value.language
        self._attic: list[tuple[QWidget, frozenset[task.Task]]] = []  # windows of before, and what still tells them
        self._clearing = QTimer(self, interval=LOOKED_AFTER_MS)
        self._clearing.timeout.connect(self._clear)
        parts.preferences.changed.connect(self._on_settings)

    def _on_settings(self, settings: Settings) -> None:
        if settings.language != self._language:
            self._language = settings.language
            QTimer.singleShot(0, self, self._speak)  # not within the handler of a widget that is going away

    def _speak(self) -> None:
        window, parts = self._window, self._parts
        sight = self._sight()
        window.chat.keep_draft()
        downloads = window.pages.downloads
        language.speak(self._application, self._language)
        unwire(senders(parts, downloads))
        parts.follow()
        parts.preferences.changed.connect(self._on_settings)
        self._put_away()
        window.build(Pages(parts, downloads))
        self._show(sight)

    def _sight(self) -> _Sight:
        window = self._window
        page = window.shown
        area = window.pages.made[page].findChild(QAbstractScrollArea) if page in window.pages.made else None
        return _Sight(
            page=page,
            scrolled=area.verticalScrollBar().value() if area is not None else 0,
            transcript=window.chat.transcript.verticalScrollBar().value(),
            sidebar_hidden=window.sidebar.isHidden(),
            words=window.pages.settings.search.text() if "settings" in window.pages.made else "",
            attached=self._parts.readings.wanted,
        )

    def _show(self, sight: _Sight) -> None:
        window, parts = self._window, self._parts
        window.resume(sight.attached)
        window.show_page(sight.page)
        if sight.words:
            window.pages.settings.search.setText(sight.words)
        if sight.sidebar_hidden:
            window.toggle_sidebar()
        parts.loader.changed.emit(parts.loader.choice)
        parts.fast.changed.emit(parts.fast.choice)
        QTimer.singleShot(0, window, lambda: self._scroll(sight))

    def _scroll(self, sight: _Sight) -> None:
        """Once everything has its size."""
        self._window.chat.transcript.verticalScrollBar().setValue(sight.transcript)
        page = self._window.pages.made.get(sight.page)
        area = page.findChild(QAbstractScrollArea) if page is not None else None
        if area is not None:
            area.verticalScrollBar().setValue(sight.scrolled)

    def _put_away(self) -> None:
        """Out of the window, but not gone while a task on a thread still tells its end to a widget of it."""
        attic = QWidget()
        layout = self._window.layout()
        if layout is not None:
            attic.setLayout(layout)
        for child in self._window.children():
            child.setParent(attic)
        pages = self._window.pages
        pages.close_checks()
        pages.setParent(attic)
        self._window.background.tray.hide()
        self._attic.append((attic, frozenset(task.alive())))
        self._clearing.start()

    def _clear(self) -> None:
        alive = task.alive()
        for attic, told in [each for each in self._attic if not each[1] & alive]:
            self._attic.remove((attic, told))
            attic.deleteLater()
        if not self._attic:
            self._clearing.stop()
