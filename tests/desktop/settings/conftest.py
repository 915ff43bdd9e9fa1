from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.settings.page import SettingsPage
from models.settings import Settings


@pytest.fixture
def page(qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(Settings())
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    qtbot.waitExposed(made)
    return made
