"""A bug of ours is written down on this computer, and told once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.shell.crash import MOST_REPORTS, CrashDialog, CrashReports, write_report


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[CrashReports]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = CrashReports(tmp_path)
    made.install()
    yield made
    made.blockSignals(True)


def fail() -> None:
    raise ArithmeticError("nine times seven")


def meet(where: str) -> None:
    """The bug, on this thread or on another one."""
    if where == "thread":
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        return
    try:
        fail()
    except ArithmeticError as error:
        sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.parametrize("where", ["here", "thread"])
def test_the_report_is_on_disk_and_shown_once(
    reports: CrashReports, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, CrashDialog):
            QTimer.singleShot(10, answer)
            return
        dialog.copy.click()
        seen.append(dialog.informativeText())
        dialog.close()

    QTimer.singleShot(0, answer)
    meet(where)
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    (report,) = tmp_path.glob("crash-*.txt")

    assert str(report) in seen[0]
    assert "nine times seven" in report.read_text() and "Python 3" in report.read_text()
    assert QGuiApplication.clipboard().text() == report.read_text()
    meet("here")
    assert len(list(tmp_path.glob("crash-*.txt"))) == 2 and len(seen) == 1
    assert "ArithmeticError" in capsys.readouterr().err


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    written = [write_report(tmp_path, str(number)) for number in range(MOST_REPORTS + 3)]

    assert sorted(tmp_path.iterdir()) == written[3:]
