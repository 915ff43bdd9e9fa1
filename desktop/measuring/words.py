"""What a measurement is called, in the user's language."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop.measuring import tables
from desktop.widgets.words import translated
from models.bench.events import SKIPS, Kind, Skipped
from models.bench.report import Report


def moment(report: Report) -> str:
    """When it was measured, in the time and in the way of here."""
    return QLocale().toString(_when(report), QLocale.FormatType.ShortFormat)


def day(report: Report) -> str:
    """The same without the hour."""
    return QLocale().toString(_when(report).date(), QLocale.FormatType.ShortFormat)


def _when(report: Report) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(round(datetime.fromisoformat(report.receipt.date).timestamp()))


def named(kind: Kind, size: int) -> str:
    """What one figure is of."""
    if kind == "context":
        words = QCoreApplication.translate("Performance", "A context of %1")
    else:
        words = QCoreApplication.translate("Performance", "%1 answers at once")
    return words.replace("%1", QLocale().toString(size))


def left_out(one: Skipped) -> str:
    """What was not measured, and why."""
    return f"{named(one.kind, one.size)}: {translated(SKIPS[one.why]).format(**one.values)}"


def of_receipt(report: Report) -> str:
    """What was measured, on what, when."""
    receipt = report.receipt
    times = QCoreApplication.translate("Performance", "medians of %n run(s)", "", report.repeats)
    device = receipt.device + (f", {receipt.driver}" if receipt.driver else "")
    parts = [
        receipt.model,
        tables.size(receipt.size_bytes),
        device,
        moment(report),
        times,
        f"Paddock {receipt.version}",
    ]
    if not report.complete:
        parts.append(QCoreApplication.translate("Performance", "not everything was measured"))
    return " · ".join([*parts, receipt.build])
