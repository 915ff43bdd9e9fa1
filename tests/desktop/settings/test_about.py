"""What the program says of itself: its version, what is inside with licences, and the receipt of its build."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings.about import About
from desktop.settings.inside_dialog import InsideDialog
from models.inside import version_of

COMMIT = "3f" * 20
BILL = {
    "metadata": {
        "timestamp": "2026-11-22T10:00:00Z", "component": {"version": "1.2.3"},
        "properties": [{"name": "paddock:commit", "value": COMMIT}, {"name": "paddock:python", "value": "3.13.1"}],
    },
    "components": [
        {
            "name": "llama.cpp", "version": "in llama-cpp-python 0.3.36", "licenses": [{"license": {"name": "MIT"}}],
            "components": [{"name": "libllama.so.0", "hashes": [{"alg": "SHA-256", "content": "ab" * 32}]}],
        },
        {"name": "PySide6", "version": "6.11.3", "licenses": [{"license": {"name": "LGPL-3.0"}}]},
    ],
}  # fmt: skip


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "paddock"))
    (tmp_path / "sbom.cdx.json").write_text(json.dumps(BILL))
    (tmp_path / "THIRD-PARTY.txt").write_text("Permission is hereby granted\n")
    return tmp_path


def opened(qtbot: QtBot) -> InsideDialog:
    about = About()
    qtbot.addWidget(about)
    about.findChildren(QPushButton)[-1].click()
    assert about.dialog is not None
    return about.dialog


def rows(dialog: InsideDialog) -> list[str]:
    table = dialog.table
    shown = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
    return [" ".join(table.item(row, column).text() for column in range(3)) for row in shown]


def test_an_installed_program_shows_its_parts_and_the_receipt_of_its_build(qtbot: QtBot, installed: Path) -> None:
    dialog = opened(qtbot)

    assert rows(dialog) == ["llama.cpp in llama-cpp-python 0.3.36 MIT", "PySide6 6.11.3 LGPL-3.0"]
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Paddock 1.2.3" in said
    assert f"Python 3.13.1 · made of commit {COMMIT} · built 2026-11-22 10:00:00 UTC" in said


def test_all_of_it_can_be_copied_with_the_hashes_of_the_engine(qtbot: QtBot, installed: Path) -> None:
    dialog = opened(qtbot)
    next(each for each in dialog.findChildren(QPushButton) if each.text().strip() == "Copy").click()

    copied = QGuiApplication.clipboard().text()
    assert f"commit {COMMIT}" in copied
    assert f"libllama.so.0 sha256 {'ab' * 32}" in copied
    assert "PySide6 6.11.3 (LGPL-3.0)" in copied


def test_the_texts_of_the_licences_open_inside(qtbot: QtBot, installed: Path) -> None:
    dialog = opened(qtbot)
    assert dialog.switch is not None
    dialog.switch.click()

    assert dialog.texts.isVisible()
    assert dialog.texts.toPlainText() == "Permission is hereby granted\n"
    dialog.search.setText("hereby")
    assert dialog.texts.textCursor().selectedText() == "hereby"


def test_parts_are_found_by_name_and_licence(qtbot: QtBot, installed: Path) -> None:
    dialog = opened(qtbot)
    dialog.search.setText("lgpl")

    assert rows(dialog) == ["PySide6 6.11.3 LGPL-3.0"]


@pytest.mark.parametrize("bill", ["{", "{}", '{"metadata": {}}'], ids=["cut short", "empty", "another's"])
def test_a_bill_that_cannot_be_read_counts_as_none(qtbot: QtBot, installed: Path, bill: str) -> None:
    (installed / "sbom.cdx.json").write_text(bill)

    assert f"msgspec {version_of('msgspec')} " in rows(opened(qtbot))


def test_a_checkout_names_the_packages_it_runs_on_and_has_no_texts(qtbot: QtBot) -> None:
    dialog = opened(qtbot)

    assert f"msgspec {version_of('msgspec')} " in rows(dialog)
    assert dialog.switch is None
