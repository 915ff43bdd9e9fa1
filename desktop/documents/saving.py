"""Results as files to pass on: the exports of models, and a PDF that Qt prints of the web page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.documents.card import Card
from desktop.widgets import file_dialog
from desktop.widgets.pdf import pdf
from models import demo
from models.report.export import FORMS as REPORT_FORMS
from models.summary.export import FORMS as SUMMARY_FORMS
from models.tasks.compare.export import exported as compared
from models.tasks.tables.export import as_json, csv_files
from models.tasks.translate.export import exported as translated
from models.whole_file import put


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


def name_of(card: Card) -> str:
    """“report – summary.pdf”: what a result is to be called unless the user says otherwise, never as its source is."""
    match card.task:
        case "summary" if demo.made(card.model):
            words = QCoreApplication.translate("Saving", "%1 – key sentences")
        case "ask":
            words = QCoreApplication.translate("Saving", "%1 – answer")
        case "compare":
            words = QCoreApplication.translate("Saving", "%1 – comparison")
        case "report":
            words = QCoreApplication.translate("Saving", "%1 – report")
        case "list":
            words = QCoreApplication.translate("Saving", "%1 – list")
        case "translate":
            words = QCoreApplication.translate("Saving", "%1 – translation")
        case "tables":
            words = QCoreApplication.translate("Saving", "%1 – tables")
        case "explain":
            words = QCoreApplication.translate("Saving", "%1 – explanation")
        case "review":
            words = QCoreApplication.translate("Saving", "%1 – review")
        case "tests":
            words = QCoreApplication.translate("Saving", "%1 – tests")
        case _:
            words = QCoreApplication.translate("Saving", "%1 – summary")
    about = file_dialog.name_of(card.report.title) if card.report else ""  # not the one person of the first file
    return f"{words.replace('%1', about or Path(card.sources[0].name).stem)}.{forms_of(card)[0]}"


def save(card: Card, path: Path) -> list[Path]:
    """Write a finished card's result as its ending says; where it went: several tables are several files.

    Raises: DiskFull, StoreUnwritable.
    """
    files = list(_files(card, path))
    for file, data in files:
        put(file, data)
    return [file for file, _ in files]


def _files(card: Card, path: Path) -> Iterator[tuple[Path, bytes]]:
    form = path.suffix.lstrip(".").lower()
    if form == "csv" and card.tables is not None and card.tables.tables:
        yield from csv_files(card.tables.tables, path)
    else:
        html = rendered(card, "html").decode() if form == "pdf" else ""
        yield path, pdf(html, foot=path.stem) if html else rendered(card, form)


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
