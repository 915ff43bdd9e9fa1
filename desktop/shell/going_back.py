"""An older version over newer chats: the way back to those from before the upgrade, in one step."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt
from PySide6.QtWidgets import QMessageBox

from models.errors import ChatsOfBefore
from models.store.backup import Before, before_upgrade
from models.store.going_back import go_back


class GoingBackDialog(QMessageBox):
    """Asks whether to go back to `before`; closing it changes nothing."""

    def __init__(self, before: Before) -> None:
        day = QLocale().toString(QDate.fromString(before.day, Qt.DateFormat.ISODate), QLocale.FormatType.LongFormat)
        super().__init__(QMessageBox.Icon.Question, "Paddock", self.tr("These chats were written by a newer Paddock."))
        self.setTextFormat(Qt.TextFormat.PlainText)
        words = self.tr(
            "This version cannot read them. Install the newer version again, or go back to the chats from before the "
            "upgrade, of %1. Nothing is lost: the newer chats are kept, and the newer version takes in what was said "
            "in them when you install it again."
        )
        self.setInformativeText(words.replace("%1", day))
        self.back = self.addButton(
            QCoreApplication.translate("GoingBackDialog", "Go back to %n chat(s)", "", before.chats),
            QMessageBox.ButtonRole.AcceptRole,
        )
        self.back.setProperty("role", "outlined")
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Close))


def offered(path: Path) -> ChatsOfBefore | None:
    """What became of the chats at `path`; None: the user leaves them as they are. Raises: StoreError."""
    before = before_upgrade(path)
    if before is None:
        return None
    dialog = GoingBackDialog(before)
    dialog.exec()
    return go_back(path, before, time.time()) if dialog.clickedButton() is dialog.back else None
