"""Chats out of the window and in: the dialogs, the work on a thread, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.task import Task
from desktop.widgets import file_dialog
from models.store.database import Database
from models.whole_file import put

if TYPE_CHECKING:  # imported with the first chat that comes or goes
    from models.chat.transfer.importing import Importing


class Transfers(QObject):
    """Exports and imports of chats, one at a time or several.

    Signals:
        imported: Other chats are in the list now.
        noticed: A sentence about what was done.
        failed: The error that ended one.
    """

    imported = Signal()
    noticed = Signal(str)
    failed = Signal(object)

    def __init__(self, window: QWidget, database: Database) -> None:
        super().__init__(window)
        self._window = window
        self._database = database

    def export_chat(self, conversation: int, title: str) -> None:
        """Ask where to, and write one chat there."""
        self._ask([conversation], file_dialog.name_of(title), "md")

    def print_chat(self, conversation: int, title: str) -> None:
        """Ask where to, and print one chat there: a PDF, which every system puts on paper."""
        self._ask([conversation], file_dialog.name_of(title), "pdf")

    def export_all(self) -> None:
        """Ask where to, and write all chats there."""
        self._ask(None, self.tr("Paddock chats"), "json")

    def choose_import(self) -> None:
        """Ask for files, and take their chats in."""
        kinds = self.tr("Chats (*.json *.zip)")
        for path in file_dialog.open_files(self._window, self.tr("Import chats"), kinds):
            self.import_file(path)

    def import_file(self, path: Path) -> None:
        """Take in the chats of the file."""
        from models.chat.transfer.importing import import_chats

        task = Task(partial(import_chats, self._database, path), self)
        ends: list[Importing] = []
        task.produced.connect(ends.append)
        task.failed.connect(self.failed)
        task.finished.connect(lambda: self._on_imported(path, ends))
        task.start()

    def _on_imported(self, path: Path, events: list[Importing]) -> None:
        if not events:
            return
        end = events[-1]
        if end.messages or end.new:
            self.imported.emit()
        if end.done < end.total:
            return  # the error has been said
        words = self.tr("%1: %2 new, %3 here already").replace("%1", path.name)
        self.noticed.emit(words.replace("%2", str(end.new + end.grew)).replace("%3", str(end.same)))

    def _ask(self, numbers: list[int] | None, name: str, form: str) -> None:
        forms = [form, *(each for each in ("md", "html", "pdf", "json") if each != form)]
        kinds = ";;".join(map(form_words, forms))
        answer = file_dialog.save_file(self._window, self.tr("Export"), f"{name or 'chat'}.{form}", kinds)
        if answer is None:
            return
        path, chosen = answer
        if path.suffix.lstrip(".").lower() not in forms:
            path = path.with_name(f"{path.name}.{next(each for each in forms if form_words(each) == chosen)}")
        task = Task(partial(_written, self._database, numbers, path), self)
        task.failed.connect(self.failed)
        task.produced.connect(lambda done: self.noticed.emit(self.tr("Saved as %1").replace("%1", done.name)))
        task.start()


def form_words(form: str) -> str:
    """“Markdown (*.md)”, as file dialogs want it."""
    names = {
        "md": QCoreApplication.translate("Transfers", "Markdown"),
        "html": QCoreApplication.translate("Transfers", "Web page"),
        "pdf": QCoreApplication.translate("Transfers", "PDF"),
        "json": QCoreApplication.translate("Transfers", "Everything, to be imported again"),
    }
    return f"{names[form]} (*.{form})"


def _written(database: Database, numbers: list[int] | None, path: Path) -> Iterator[Path]:
    """Write the chats (None: all) as the file's ending says. Raises: ChatMissing; StoreError."""
    from desktop.widgets.pdf import pdf
    from models.chat.transfer.exporting import FORMS, every, read
    from models.chat.transfer.html import as_html
    from models.chat.transfer.shown import title_of

    form = path.suffix.lstrip(".").lower()
    chats = list(read(database, every(database) if numbers is None else numbers))
    foot = title_of(chats[0]) if len(chats) == 1 else path.stem
    data = pdf(as_html(chats), foot=foot) if form == "pdf" else FORMS[form](chats)
    put(path, data)
    yield path
