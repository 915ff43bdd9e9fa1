"""What was read of the files of a card, file by file, and a way to read one in another encoding."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.documents.card import Card, Source
from desktop.widgets.controls import button, card, label
from models.documents.document import Omission, Report
from models.documents.encodings import CHOICES

WIDTH_PX = 560
MOST_PX = 420
_PAGES_NAMED = 20


class ReadingDialog(QDialog):
    """One group a file.

    Signals:
        pack_wanted: Add an OCR pack: some pages are only pictures.
        encoding_chosen: Read source n anew in this encoding; empty: as the reader would (n, encoding).
    """

    pack_wanted = Signal()
    encoding_chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None, shown: Card) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What was read"))
        self.setFixedWidth(WIDTH_PX)
        groups = QVBoxLayout()
        groups.setContentsMargins(0, 0, 0, 0)
        groups.setSpacing(10)
        for number, source in enumerate(shown.sources):
            groups.addWidget(self._group(number, source, can_change=shown.state != "running"))
        groups.addStretch()
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(groups)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(min(MOST_PX, inside.sizeHint().height()))
        foot = QHBoxLayout()
        if any(source.reading and source.reading.pages_without_text for source in shown.sources):
            foot.addWidget(button(self.tr("Add an OCR pack…"), self._want_pack))
        foot.addStretch()
        foot.addWidget(button(self.tr("Close"), self.accept, role="primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(12)
        column.addWidget(label(self.tr("What was read"), "heading"))
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def _group(self, number: int, source: Source, *, can_change: bool) -> QWidget:
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(4)
        inside.addWidget(label(source.name, "strong", wrap=True))
        if source.refusal:
            inside.addWidget(label(source.refusal, "bad", wrap=True))
        elif source.reading is None:
            inside.addWidget(label(self.tr("Not read yet"), "muted"))
        else:
            for words in facts(source.reading):
                inside.addWidget(label(words, "muted", wrap=True))
            for words in warnings(source.reading):
                inside.addWidget(label(words, "bad", wrap=True))
            if source.reading.encoding:
                inside.addLayout(self._encodings(number, source, source.reading.encoding, can_change=can_change))
        return frame

    def _encodings(self, number: int, source: Source, found: str, *, can_change: bool) -> QHBoxLayout:
        choice = QComboBox()
        choice.setAccessibleName(self.tr("Encoding of %1").replace("%1", source.name))
        if not source.encoding:
            choice.addItem(self.tr("%1 (found)").replace("%1", found), "")
        else:
            choice.addItem(self.tr("Find out"), "")
        for encoding in CHOICES:
            choice.addItem(encoding, encoding)
        if source.encoding:
            choice.setCurrentIndex(choice.findData(source.encoding))
        choice.setEnabled(can_change)
        choice.activated.connect(lambda _: self._choose(number, choice.currentData()))
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Encoding"), "muted"))
        row.addWidget(choice)
        row.addStretch()
        return row

    def _want_pack(self) -> None:
        self.pack_wanted.emit()
        self.accept()

    def _choose(self, number: int, encoding: str) -> None:
        self.encoding_chosen.emit(number, encoding)
        self.accept()


def facts(report: Report) -> Iterator[str]:
    """What there was."""
    characters = QCoreApplication.translate("Reading", "%1 characters").replace(
        "%1", QLocale().toString(report.characters)
    )
    parts = [QCoreApplication.translate("Reading", "%n page(s)", "", report.pages), characters]
    if report.tables:
        parts.append(QCoreApplication.translate("Reading", "%n table(s)", "", report.tables))
    yield " · ".join(parts)
    if report.repeated_lines:
        yield QCoreApplication.translate(
            "Reading", "%n repeated line(s) of page heads and feet left out", "", report.repeated_lines
        )


def warnings(report: Report) -> Iterator[str]:
    """What was not read, and why."""
    if report.pages_without_text:
        named = ", ".join(map(str, report.pages_without_text[:_PAGES_NAMED]))
        more = " …" if len(report.pages_without_text) > _PAGES_NAMED else ""
        yield QCoreApplication.translate("Reading", "Only pictures, not read: pages %1").replace("%1", named + more)
    if report.pages_recognised:
        yield QCoreApplication.translate(
            "Reading", "Read off pictures of %n page(s): letters and figures may be misread", "",
            len(report.pages_recognised),
        )  # fmt: skip
    if report.characters_not_read:
        left = QLocale().toString(report.characters_not_read)
        yield QCoreApplication.translate(
            "Reading", "%1 characters at the end were not read: there is too much text."
        ).replace("%1", left)
    if report.hidden_passages:
        yield QCoreApplication.translate(
            "Reading", "%n passage(s) nobody can see on the page left out", "", report.hidden_passages
        )
    for omission in report.omissions:
        names = f": {', '.join(omission.names[:5])}" if omission.names else ""
        yield (
            QCoreApplication.translate("Reading", "Not read: %1 (%2)")
            .replace("%1", _what(omission))
            .replace("%2", str(omission.count))
            + names
        )


def _what(omission: Omission) -> str:
    match omission.what:
        case "pictures":
            return QCoreApplication.translate("Reading", "pictures")
        case "charts":
            return QCoreApplication.translate("Reading", "charts")
        case "embedded files":
            return QCoreApplication.translate("Reading", "embedded files")
        case "attachments":
            return QCoreApplication.translate("Reading", "attachments")
        case "deleted passages":
            return QCoreApplication.translate("Reading", "deleted passages")
        case "hidden sheets":
            return QCoreApplication.translate("Reading", "hidden sheets")
        case "hidden slides":
            return QCoreApplication.translate("Reading", "hidden slides")
        case "navigation":
            return QCoreApplication.translate("Reading", "navigation of the page")
        case "damaged parts":
            return QCoreApplication.translate("Reading", "damaged parts")
