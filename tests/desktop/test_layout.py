"""Everything on every page and in every dialog can be read, in both languages and at the scales screens have."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.layout import faults


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_nothing_is_cut_off_in_a_window_of_900_by_600(scale: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.layout_walk", "en", "zh-CN"],
        env=os.environ | {"QT_SCALE_FACTOR": scale}, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == []


def test_words_without_room_are_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    narrow, other = QPushButton("Quite a long name"), QPushButton("B")
    narrow.setMaximumWidth(40)
    for each in (narrow, other):
        row.addWidget(each)
    window.show()
    qtbot.waitExposed(window)
    other.move(narrow.pos())
    found = faults(window)

    assert any("'Quite a long name' needs" in fault for fault in found)
    assert any("share" in fault for fault in found)
