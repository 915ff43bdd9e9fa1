"""A bug of ours: written to a file on this computer, told to the user once, never sent anywhere."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

MOST_REPORTS = 20


class CrashReports(QObject):
    """Writes a report for every exception nobody caught, on any thread, and shows where the first one is."""

    _caught = Signal(str)

    def __init__(self, logs: Path) -> None:
        super().__init__()
        self._logs = logs
        self._told = False
        self._caught.connect(self._tell)

    def install(self) -> None:
        """From now on."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda hooked: self._on_exception(
            hooked.exc_type, hooked.exc_value or hooked.exc_type(), hooked.exc_traceback
        )

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        if sys.stderr is not None:  # a windowed program has none
            sys.stderr.write(text)
        self._caught.emit(str(write_report(self._logs, text)))

    def _tell(self, path: str) -> None:
        if self._told or QApplication.instance() is None:
            return
        self._told = True
        CrashDialog(Path(path)).exec()


class CrashDialog(QMessageBox):
    """Says that a bug was met, where its report lies and what is in it; it can be copied for those who mend it."""

    def __init__(self, report: Path) -> None:
        super().__init__(QMessageBox.Icon.Warning, "Paddock", self.tr("Something went wrong inside Paddock."))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setInformativeText(
            self.tr("Your chats are saved. A report was written on this computer and is sent to nobody:\n%1").replace(
                "%1", str(report)
            )
        )
        self._text = report.read_text(encoding="utf-8")
        self.setDetailedText(self._text)
        self.copy = self.addButton(self.tr("Copy the report"), QMessageBox.ButtonRole.ActionRole)
        self.copy.clicked.disconnect()  # it does not close the dialog
        self.copy.clicked.connect(self._copy)
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Close))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


def write_report(logs: Path, text: str) -> Path:
    """Keep the traceback, with what it ran on; the oldest reports go."""
    logs.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = logs / f"crash-{now:%Y%m%dT%H%M%S.%fZ}.txt"
    head = f"{now.isoformat()}\nPython {sys.version}\n{platform.platform()}\n\n"
    path.write_text(head + text, encoding="utf-8")
    for old in sorted(logs.glob("crash-*.txt"))[:-MOST_REPORTS]:
        old.unlink(missing_ok=True)
    return path
