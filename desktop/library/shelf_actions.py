"""What is done with the models on this computer: added, adopted, kept, checked, carried, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.library.carrying import ArrivalDialog, Carrying, DepartureDialog
from desktop.library.verifying import Verifications
from desktop.task import Task
from desktop.widgets import file_dialog
from desktop.widgets.words import size_words
from models.catalogue import Catalogue
from models.hub.adopt import Found
from models.hub.bundle import MANIFEST, Bundle, is_bundle
from models.hub.shelf import InstalledModel, Shelf, Verified


class ShelfActions(QObject):
    """Each asks `window` what it has to ask, works on a thread, and says how it ended.

    Signals:
        changed: Something is here, or is not, that was not so before.
        load_wanted: Load the model at this path.
        unload_wanted: Give the loaded model's memory back.
        removed: The model at this path is gone.
        link_wanted: A page of the publisher.
        failed: An error to show (PaddockError).
        noticed: A few words to show for a moment.
    """

    changed = Signal()
    load_wanted = Signal(str)
    unload_wanted = Signal()
    removed = Signal(str)
    link_wanted = Signal(str)
    failed = Signal(object)
    noticed = Signal(str)

    def __init__(self, window: QWidget, shelf: Shelf, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._shelf = shelf
        self._catalogue = catalogue
        self.carrying: Carrying | None = None
        self.verifications = Verifications(shelf)
        self.verifications.told.connect(self._on_verified)
        self.verifications.failed.connect(self.failed)

    def add(self, path: Path) -> None:
        """Put a model file on the shelf where it lies, and load it; its checksum is worked out meanwhile."""
        bundle = path.parent if path.name == MANIFEST else path
        if is_bundle(bundle):
            self._do(lambda: Bundle(bundle), self._receive)
            return

        def added(model: InstalledModel) -> None:
            self.noticed.emit(self.tr("%1 was added where it lies; nothing was copied.").replace("%1", model.title))
            self._use(model)
            self.verifications.start(model, asked=False)

        self._do(lambda: self._shelf.add(path), added)

    def choose_file(self) -> None:
        """Ask for a model file."""
        kinds = self.tr("Models and bundles (%1)").replace("%1", f"*.gguf *.zip {MANIFEST}")
        if path := file_dialog.open_file(self._window, self.tr("Add a model file"), kinds):
            self.add(path)

    def take_away(self, models: list[InstalledModel]) -> None:
        """Ask which of `models` to take to another computer."""
        self._open(DepartureDialog(self._window, models, self._shelf, self._catalogue))

    def _receive(self, bundle: Bundle) -> None:
        """Show what came from another computer."""
        dialog = ArrivalDialog(self._window, bundle, self._shelf, self._catalogue)
        dialog.link_wanted.connect(self.link_wanted)
        dialog.carried.connect(self.changed)
        self._open(dialog)

    def _open(self, dialog: Carrying) -> None:
        self.carrying = dialog
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        self.carrying = None

    def adopt(self, found: Found) -> None:
        """Use another program's model, where it lies."""
        self._do(lambda: self._shelf.adopt(found), self._use)

    def close(self) -> None:
        """End the checks of files and the copying; for closing the program."""
        self.verifications.close()
        if self.carrying is not None:
            self.carrying.closed()

    def keep(self, model: InstalledModel) -> None:
        """Make it stay when the program it belongs to deletes it."""

        def kept(_: InstalledModel) -> None:
            words = self.tr("%1 stays now, whatever %2 does with it; it takes no more space.")
            self.noticed.emit(words.replace("%1", model.title).replace("%2", model.origin))
            self.changed.emit()

        self._do(lambda: self._shelf.keep(model), kept)

    def remove(self, model: InstalledModel, *, at_work: bool) -> None:
        """Delete what is ours, take what is not off the list; asks before."""
        ours = model.origin == "paddock" and not model.missing
        words = (
            self.tr("Delete %1 from this computer? This frees %2.") if ours
            else self.tr("Take %1 off the list? Its file stays where it is.")
        )  # fmt: skip
        words = words.replace("%1", model.title).replace("%2", size_words(model.size_bytes))
        if not self.agreed(words, self.tr("Delete") if ours else self.tr("Take off")):
            return
        if at_work:
            self.unload_wanted.emit()
        self._do(lambda: self._shelf.remove(model), lambda _: self._on_removed(model))

    def _on_removed(self, model: InstalledModel) -> None:
        self.verifications.forget(model.path)
        self.removed.emit(model.path)
        self.changed.emit()

    def _on_verified(self, model: InstalledModel, verified: Verified) -> None:
        match verified.same:
            case True:
                self.noticed.emit(self.tr("%1 is what its publisher released.").replace("%1", model.title))
            case None:
                words = self.tr("Nobody knows what %1 should be; its checksum was noted for the next time.")
                self.noticed.emit(words.replace("%1", model.title))
        self.changed.emit()

    def _use(self, model: InstalledModel) -> None:
        self.changed.emit()
        self.load_wanted.emit(model.path)

    def _do(self, work: Callable[[], object], then: Callable[..., object]) -> None:
        """Do one thing on a thread: a file may lie on a slow stick."""

        def once() -> Iterator[object]:
            yield work()

        task = Task(once, self)
        task.produced.connect(then)
        task.failed.connect(self.failed)
        task.start()

    def agreed(self, question: str, yes: str) -> bool:
        """Whether the user says `yes` to `question`."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Paddock", question, parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is agree
