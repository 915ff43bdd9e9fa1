"""Results as files to pass on: the exports of models, and a PDF that Qt prints of the web page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QMarginsF, QUrl
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.documents.card import Card
from models.errors import StoreUnwritable
from models.report.export import FORMS as REPORT_FORMS
from models.summary.export import FORMS as SUMMARY_FORMS
from models.tasks.compare.export import exported as compared
from models.tasks.tables.export import as_json, csv_files
from models.tasks.translate.export import exported as translated

_POINTS = 10.5
_MARGIN_MM = 18.0
_DOTS_AN_INCH = 1200
_STYLE = "h1{font-size:18pt} h2{font-size:14pt} table{border-collapse:collapse} td,th{padding:3px 8px}"


def forms_of(card: Card) -> list[str]:
    """The endings a result can be saved under, the usual one first."""
    known = list(REPORT_FORMS if card.task == "report" else SUMMARY_FORMS)
    order = ["csv", "docx", "html", "md", "json"] if card.task == "tables" else ["docx", "html", "md", "csv", "json"]
    forms = sorted(known, key=order.index)
    return [*forms, "pdf"] if card.task == "tables" else ["pdf", *forms]


def form_words(form: str) -> str:
    """“Word document (*.docx)”, as file dialogs want it."""
    names = {
        "pdf": QCoreApplication.translate("Saving", "PDF"),
        "docx": QCoreApplication.translate("Saving", "Word document"),
        "html": QCoreApplication.translate("Saving", "Web page"),
        "md": QCoreApplication.translate("Saving", "Markdown"),
        "csv": QCoreApplication.translate("Saving", "Table"),
        "json": QCoreApplication.translate("Saving", "Data"),
    }
    return f"{names[form]} (*.{form})"


def save(card: Card, path: Path) -> list[Path]:
    """Write a finished card's result as its ending says; where it went: several tables are several files.

    Raises: StoreUnwritable.
    """
    files = list(_files(card, path))
    for file, data in files:
        try:
            file.write_bytes(data)
        except OSError as error:
            raise StoreUnwritable(folder=str(file.parent), detail=f"{error.strerror}.") from error
    return [file for file, _ in files]


def _files(card: Card, path: Path) -> Iterator[tuple[Path, bytes]]:
    form = path.suffix.lstrip(".").lower()
    if form == "csv" and card.tables is not None and card.tables.tables:
        yield from csv_files(card.tables.tables, path)
    else:
        yield path, pdf(rendered(card, "html").decode()) if form == "pdf" else rendered(card, form)


def rendered(card: Card, form: str) -> bytes:
    """The bytes of every form but PDF."""
    report = card.set_right()
    if report is not None:
        return REPORT_FORMS[form](report).encode("utf-8-sig" if form == "csv" else "utf-8")
    if card.comparison is not None:
        return compared(form, card.summary(), card.comparison)
    if card.translation is not None:
        return translated(form, [(card.summary(), card.translation)])
    if card.tables is not None and form == "json":
        return as_json([(card.summary(), card.tables)])
    return SUMMARY_FORMS[form]([card.summary()])


def pdf(html: str) -> bytes:
    """The page as A4, in the fonts of this computer."""
    document = _Sealed()
    document.setDefaultFont(QFont("", int(_POINTS)))
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(html)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_AN_INCH)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())


class _Sealed(QTextDocument):
    """A document that loads nothing: what a page names beside itself is not looked for, on disk or elsewhere."""

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return QByteArray()
