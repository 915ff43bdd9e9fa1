"""From files and a wish to work on them: what has to be asked first is asked, then the work begins in the chat."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.chat.loading import Stage
from desktop.documents.dropping import Wish
from desktop.documents.measuring import Measuring
from desktop.documents.summary_dialog import SummaryDialog
from desktop.shell.parts import Parts
from models.errors import ModelNotLoaded
from models.summary.options import SummaryOptions


class FileTasks(QObject):
    """Begins work on files, in the chat that is shown.

    Signals:
        page_wanted: Show a page (its name).
        failed: Why nothing begins (PaddockError).
    """

    page_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, window: QWidget, parts: Parts) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._options = SummaryOptions()  # what was chosen last is offered first
        self.dialog: QDialog | None = None

    def begin(self, wish: Wish, paths: list[Path]) -> None:
        """Do with the files what is wished, or ask how."""
        if wish is Wish.ASK:
            self._attach(paths)
        elif self._parts.loader.choice.stage in (Stage.NONE, Stage.FAILED):
            self.failed.emit(self._parts.loader.choice.error or ModelNotLoaded())
        elif wish is Wish.SUMMARISE:
            self._ask_how(paths)

    def summarise(self, paths: list[Path], options: SummaryOptions) -> None:
        """Begin; each file gets a card."""
        self._options = options
        chat = self._parts.chat.ensure()
        if chat is not None:
            self.page_wanted.emit("chat")
            self._parts.jobs.begin(chat.id, self._said(self.tr("Summarise %1"), paths, options.focus), paths, options)

    def _attach(self, paths: list[Path]) -> None:
        self.page_wanted.emit("chat")
        for path in paths:
            self._parts.readings.add(path, path.stat().st_size if path.exists() else 0)

    def _ask_how(self, paths: list[Path]) -> None:
        measuring = Measuring(self._parts.reader)
        dialog = SummaryDialog(self._window, paths, measuring, self._parts.loader.plan, self._options)
        dialog.agreed.connect(lambda options: self.summarise(paths, options))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        """One question at a time: another drop takes the place of the one before."""
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _said(self, words: str, paths: list[Path], more: str = "") -> str:
        """What the user's side of the chat says."""
        said = words.replace("%1", ", ".join(path.name for path in paths))
        return f"{said}\n{more}" if more else said
