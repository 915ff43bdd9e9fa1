"""Whether anything may move by itself: as the desktop is set, or as the user chose. The caret blinks, or stands still.

Nothing else of the window moves: pages change, panes open and the transcript scrolls at once, and bars grow with the
work they show. What Qt's style would slide or fade is switched off with it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

Choice = Literal["system", "full", "reduced"]
ASK_AFTER_MS = 1000  # the start comes first
_SPI_GETCLIENTAREAANIMATION = 0x1042  # winuser.h: “Show animations in Windows”
_EFFECTS = (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip)
# Where desktops say it, by the portal's Settings: namespace, key, and the value that means: as little as can be.
_ASKED = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"),
)


class Motion(QObject):
    """Keeps the application as still as it is wanted. The desktop is asked once, after the window is there."""

    def __init__(self, application: QApplication, choice: Choice = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice: Choice = choice
        self._usual_ms = application.cursorFlashTime()
        self._usual_effects = [each for each in _EFFECTS if application.isEffectEnabled(each)]
        self._system_reduces = _windows_reduces()
        self._apply()
        if sys.platform == "linux" and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            QTimer.singleShot(ASK_AFTER_MS, self, self._ask_desktop)

    @property
    def choice(self) -> Choice:
        return self._choice

    @property
    def is_reduced(self) -> bool:
        return self._choice == "reduced" or (self._choice == "system" and self._system_reduces)

    def choose(self, choice: Choice) -> None:
        """As the system is set, as usual, or reduced."""
        self._choice = choice
        self._apply()

    def _apply(self) -> None:
        self._application.setCursorFlashTime(0 if self.is_reduced else self._usual_ms)
        for each in _EFFECTS:
            self._application.setEffectEnabled(each, each in self._usual_effects and not self.is_reduced)

    def _ask_desktop(self) -> None:
        """org.freedesktop.portal.Settings, on the session's bus; where nobody answers, things may move."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        for namespace, key, still in _ASKED:
            message = QDBusMessage.createMethodCall(
                "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                "org.freedesktop.portal.Settings", "Read",
            )  # fmt: skip
            message.setArguments([namespace, key])
            waiting = QDBusPendingCallWatcher(QDBusConnection.sessionBus().asyncCall(message), self)
            waiting.finished.connect(lambda ended, still=still: self._hear(ended, still))

    def _hear(self, ended: QObject, still: object) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        assert isinstance(ended, QDBusPendingCallWatcher)
        reply = ended.reply()
        ended.deleteLater()
        if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments()[:1]:
            value = _plain(reply.arguments()[0])
            if value == still or str(value) == str(still):
                self._system_reduces = True
                self._apply()


def _plain(value: object) -> object:
    """What is in a variant in a variant: the portal's Read answers so."""
    while hasattr(value, "variant"):
        value = value.variant()
    return value


def _windows_reduces() -> bool:
    """Animations are switched off in Windows' settings of accessibility; elsewhere no."""
    if sys.platform != "win32":
        return False
    shown = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(shown), 0)
    return not shown.value
