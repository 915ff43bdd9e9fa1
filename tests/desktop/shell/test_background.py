"""What goes on while nobody looks: notifications, the tray, and closing while something is at work."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.documents.work import Compare
from desktop.shell.leaving import Leaving
from desktop.shell.notices import LONG_S, Notices
from desktop.shell.parts import Parts
from desktop.shell.preferences import Preferences
from models.settings import Settings
from models.store.message import Message, Role
from tests.desktop.program import until
from tests.desktop.shell.test_window import opened


class Clock:
    """Seconds, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Work(QObject):
    """What tells of work on files, as FileJobs does."""

    added = Signal(object)
    updated = Signal(object)
    finished = Signal(object)


class Told(NamedTuple):
    """A window that is hidden, work, its clock, what the desktop was told, and whether the user wants that."""

    window: QWidget
    work: Work
    clock: Clock
    said: list[tuple[str, str]]
    wanted: list[bool]


@pytest.fixture
def told(qtbot: QtBot) -> Told:
    made = Told(QWidget(), Work(), Clock(), [], [True])
    qtbot.addWidget(made.window)
    notices = Notices(made.window, lambda: made.wanted[-1], lambda *words: made.said.append(words), made.clock)
    notices.watch_jobs(made.work)  # type: ignore[arg-type]
    return made


def message(state: str) -> Message:
    card = {"task": "compare", "document": "old.txt, new.txt", "state": state, "notes": []}
    return Message(id=7, conversation=1, parent=None, role=Role.ASSISTANT, text="", created_ms=0, card=card)


def test_long_work_that_ends_is_told_to_who_looks_elsewhere(told: Told) -> None:
    told.work.added.emit(message("running"))
    told.clock.now = LONG_S
    told.work.finished.emit(message("done"))

    assert told.said == [("Comparison of old.txt, new.txt", "It is ready.")]


def test_work_that_failed_is_told_once(told: Told) -> None:
    told.work.added.emit(message("running"))
    told.clock.now = LONG_S
    told.work.updated.emit(message("failed"))
    told.work.updated.emit(message("failed"))

    assert len(told.said) == 1 and "error" in told.said[0][1]


def test_short_work_a_window_in_front_and_a_user_who_wants_none_are_left_alone(told: Told) -> None:
    def work(seconds: float) -> None:
        told.work.added.emit(message("running"))
        told.clock.now += seconds
        told.work.finished.emit(message("done"))

    work(LONG_S - 1)
    told.window.show()
    told.window.activateWindow()
    until(told.window.isActiveWindow, "the window's turn")
    work(LONG_S)
    told.window.hide()
    told.wanted.append(False)
    work(LONG_S)
    assert told.said == []


def leaving(preferences: Preferences, qtbot: QtBot, *, working: bool = True, tray: bool = True) -> Leaving:
    window = QWidget()
    qtbot.addWidget(window)
    made = Leaving(window, preferences, lambda: working, lambda: tray)
    made.kept_window = window  # type: ignore[attr-defined]  # alive as long as it is
    return made


def test_closing_asks_once_and_remembers(qtbot: QtBot, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.json", Settings())
    asking = leaving(preferences, qtbot)
    assert not asking.close_now() and asking.dialog is not None
    with qtbot.waitSignal(asking.hide_wanted):
        asking.dialog.keep.click()

    assert preferences.value.when_closed == "keep"
    with qtbot.waitSignal(asking.hide_wanted):
        assert not asking.close_now()
    assert asking.dialog is None


def test_an_answer_that_is_not_to_be_remembered_is_asked_for_again(qtbot: QtBot, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.json", Settings())
    asking = leaving(preferences, qtbot)
    asking.close_now()
    assert asking.dialog is not None
    asking.dialog.remember.setChecked(False)
    with qtbot.waitSignal(asking.quit_wanted):
        asking.dialog.quit.click()

    assert preferences.value.when_closed == "ask"


@pytest.mark.parametrize(("working", "tray"), [(False, True), (True, False)], ids=["nothing at work", "no tray"])
def test_otherwise_the_window_just_closes(qtbot: QtBot, tmp_path: Path, working: bool, tray: bool) -> None:
    preferences = Preferences(tmp_path / "settings.json", Settings(when_closed="keep"))

    assert leaving(preferences, qtbot, working=working, tray=tray).close_now()


def test_without_a_tray_nothing_breaks_and_the_window_closes(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)
    assert not window.background.tray.is_there
    window.background.tray.tell("A title", "and words")
    with qtbot.waitSignal(window.closing):
        window.close()


def test_work_goes_on_while_the_window_is_put_away(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("The rent is 900 euros.")
    new.write_text("The rent is 980 euros.")
    window = opened(parts, qtbot)
    parts.preferences.change(when_closed="keep")
    parts.jobs.begin(parts.conversations.create().id, "Compare", [old, new], Compare())
    window.background.leaving._has_tray = lambda: True
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    window.close()
    assert window.isHidden() and not closed

    with qtbot.waitSignal(parts.jobs.finished, timeout=20_000):
        pass
    window.quit()
    assert closed == [True]


PORTAL = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection
application = QCoreApplication(sys.argv)
@ClassInfo({"D-Bus Interface": "org.freedesktop.portal.Notification"})
class Portal(QObject):
    @Slot(str, "QVariantMap")
    def AddNotification(self, name, notification):
        print(name, notification["title"], notification["body"], flush=True)
        application.quit()
portal, bus = Portal(), QDBusConnection.sessionBus()
bus.registerService("org.freedesktop.portal.Desktop")
bus.registerObject("/org/freedesktop/portal/desktop", portal, QDBusConnection.RegisterOption.ExportAllSlots)
QTimer.singleShot(20_000, application.quit)
QTimer.singleShot(0, lambda: __import__("subprocess").Popen([sys.executable, "-c", sys.argv[1]]))
application.exec()
"""
TELLING = """
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from desktop.shell.tray import Tray
from models.process import guard
guard.lock_network()
application, parent = QApplication([]), QObject()
Tray(parent).tell("摘要", "It is ready.")
QTimer.singleShot(500, application.quit)
application.exec()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no session bus to start (dbus)")
def test_without_a_tray_the_desktop_portal_shows_it_though_the_network_is_locked() -> None:
    words = ["dbus-run-session", "--", sys.executable, "-c", PORTAL, TELLING]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)

    assert done.stdout == "paddock 摘要 It is ready.\n", done.stderr
