"""What the program says of itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.settings.about import About


def said(qtbot: QtBot) -> str:
    about = About()
    qtbot.addWidget(about)
    return "\n".join(label.text() for label in about.findChildren(QLabel))


def test_an_installed_program_names_the_page_with_all_licences(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "THIRD-PARTY.txt"
    page.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "paddock"))

    assert f"The licences of everything inside are in {page}." in said(qtbot)


def test_a_checkout_has_no_such_page(qtbot: QtBot) -> None:
    assert "THIRD-PARTY" not in said(qtbot)
