"""From files and a wish to work on them: what has to be asked first is asked, then the work begins in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QDialog, QWidget

from desktop.chat.loading import Stage
from desktop.documents.dropping import Wish
from desktop.documents.file_menu import FileMenu
from desktop.documents.interruptible import Interruptible
from desktop.documents.naming import names_of
from desktop.shell.parts import Parts
from desktop.task import Task
from desktop.widgets import file_dialog
from models import demo
from models.documents.ocr import Ocr
from models.errors import ModelNotLoaded

if TYPE_CHECKING:  # what works on files is imported with the first wish for it
    from desktop.documents.work import Work
    from models.report.schema import Language, Schema
    from models.summary.options import SummaryOptions


MOST_ATTACHED = 30


class FileTasks(QObject):
    """Begins work on files, in the chat that is shown.

    Signals:
        page_wanted: Show a page (its name).
        noticed: A few words to show for a moment.
        taken: Work on these files has begun (list of Path).
        failed: Why nothing begins (PaddockError).
    """

    page_wanted = Signal(str)
    noticed = Signal(str)
    taken = Signal(object)
    failed = Signal(object)

    def __init__(self, window: QWidget, parts: Parts) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._options: SummaryOptions | None = None  # what was chosen last is offered first
        self._target = ""
        self.dialog: QDialog | None = None

    def begin(self, wish: Wish, paths: list[Path]) -> None:
        """Do with the files what is wished, or ask how."""
        from desktop.documents.work import StudyCode, TakeTables

        match wish:
            case Wish.ASK:
                self._attach(paths)
            case Wish.CHOOSE:
                self._offer(paths)
            case Wish.COMPARE:  # what changed is found without a model
                self._compare(paths)
            case Wish.TABLES:  # cells are copied, not written
                self._start(self.tr("Take the tables out of %1"), paths, TakeTables())
            case _ if self._parts.loader.choice.stage in (Stage.NONE, Stage.FAILED):
                self.failed.emit(self._parts.loader.choice.error or ModelNotLoaded())
            case Wish.REPORT:
                self._ask_what(paths)
            case Wish.TRANSLATE:
                self._ask_language(paths)
            case Wish.LIST:
                self._ask_for_items(paths)
            case Wish.EXPLAIN:
                self._start(self.tr("Explain %1"), paths, StudyCode("explain", self._spoken()))
            case Wish.REVIEW:
                self._start(self.tr("Review %1"), paths, StudyCode("review", self._spoken()))
            case Wish.TESTS:
                self._start(self.tr("Draft tests for %1"), paths, StudyCode("tests", self._spoken()))
            case Wish.SUMMARISE:
                self._ask_how(paths)

    def summarise(self, paths: list[Path], options: SummaryOptions) -> None:
        """Begin; each file gets a card."""
        from desktop.documents.work import Summarise

        self._options = options
        words = self.tr("Pick the key sentences of %1") if self._with_demo() else self.tr("Summarise %1")
        self._start(words, paths, Summarise(options), options.focus)

    def ask(self, paths: list[Path], question: str) -> None:
        """A question that files answer, not the conversation: the answer is a card with the passages it comes from."""
        from desktop.documents.work import Ask

        self._start(f"{question}\n%1", paths, Ask(question))

    def add_ocr_pack(self) -> None:
        """Ask for the folder of a pack and take it in; then scanned pages are read."""
        if folder := file_dialog.open_folder(self._window, self.tr("Folder of the OCR pack")):
            self.take_ocr_pack(folder)

    def take_ocr_pack(self, folder: Path) -> None:
        """On a thread: it is unpacked and tried first."""

        def adding() -> Iterator[None]:
            Ocr(self._parts.paths).add(folder)
            yield None

        self.noticed.emit(self.tr("The OCR pack is being tried…"))
        task = Task(adding, self)
        task.produced.connect(lambda _: self.noticed.emit(self.tr("Scanned pages are read from now on.")))
        task.failed.connect(self.failed)
        task.start()

    def _attach(self, paths: list[Path]) -> None:
        """Chips for a message; of a whole folder the first ones, because each is a chip to be read and shown."""
        self.page_wanted.emit("chat")
        room = max(0, MOST_ATTACHED - len(self._parts.readings.wanted))
        if len(paths) > room:
            words = self.tr("%1 files go with a message at most. A report or a list takes more.")
            self.noticed.emit(words.replace("%1", str(MOST_ATTACHED)))
        for path in paths[:room]:
            self._parts.readings.add(path, path.stat().st_size if path.exists() else 0)

    def _ask_how(self, paths: list[Path]) -> None:
        from desktop.documents.measuring import Measuring
        from desktop.documents.summary_dialog import SummaryDialog
        from models.summary.options import SummaryOptions

        measuring, options = Measuring(self._parts.reader), self._options or SummaryOptions()
        plan, of_demo = self._parts.loader.plan, self._with_demo()
        dialog = SummaryDialog(self._window, paths, measuring, plan, options, of_demo=of_demo)
        dialog.agreed.connect(lambda options: self.summarise(paths, options))
        self._open(dialog)

    def _compare(self, paths: list[Path]) -> None:
        from desktop.documents.work import Compare

        if len(paths) == 2:
            self._start(self.tr("Compare %1"), paths, Compare())
        else:
            self.noticed.emit(self.tr("Choose two files to compare."))

    def _ask_language(self, paths: list[Path]) -> None:
        from desktop.documents.measuring import Measuring
        from desktop.documents.task_dialog import TranslateDialog
        from desktop.documents.work import Translate
        from models.tasks.forecast import translating
        from models.tasks.translate.languages import LANGUAGES

        def agree(target: str) -> None:
            self._target = target
            words = self.tr("Translate %1 into %2").replace("%2", LANGUAGES[target].own_name)
            self._start(words, paths, Translate(target))

        target = self._target or ("zh" if self._spoken() == "zh" else "en")
        seconds = partial(translating, plan=self._parts.loader.plan)
        dialog = TranslateDialog(self._window, paths, Measuring(self._parts.reader), seconds, target)
        dialog.agreed.connect(agree)
        self._open(dialog)

    def _ask_for_items(self, paths: list[Path]) -> None:
        from desktop.documents.measuring import Measuring
        from desktop.documents.task_dialog import ListDialog
        from desktop.documents.work import ListEvery
        from models.tasks.forecast import listing

        def agree(what: str) -> None:
            self._start(self.tr("List every “%2” in %1").replace("%2", what), paths, ListEvery(what))

        seconds = partial(listing, plan=self._parts.loader.plan)
        dialog = ListDialog(self._window, paths, Measuring(self._parts.reader), seconds)
        dialog.agreed.connect(agree)
        self._open(dialog)

    def _offer(self, paths: list[Path]) -> None:
        """The rest of what can be done with files that were dropped, where the mouse is."""
        menu = FileMenu(self._window, paths)
        menu.wished.connect(lambda wish: self.begin(wish, paths))
        # While a drop is being handled the mouse is the other program's, and a menu could not take it.
        QTimer.singleShot(0, menu, lambda: menu.popup(QCursor.pos()))

    def _ask_what(self, paths: list[Path]) -> None:
        """What is looked for; labels are proposed by the model that is loaded."""
        from desktop.documents.proposing import proposed
        from desktop.documents.report_dialog import ReportDialog

        engine = Interruptible(self._parts.supervisor)
        dialog = ReportDialog(
            self._window, paths, self._spoken(),
            lambda schema: proposed(self._parts.reader, paths, schema, lambda: self._parts.jobs.model(engine)),
            of_demo=self._with_demo(),
        )  # fmt: skip
        dialog.finished.connect(lambda _: engine.stop())
        dialog.agreed.connect(lambda schema: self._report(paths, schema))
        self._open(dialog)

    def _report(self, paths: list[Path], schema: Schema) -> None:
        from desktop.documents.work import MakeReport

        self._start(self.tr("Report “%2” over %1").replace("%2", schema.title), paths, MakeReport(schema))

    def _start(self, words: str, paths: list[Path], work: Work, more: str = "") -> None:
        """Begin work in the chat that is shown; what was attached for it goes along no more."""
        chat = self._parts.chat.ensure()
        if chat is None:
            return
        self.page_wanted.emit("chat")
        said = words.replace("%1", names_of(paths, ", "))
        encodings = self._parts.readings.encodings()
        self._parts.jobs.begin(chat.id, f"{said}\n{more}" if more else said, paths, work, encodings)
        self.taken.emit(paths)

    def _with_demo(self) -> bool:
        """The model at work is the built-in one."""
        return demo.made(self._parts.loader.choice.title)

    def _spoken(self) -> Language:
        """The language of the window."""
        return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"

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
