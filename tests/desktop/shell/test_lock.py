"""The lock in the top bar says what leaves this computer now, and no more."""

from __future__ import annotations

import contextlib

from pytestqt.qtbot import QtBot

from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.hub.events import Source
from tests.desktop.program import until


def test_while_a_download_runs_the_lock_names_where_it_comes_from(parts: Parts, qtbot: QtBot) -> None:
    parts.downloads.source = Source(endpoint="http://127.0.0.1:9")  # nobody answers there
    pages = Pages(parts)
    window = MainWindow(parts, pages)
    qtbot.addWidget(window)
    said = window.bar._lock.accessibleName
    assert said() == "Nothing leaves this computer"

    with contextlib.closing(pages):
        entry = parts.catalogue.entries[0]
        pages.downloads.start(entry)
        until(lambda: said() == "Downloading from 127.0.0.1: only the model file", "the lock's words")
        pages.downloads.pause(entry.name)
        until(lambda: said() == "Nothing leaves this computer", "the lock's words")
