"""A transcript by itself, without a program under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.chat.transcript_view import TranscriptView
from desktop.widgets.theme import Theme


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> TranscriptView:
    shown = TranscriptView(Theme(qapp, tmp_path, "light"), "Tiny")
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown
