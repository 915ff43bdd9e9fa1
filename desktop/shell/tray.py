"""The icon in the system's tray, where there is one, and a few words the desktop shows for us."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

_ICONS = QSystemTrayIcon.ActivationReason


class Tray(QObject):
    """Without a tray nothing is shown, and `is_there` says so.

    Signals:
        open_wanted, new_chat_wanted, quit_wanted: Chosen from its menu; a click on the icon is the first of them.
    """

    open_wanted = Signal()
    new_chat_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._menu = QMenu()
        self._menu.addAction(self.tr("Open Paddock"), self.open_wanted.emit)
        self._menu.addAction(self.tr("New chat"), self.new_chat_wanted.emit)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit"), self.quit_wanted.emit)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(QGuiApplication.windowIcon(), self)
            self._icon.setContextMenu(self._menu)
            self._icon.setToolTip("Paddock")
            self._icon.activated.connect(self._on_activated)
            self._icon.messageClicked.connect(self.open_wanted)
            self._icon.show()

    @property
    def is_there(self) -> bool:
        """The user can reach the program without its window."""
        return self._icon is not None

    def hide(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()

    def tell(self, title: str, words: str) -> None:
        """Let the desktop show it: through the tray, else through the desktop portal; where neither is, nothing."""
        if self._icon is not None:
            self._icon.showMessage(title, words)
        elif sys.platform == "linux":
            _tell_portal(title, words)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (_ICONS.Trigger, _ICONS.DoubleClick):
            self.open_wanted.emit()


def _tell_portal(title: str, words: str) -> None:
    """org.freedesktop.portal.Notification, on the session's bus: a Unix socket, which the network lock allows."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # 3 MB that few desktops need

    message = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Notification", "AddNotification",
    )  # fmt: skip
    message.setArguments(["paddock", {"title": title, "body": words}])
    QDBusConnection.sessionBus().send(message)  # without a bus, or a portal, it goes nowhere
