"""The question before a download whose licence has to be agreed to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from models.catalogue import CatalogueEntry


def accepted(parent: QWidget, entry: CatalogueEntry, open_link: Callable[[str], object]) -> bool:
    """True when nothing is asked, or the user agrees; who reads the licence first is asked again with the next try."""
    if not entry.licence.accept:
        return True
    question = QCoreApplication.translate("Licence", "%1 is under the licence “%2”. Do you accept it?")
    name = entry.licence.id or QCoreApplication.translate("Licence", "the publisher's own licence")
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Paddock", question.replace("%1", entry.name), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(box.text().replace("%2", name.removeprefix("LicenceRef-").removeprefix("LicenseRef-")))
    if entry.note:
        box.setInformativeText(entry.note)
    agree = box.addButton(
        QCoreApplication.translate("Licence", "Accept and download"), QMessageBox.ButtonRole.AcceptRole
    )
    read = box.addButton(QCoreApplication.translate("Licence", "Read the licence"), QMessageBox.ButtonRole.HelpRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    if box.clickedButton() is read and entry.licence.url:
        open_link(entry.licence.url)
        return False
    return box.clickedButton() is agree
