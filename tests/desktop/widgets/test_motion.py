"""What moves by itself stands still where the desktop or the user wants it so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.widgets.motion import Motion

PORTAL = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection, QDBusVariant
application = QCoreApplication(sys.argv)
@ClassInfo({"D-Bus Interface": "org.freedesktop.portal.Settings"})
class Portal(QObject):
    @Slot(str, str, result="QDBusVariant")
    def Read(self, namespace, key):
        return QDBusVariant({"reduced-motion": 0, "enable-animations": sys.argv[2] == "on"}.get(key, "1"))
portal, bus = Portal(), QDBusConnection.sessionBus()
bus.registerService("org.freedesktop.portal.Desktop")
bus.registerObject("/org/freedesktop/portal/desktop", portal, QDBusConnection.RegisterOption.ExportAllSlots)
QTimer.singleShot(20_000, application.quit)
other = __import__("subprocess").Popen([sys.executable, "-c", sys.argv[1]])
QTimer(application, interval=50, timeout=lambda: None if other.poll() is None else application.quit()).start()
application.exec()
"""
ASKING = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.widgets.motion import Motion
from models.process import guard
guard.lock_network()
application = QApplication([])
motion = Motion(application)
QTimer.singleShot(3000, application.quit)
application.exec()
print(motion.is_reduced, application.cursorFlashTime(), flush=True)
"""


@pytest.fixture
def motion(qapp: QApplication) -> Iterator[Motion]:
    usual = qapp.cursorFlashTime()
    made = Motion(qapp, "full")
    yield made
    made.deleteLater()
    qapp.setCursorFlashTime(usual)


def test_the_caret_stands_still_as_soon_as_it_is_chosen_and_blinks_again(qapp: QApplication, motion: Motion) -> None:
    usual = qapp.cursorFlashTime()
    assert usual > 0 and not motion.is_reduced
    motion.choose("reduced")
    assert qapp.cursorFlashTime() == 0 and motion.is_reduced
    motion.choose("full")
    assert qapp.cursorFlashTime() == usual


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no session bus to start (dbus)")
@pytest.mark.parametrize(("animations", "reduced"), [("off", True), ("on", False)])
def test_the_desktop_is_asked_under_the_network_lock(animations: str, reduced: bool) -> None:
    words = ["dbus-run-session", "--", sys.executable, "-c", PORTAL, ASKING, animations]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    still, flash = done.stdout.split() or ("", "")
    assert (still == "True") is reduced and (flash == "0") is reduced, done.stderr
