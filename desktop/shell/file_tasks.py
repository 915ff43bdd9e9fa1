"""From files and a wish to work on them: what has to be asked first is asked, then the work begins in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.chat.loading import Stage
from desktop.documents.dropping import Wish
from desktop.documents.interruptible import Interruptible
from desktop.documents.measuring import Measuring
from desktop.documents.proposing import proposed
from desktop.documents.report_dialog import ReportDialog
from desktop.documents.summary_dialog import SummaryDialog
from desktop.documents.work import Ask, Compare, MakeReport, Summarise, Work
from desktop.shell.parts import Parts
from desktop.task import Task
from models.documents.ocr import Ocr
from models.errors import ModelNotLoaded
from models.report.schema import Language, Schema
from models.summary.options import SummaryOptions

MOST_NAMES = 6


class FileTasks(QObject):
    """Begins work on files, in the chat that is shown.

    Signals:
        page_wanted: Show a page (its name).
        noticed: A few words to show for a moment.
        failed: Why nothing begins (PaddockError).
    """

    page_wanted = Signal(str)
    noticed = Signal(str)
    failed = Signal(object)

    def __init__(self, window: QWidget, parts: Parts) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._options = SummaryOptions()  # what was chosen last is offered first
        self.dialog: QDialog | None = None

    def begin(self, wish: Wish, paths: list[Path]) -> None:
        """Do with the files what is wished, or ask how."""
        missing = self._parts.loader.choice.stage in (Stage.NONE, Stage.FAILED)
        if wish is Wish.ASK:
            self._attach(paths)
        elif wish is Wish.COMPARE:  # what changed is found without a model
            self._compare(paths)
        elif missing:
            self.failed.emit(self._parts.loader.choice.error or ModelNotLoaded())
        elif wish is Wish.REPORT:
            self._ask_what(paths)
        else:
            self._ask_how(paths)

    def summarise(self, paths: list[Path], options: SummaryOptions) -> None:
        """Begin; each file gets a card."""
        self._options = options
        chat = self._parts.chat.ensure()
        if chat is not None:
            self.page_wanted.emit("chat")
            asked = self._said(self.tr("Summarise %1"), paths, options.focus)
            self._parts.jobs.summarise(chat.id, asked, paths, Summarise(options))

    def ask(self, paths: list[Path], question: str) -> None:
        """A question to files too large for one message: the answer is a card with the passages it comes from."""
        self._start(f"{question}\n%1", paths, Ask(question))

    def add_ocr_pack(self) -> None:
        """Ask for the folder of a pack and take it in; then scanned pages are read."""
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Folder of the OCR pack"))
        if name:
            self.take_ocr_pack(Path(name))

    def take_ocr_pack(self, folder: Path) -> None:
        """On a thread: it is unpacked and tried first."""

        def adding() -> Iterator[None]:
            Ocr(self._parts.paths).add(folder)
            yield None

        self.noticed.emit(self.tr("The OCR pack is being tried…"))
        task = Task(adding)
        task.produced.connect(lambda _: self.noticed.emit(self.tr("Scanned pages are read from now on.")))
        task.failed.connect(self.failed)
        task.start()

    def _attach(self, paths: list[Path]) -> None:
        self.page_wanted.emit("chat")
        for path in paths:
            self._parts.readings.add(path, path.stat().st_size if path.exists() else 0)

    def _ask_how(self, paths: list[Path]) -> None:
        measuring = Measuring(self._parts.reader)
        dialog = SummaryDialog(self._window, paths, measuring, self._parts.loader.plan, self._options)
        dialog.agreed.connect(lambda options: self.summarise(paths, options))
        self._open(dialog)

    def _compare(self, paths: list[Path]) -> None:
        if len(paths) == 2:
            self._start(self.tr("Compare %1"), paths, Compare())
        else:
            self.noticed.emit(self.tr("Choose two files to compare."))

    def _ask_what(self, paths: list[Path]) -> None:
        """What is looked for; labels are proposed by the model that is loaded."""
        language: Language = "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
        engine = Interruptible(self._parts.supervisor)
        dialog = ReportDialog(
            self._window, paths, language,
            lambda schema: proposed(self._parts.reader, paths, schema, lambda: self._parts.jobs.model(engine)),
        )  # fmt: skip
        dialog.finished.connect(lambda _: engine.stop())
        dialog.agreed.connect(lambda schema: self._report(paths, schema))
        self._open(dialog)

    def _report(self, paths: list[Path], schema: Schema) -> None:
        self._start(self.tr("Report “%2” over %1").replace("%2", schema.title), paths, MakeReport(schema))

    def _start(self, words: str, paths: list[Path], work: Work) -> None:
        """Begin work on all files together, in the chat that is shown."""
        chat = self._parts.chat.ensure()
        if chat is not None:
            self.page_wanted.emit("chat")
            self._parts.jobs.begin(chat.id, self._said(words, paths), paths, work)

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
        names = ", ".join(path.name for path in paths[:MOST_NAMES])
        if len(paths) > MOST_NAMES:
            names += ", " + self.tr("and %n more", "", len(paths) - MOST_NAMES)
        said = words.replace("%1", names)
        return f"{said}\n{more}" if more else said
