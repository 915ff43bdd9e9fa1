"""Models taken to another computer, and those that come from one: two dialogs that ask, then show the copying."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.task import Task
from desktop.widgets import file_dialog
from desktop.widgets.controls import button, label, restyle
from desktop.widgets.words import sentence_of, size_words
from models.catalogue import Catalogue, Licence
from models.hub.bundle import Bundle, BundleModel
from models.hub.packing import Copying, Exported, export
from models.hub.shelf import InstalledModel, Shelf
from models.hub.unpacking import Imported, unpack

WIDTH_PX = 560
MOST_LIST_PX = 320
Events = Generator[Copying | Exported | Imported, None, None]


class Carrying(QDialog):
    """A heading, what it is about, progress while it runs, and buttons. Closing it stops the work; what was copied
    is kept for the next time.

    Signals:
        carried: It has ended well (Exported or Imported).
    """

    carried = Signal(object)

    def __init__(self, parent: QWidget | None, heading: str, words: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.setFixedWidth(WIDTH_PX)
        self._task: Task | None = None
        self.content = QVBoxLayout()
        self.content.setSpacing(2)
        self.content.setContentsMargins(0, 0, 0, 0)
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._bar.setAccessibleName(heading)
        self._said = label("", "small", wrap=True)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch()
        self._close = button(self.tr("Cancel"), self.reject)
        self.buttons.addWidget(self._close)
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(self.content)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inside)
        self._scroll = scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(12)
        column.addWidget(label(heading, "heading", wrap=True))
        column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(scroll)
        column.addWidget(self._bar)
        column.addWidget(self._said)
        column.addLayout(self.buttons)
        self._bar.hide()

    def run(self, work: Callable[[], Events]) -> None:
        """Begin, or try again."""
        if self._task is not None:
            return
        self._bar.show()
        self._say(self.tr("Starting"))
        task = Task(work, self)
        task.produced.connect(self._on_event)
        task.failed.connect(lambda error: self._say(sentence_of(error), bad=True))
        task.finished.connect(self._on_finished)
        self._task = task.start()
        self.show_running(True)

    def show_running(self, running: bool) -> None:
        """Between two runs the choice may be changed."""

    def ended(self, event: Exported | Imported) -> str:
        """What to say at the good end."""
        raise NotImplementedError

    def _on_event(self, event: Copying | Exported | Imported) -> None:
        if isinstance(event, Copying):
            self._bar.setValue(round(1000 * event.done_bytes / max(1, event.total_bytes)))
            so_far = self.tr("%1 of %2").replace("%1", size_words(event.done_bytes))
            self._say(f"{event.name} · {so_far.replace('%2', size_words(event.total_bytes))}")
            return
        self._bar.setValue(1000)
        self._say(self.ended(event))
        self._close.setText(self.tr("Close"))
        self.carried.emit(event)

    def _on_finished(self) -> None:
        self._task = None
        self.show_running(False)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._said.setText(words)
        restyle(self._said, "role", "bad" if bad else "small")

    def closed(self, timeout_s: float = 2.0) -> None:
        """Stop the work; what was copied stays for the next time."""
        if self._task is not None:
            self._task.stop()
            self._task.wait(timeout_s)

    def reject(self) -> None:
        self.closed()
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        self._scroll.setFixedHeight(min(MOST_LIST_PX, self.content.sizeHint().height() + 4))
        super().showEvent(event)


class DepartureDialog(Carrying):
    """Which models to take, and where to."""

    def __init__(
        self, parent: QWidget | None, models: Sequence[InstalledModel], shelf: Shelf, catalogue: Catalogue
    ) -> None:
        super().__init__(
            parent,
            self.tr("Take models to another computer"),
            self.tr(
                "For a computer without a network: copy them to a stick or a disk, and drop them on Paddock there."
            ),
        )
        self._shelf = shelf
        self._catalogue = catalogue
        self._boxes: list[tuple[QCheckBox, InstalledModel]] = []
        for model in models:
            box = QCheckBox(f"{model.title} · {size_words(model.size_bytes)}")
            box.setChecked(len(models) == 1)
            box.toggled.connect(self._show_total)
            self.content.addWidget(box)
            self._boxes.append((box, model))
        self.content.addStretch()
        self._folder = button(self.tr("Into a folder…"), self._ask_folder, role="primary", icon_name="folder")
        self._file = button(self.tr("Into one file…"), self._ask_file, icon_name="file-text")
        for each in (self._file, self._folder):
            self.buttons.addWidget(each)
        self._show_total()

    @property
    def chosen(self) -> list[InstalledModel]:
        return [model for box, model in self._boxes if box.isChecked()]

    def take(self, target: Path) -> None:
        """Write them to `target`."""
        models = self.chosen
        self.run(lambda: export(models, target, self._shelf, self._catalogue))

    def show_running(self, running: bool) -> None:
        for each in (self._folder, self._file, *(box for box, _ in self._boxes)):
            each.setEnabled(not running)
        if not running:
            self._show_buttons()

    def ended(self, event: Exported | Imported) -> str:
        assert isinstance(event, Exported)
        return self.tr("Complete: %1").replace("%1", event.path)

    def _show_total(self) -> None:
        total = size_words(sum(model.size_bytes for model in self.chosen))
        self._say(self.tr("%n model(s)", "", len(self.chosen)) + f" · {total}")
        self._show_buttons()

    def _show_buttons(self) -> None:
        for each in (self._folder, self._file):
            each.setEnabled(bool(self.chosen))

    def _ask_folder(self) -> None:
        if folder := file_dialog.open_folder(self, self.tr("Where to")):
            self.take(folder / "Paddock models")

    def _ask_file(self) -> None:
        if chosen := file_dialog.save_file(self, self.tr("Where to"), "Paddock models.zip", "ZIP (*.zip)"):
            path, _ = chosen
            self.take(path if path.suffix.lower() == ".zip" else path.with_name(f"{path.name}.zip"))


class ArrivalDialog(Carrying):
    """What a bundle holds, with sizes and licences, before anything is taken in.

    Signals:
        link_wanted: A licence to read.
    """

    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None, bundle: Bundle, shelf: Shelf, catalogue: Catalogue) -> None:
        super().__init__(
            parent,
            self.tr("Add models from another computer"),
            self.tr("Every file is checked against the checksum in the bundle before it is used."),
        )
        self._bundle = bundle
        self._shelf = shelf
        licences = {entry.id: entry.licence for entry in catalogue.entries}
        for model in bundle.manifest.models:
            self.content.addLayout(self._row(model, licences.get(model.entry or "", model.licence)))
        self.content.addStretch()
        total = size_words(sum(model.size_bytes for model in bundle.manifest.models))
        self._say(self.tr("%n model(s)", "", len(bundle.manifest.models)) + f" · {total}")
        asks = any(licences.get(model.entry or "", model.licence).accept for model in bundle.manifest.models)
        words = self.tr("Accept the licences and add") if asks else self.tr("Add to this computer")
        self._add = button(words, self.begin, role="primary", icon_name="plus")
        self.buttons.addWidget(self._add)

    def begin(self) -> None:
        """Take them in."""
        self.run(lambda: unpack(self._bundle, self._shelf))

    def show_running(self, running: bool) -> None:
        self._add.setEnabled(not running)

    def ended(self, event: Exported | Imported) -> str:
        self._add.hide()
        return self.tr("All of them are here.")

    def reject(self) -> None:
        super().reject()
        self._bundle.close()

    def _row(self, model: BundleModel, licence: Licence) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        name = label(model.name, "strong", wrap=True)
        row.addWidget(name, 1)
        row.addWidget(label(size_words(model.size_bytes), "small"))
        words = (licence.id or self.tr("licence unknown")).removeprefix("LicenseRef-")
        url = licence.url
        shown: QWidget = (
            button(words, lambda: self.link_wanted.emit(url), role="link") if url else label(words, "small")
        )
        shown.setAccessibleName(f"{self.tr('Licence')}: {words}")
        row.addWidget(shown)
        return row
