"""Where the user was survives a kill -9: the words being typed, the window's place, the chat."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop.chat.composer import DRAFT_AFTER_MS
from desktop.shell.pages import Pages
from desktop.shell.place import RESTS_MS
from desktop.shell.single import Single
from desktop.shell.window import MainWindow
from models import settings as kept
from models.store.conversations import Conversations
from models.store.database import Database
from tests.desktop.program import paths_in, program

# Offscreen is 800 pixels wide, and a window that is restored never wider. The last key is pressed one second before it
# says so, longer than the timers of the draft and of the place run.
TYPING = """
import sys
from pathlib import Path
from tests import conftest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop.shell.pages import Pages
from desktop.shell.single import Single
from desktop.shell.window import MainWindow
from tests.desktop.program import program
folder = Path(sys.argv[1])
application = QApplication(sys.argv)
with program(folder, application) as parts:
    single = Single(folder / "data")
    assert single.acquire()
    window = MainWindow(parts, Pages(parts))
    window.show()
    window.begin()
    parts.chat.open(parts.conversations.create("Horses").id)
    window.resize(781, 651)
    QTest.keyClicks(window.chat.composer.field, "What became of the grey mare")

    def told():
        if window.place._rest.isActive() or window.chat.composer._draft_timer.isActive():
            QTimer.singleShot(10, told)  # the machine was too busy to begin with them
        else:
            print("typed", flush=True)

    QTimer.singleShot(1000, told)
    application.exec()
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of a window that was killed a second after the last key."""
    folder = tmp_path_factory.mktemp("killed")
    words = [sys.executable, "-c", TYPING, str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "typed\n"
        process.send_signal(signal.SIGKILL)
    return folder


def test_what_was_typed_a_second_ago_is_there(killed: Path) -> None:
    assert max(DRAFT_AFTER_MS, RESTS_MS) < 1000
    database = Database(paths_in(killed).database)
    (chat,) = Conversations(database).list()
    database.close()

    assert chat.draft == "What became of the grey mare"


def test_the_lock_of_the_dead_window_is_taken_over(killed: Path, qapp: QApplication) -> None:
    assert (paths_in(killed).data / "window.lock").exists()
    single = Single(paths_in(killed).data)

    assert single.acquire()
    single.release()


def test_the_next_window_opens_where_the_last_one_was(killed: Path, qapp: QApplication) -> None:
    settings, damage = kept.read(paths_in(killed).settings)
    assert damage is None
    with program(killed, qapp, settings) as parts:
        window = MainWindow(parts, Pages(parts))
        window.show()
        window.begin()

        assert window.size() == QSize(781, 651)
        assert parts.chat.current == settings.conversation
        assert window.chat.composer.text() == "What became of the grey mare"
        window.quit()


def test_the_first_window_is_no_larger_than_the_screen(tmp_path: Path, qapp: QApplication) -> None:
    with program(tmp_path, qapp) as parts:
        window = MainWindow(parts, Pages(parts))
        window.resize(5000, 4000)
        room = window.screen().availableSize()

        window.place.fit()

        assert window.width() == room.width()
        assert window.minimumHeight() < window.height() < room.height(), "its title bar is on the screen, too"
        window.quit()
