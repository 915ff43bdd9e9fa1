"""The figures of a report as tables."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from models.bench.report import Report
from models.engine.plan import GIB, gigabytes


class Figures(QTableWidget):
    """A table as high as its rows; nothing in it can be changed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Replace everything; hidden while there is no row."""
        self.clear()
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels(list(columns))
        self.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.resizeRowsToContents()
        rows_px = sum(self.rowHeight(row) for row in range(len(rows)))
        self.setFixedHeight(rows_px + self.horizontalHeader().sizeHint().height() + 4)
        self.setVisible(bool(rows))


def alone(report: Report) -> tuple[list[str], list[list[str]]]:
    """One answer, by context."""
    beside = any(row.rival for row in report.alone)
    columns = [
        QCoreApplication.translate("Performance", "Context"),
        QCoreApplication.translate("Performance", "First token"),
        QCoreApplication.translate("Performance", "Tokens/s"),
        QCoreApplication.translate("Performance", "Predicted"),
        QCoreApplication.translate("Performance", "Measured"),
        QCoreApplication.translate("Performance", "Layers on card"),
        *([QCoreApplication.translate("Performance", "Of llama-bench")] if beside else []),
    ]
    rows = []
    for row in report.alone:
        cells = [
            QLocale().toString(row.n_ctx),
            wait(row.first_token_ms),
            f"{row.tokens_per_s:.1f}",
            size(row.memory.planned_bytes),
            size(row.memory.measured_bytes),
            QCoreApplication.translate("Performance", "%1 of %2")
            .replace("%1", str(row.n_gpu_layers))
            .replace("%2", str(row.n_layers)),
        ]
        if beside:
            rival = row.rival
            cells.append(f"{row.tokens_per_s / rival.tokens_per_s:.3f}" if rival and rival.tokens_per_s else "")
        rows.append(cells)
    return columns, rows


def together(report: Report) -> tuple[list[str], list[list[str]]]:
    """Several answers at once."""
    columns = [
        QCoreApplication.translate("Performance", "Answers at once"),
        QCoreApplication.translate("Performance", "Tokens/s in all"),
        QCoreApplication.translate("Performance", "Predicted"),
        QCoreApplication.translate("Performance", "Measured"),
    ]
    return columns, [
        [
            str(row.sequences),
            f"{row.tokens_per_s:.1f}",
            size(row.memory.planned_bytes),
            size(row.memory.measured_bytes),
        ]
        for row in report.together
    ]


def published(report: Report) -> tuple[list[str], list[list[str]]]:
    """Others' figures, and how this machine compares: 2.0 x is twice as good."""
    columns = [
        QCoreApplication.translate("Performance", "Context"),
        QCoreApplication.translate("Performance", "Their first token"),
        QCoreApplication.translate("Performance", "Their tokens/s"),
        QCoreApplication.translate("Performance", "Sooner here"),
        QCoreApplication.translate("Performance", "Faster here"),
    ]
    return columns, [
        [
            QLocale().toString(one.published.n_ctx),
            wait(one.published.first_token_ms),
            f"{one.published.tokens_per_s:.1f}",
            f"{one.sooner:.2f} ×",
            f"{one.faster:.2f} ×",
        ]
        for one in report.published
    ]


def wait(ms: float) -> str:
    """“433 ms”, or “12.3 s”."""
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.2f} s"


def size(size_bytes: int) -> str:
    """Binary gigabytes, as memory is sold by."""
    return f"{gigabytes(size_bytes)} GB" if size_bytes >= GIB else f"{size_bytes / (1 << 20):.0f} MB"
