"""What leaves this computer: what keeps each process from the network, every request ever made, how to check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.controls import Picture, button, card, clear, label
from desktop.widgets.scroll import centred
from desktop.widgets.tips import plain_tip
from desktop.widgets.words import size_words, translated
from models.hub.ledger import Entry, Ledger
from models.process import guard
from models.process.guard import Level, Status

MEASURE_PX = 780
MOST_REQUESTS = 500
MOST_ROWS = 8  # shown without scrolling
ON_WINDOWS = sys.platform == "win32"
CHECKS = (
    (
        "Get-NetTCPConnection -OwningProcess (Get-Process paddock).Id",
        "New-NetFirewallRule -DisplayName Paddock -Direction Outbound -Action Block "
        "-Program (Get-Process paddock)[0].Path",
    )
    if ON_WINDOWS
    else (
        "strace -f -e trace=socket,connect paddock",
        "ss -tupn | grep -i paddock",
        "unshare --map-root-user --net paddock",
    )
)


@dataclass(frozen=True, slots=True)
class Process:
    """One kind of process of ours. `status` None: it is free to use the network, and `words` say what for."""

    name: str
    words: str
    status: Status | None


def processes(window: Status, engine: Status | None) -> tuple[Process, ...]:
    """The window, the engine as it reports itself (None: none is running), and those that are outside of the lock."""
    reported = QCoreApplication.translate("PrivacyPage", "Runs the model. This is what it reports itself.")
    not_running = QCoreApplication.translate(
        "PrivacyPage", "Not running. It is started with the same lock as the window."
    )
    return (
        Process(
            QCoreApplication.translate("PrivacyPage", "This window"),
            QCoreApplication.translate("PrivacyPage", "Shows your chats and keeps them on your disk."),
            window,
        ),
        Process(
            QCoreApplication.translate("PrivacyPage", "The engine"),
            not_running if engine is None else reported,
            engine or window,
        ),
        Process(
            QCoreApplication.translate("PrivacyPage", "The readers"),
            QCoreApplication.translate(
                "PrivacyPage", "Open your files, one process for each. Started by the window, with the same lock."
            ),
            window,
        ),
        Process(
            QCoreApplication.translate("PrivacyPage", "The gate"),
            QCoreApplication.translate(
                "PrivacyPage",
                "Starts the fetcher, and your browser for a link that you confirm. Makes no request itself.",
            ),
            None,
        ),
        Process(
            QCoreApplication.translate("PrivacyPage", "The fetcher"),
            QCoreApplication.translate(
                "PrivacyPage",
                "Gets a model, or searches for one, when you ask for it, and ends. Sees neither chats nor files.",
            ),
            None,
        ),
    )


class PrivacyPage(QWidget):
    """Says no more than what holds. It looks anew whenever it is shown; `engine` is the engine's own report."""

    def __init__(
        self, ledger: Ledger, engine: Callable[[], Status | None], status: Callable[[], Status] = guard.status
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._ledger = ledger
        self._engine = engine
        self._status = status
        self._processes = QVBoxLayout()
        self._processes.setSpacing(8)
        self._display = label("", "bad", wrap=True)
        self._requests = _Requests()
        self._none = label(self.tr("None. This Paddock has never asked the network for anything."), wrap=True)
        self._lay_out()

    def refresh(self) -> None:
        """Look anew."""
        clear(self._processes)
        for each in processes(self._status(), self._engine()):
            self._processes.addWidget(_card(each))
        display = guard.remote_display()
        words = self.tr("This window is shown on another computer (%1): what you see travels there over the network.")
        self._display.setText(words.replace("%1", display or ""))
        self._display.setVisible(display is not None)
        entries = self._ledger.entries()
        self._requests.show_entries(entries[::-1][:MOST_REQUESTS])
        self._requests.setVisible(bool(entries))
        self._none.setVisible(not entries)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(10)
        column.addWidget(label(self.tr("What leaves this computer"), "title"))
        promise = self.tr(
            "Your chats and files do not. Only a download of a model that you start goes online, and a link that you "
            "confirm opens in your browser. There is no account and no telemetry."
        )
        column.addWidget(label(promise, "muted", wrap=True))
        column.addWidget(self._display)
        column.addWidget(label(self.tr("What keeps each process from the network"), "section"))
        column.addLayout(self._processes)
        column.addWidget(label(self.tr("Every request ever made"), "section"))
        column.addWidget(self._none)
        column.addWidget(self._requests)
        column.addWidget(label(self.tr("How to check from outside"), "section"))
        column.addWidget(label(self._how_to_check(), "muted", wrap=True))
        for command in CHECKS:
            column.addWidget(_Command(command))
        column.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(centred(content, MEASURE_PX))

    def _how_to_check(self) -> str:
        if ON_WINDOWS:
            return self.tr(
                "In PowerShell. The first lists the connections that are open now; the second, as administrator, has "
                "the firewall block this program: chats and files work the same."
            )
        return self.tr(
            "In a terminal. The first starts Paddock and shows every connection that is tried, the second lists those "
            "that are open now, the third starts it without any network: chats and files work the same."
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


def _card(process: Process) -> QWidget:
    frame = card()
    locked = process.status is not None and process.status.level is not Level.NONE
    level = process.status.level if process.status else Level.NONE
    picture = Picture("lock" if locked else "download", 18, "good" if level is Level.KERNEL else "muted")
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label(process.name, "strong"))
    words.addWidget(label(process.words, "small", wrap=True))
    row = QHBoxLayout(frame)
    row.setContentsMargins(14, 10, 14, 10)
    row.setSpacing(12)
    row.addWidget(picture)
    row.addLayout(words, 1)
    row.addWidget(label(translated(level.value), "good" if level is Level.KERNEL else "muted"))
    why_not = process.status.why_not if process.status else ""
    frame.setToolTip(plain_tip(why_not))
    frame.setAccessibleName(f"{process.name}: {translated(level.value)}")
    return frame


class _Requests(QTableWidget):
    """When, to whom, what for, and how much came."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setAccessibleName(self.tr("Every request ever made"))
        self.setHorizontalHeaderLabels([self.tr("When"), self.tr("To"), self.tr("What for"), self.tr("Received")])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            at = QDateTime.fromMSecsSinceEpoch(entry.at_ms)
            received = "" if entry.received_bytes is None else size_words(entry.received_bytes)
            when = QLocale().toString(at, QLocale.FormatType.ShortFormat)
            for column, words in enumerate((when, entry.host, entry.why, received)):
                self.setItem(row, column, QTableWidgetItem(words))
        rows_px = sum(self.rowHeight(row) for row in range(min(len(entries), MOST_ROWS)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows_px + 8)


class _Command(QWidget):
    """A command to copy."""

    def __init__(self, command: str) -> None:
        super().__init__()
        frame = card("code")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(label(command, "mono", selectable=True), 1)
        copy = button(self.tr("Copy"), lambda: QApplication.clipboard().setText(command), role="", icon_name="copy")
        copy.setAccessibleName(f"{self.tr('Copy')}: {command}")
        row.addWidget(copy)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
