"""The beginning on a new computer: what it has, the model for it, and the other ways to get one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.card import ModelCard, within_card
from desktop.library.detours import Detours
from desktop.library.downloading import RunningDownloads, State
from desktop.library.fit import Offer, Survey, Surveyor
from desktop.library.offers import OfferCard
from desktop.library.way_out import WayOut, way_out
from desktop.task import Task
from desktop.widgets.controls import Picture, button, clear, label
from desktop.widgets.scroll import centred
from desktop.widgets.tips import plain_tip
from desktop.widgets.words import sentence_of_advice, sentence_of_plan, size_words
from models.engine.hardware import Hardware
from models.engine.plan import gigabytes
from models.hub.events import Source
from models.hub.mirrors import Mirrors
from models.hub.shelf import InstalledModel

MEASURE_PX = 700
MOST_FOUND = 3


class FirstRun(QWidget):
    """One recommendation, and ways around it that work without a network.

    Signals:
        mirror_wanted, settings_wanted: Another way to the model, see Detours.
        download_wanted: Get this model (CatalogueEntry).
        way_out_wanted: The button of a failed download (State).
        file_wanted: Choose a model file.
        adopt_wanted: Use another program's model (Found).
        library_wanted: See all models.
        recommended: The name of the model it offers; empty: none fits.
        tried: Begin with the model inside the program (its path).
        skipped: Go to the window without a model.
    """

    mirror_wanted = Signal(str)
    settings_wanted = Signal()
    download_wanted = Signal(object)
    way_out_wanted = Signal(object)
    file_wanted = Signal()
    adopt_wanted = Signal(object)
    library_wanted = Signal()
    recommended = Signal(str)
    tried = Signal(str)
    skipped = Signal()

    def __init__(
        self, downloads: RunningDownloads, surveyor: Surveyor, mirrors: Mirrors, source: Callable[[], Source]
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._downloads = downloads
        self._surveyor = surveyor
        self._card: OfferCard | None = None
        self._survey: Survey | None = None
        self.best: str | None = None  # what `recommended` said last
        self._task: Task | None = None
        self._machine = label(self.tr("Looking at this computer…"), "muted", wrap=True)
        self._machine.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detours = Detours(downloads, mirrors, source, with_file=False)
        self._detours.mirror_wanted.connect(self.mirror_wanted)
        self._detours.settings_wanted.connect(self.settings_wanted)
        self._offer = QVBoxLayout()
        self._offer.setSpacing(8)
        self._others = QVBoxLayout()
        self._others.setSpacing(8)
        self._skip = button(self.tr("Look around first"), self.skipped.emit, role="link")
        self._lay_out()
        downloads.changed.connect(self._on_download)
        downloads.gone.connect(self._on_download)

    def refresh(self) -> None:
        """Look at the machine, on a thread."""
        if self._task is None:
            task = Task(self._surveyor.survey, self)
            task.produced.connect(self._show)
            task.finished.connect(self._on_looked)
            self._task = task.start()

    def _on_looked(self) -> None:
        self._task = None

    def _show(self, survey: Survey) -> None:
        self._machine.setText(self._words(survey.hardware))
        clear(self._offer)
        clear(self._others)
        self._card = None
        self._survey = survey
        best, usual = survey.recommended, survey.usual
        if usual is not None and self._downloads.state(usual.entry.name) is not None:
            best, usual = usual, None  # the user has chosen
        elif survey.advice is not None:
            self._offer.addWidget(label(sentence_of_advice(survey.advice), "strong", wrap=True))
        if best is not None:
            self._card = OfferCard(best, primary=True)
            self._card.download_wanted.connect(self.download_wanted)
            self._card.pause_wanted.connect(self._downloads.pause)
            self._card.resume_wanted.connect(self._downloads.try_now)
            self._card.cancel_wanted.connect(self._downloads.give_up)
            self._card.way_out_wanted.connect(self._on_way_out)
            self._card.show_state(self._downloads.state(best.entry.name))
            self._offer.addWidget(self._card)
            if usual is not None:
                self._offer.addWidget(self._usual(usual))
        else:
            self._offer.addWidget(label(self.tr("No model of our list fits into the memory that is free."), wrap=True))
        self.best = best.entry.name if best is not None else ""
        self.recommended.emit(self.best)
        if survey.within is not None:
            self._offer.addWidget(self._within(survey.within))
        self._skip.setHidden(survey.within is not None)
        for found in survey.found[:MOST_FOUND]:
            words = self.tr("Use %1 from %2").replace("%1", found.name).replace("%2", found.program)
            self._others.addWidget(button(words, partial(self.adopt_wanted.emit, found), icon_name="hard-drive"))
        self._others.addWidget(button(self.tr("Use a .gguf file you have…"), self.file_wanted.emit, icon_name="folder"))
        self._others.addWidget(button(self.tr("See all models"), self.library_wanted.emit, icon_name="library"))

    def _within(self, model: InstalledModel) -> ModelCard:
        made = within_card(model)
        made.offer(self.tr("Try it now"), partial(self.tried.emit, model.path), icon_name="play")
        return made

    def _usual(self, usual: Offer) -> QWidget:
        """One line for the model most people are told of, where a better one stands above it."""
        entry, facts = usual.entry, size_words(usual.entry.about_bytes or 0)
        words = self.tr("The usual choice is %1 (%2); it fits as well.")
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(4, 0, 4, 0)
        said = label(words.replace("%1", entry.name).replace("%2", facts), "small", wrap=True)
        if usual.plan is not None:
            said.setToolTip(plain_tip(sentence_of_plan(usual.plan)))
        row.addWidget(said, 1)
        get = button(self.tr("Download it instead"), partial(self.download_wanted.emit, entry), role="link")
        get.setAccessibleName(f"{self.tr('Download it instead')}: {entry.name}")
        row.addWidget(get)
        return made

    def _words(self, here: Hardware) -> str:
        memory = self.tr("%1 GB of memory").replace("%1", f"{gigabytes(here.ram_total):g}")
        parts = [f"{here.cpu}, {memory}" if here.cpu else memory]
        parts += [f"{card.name}, {gigabytes(card.memory_total):g} GB" for card in here.devices]
        if not here.devices:
            parts.append(self.tr("no graphics card for models"))
        return self.tr("This computer: %1").replace("%1", " · ".join(parts))

    def _on_download(self, name: str) -> None:
        if self._card is not None and self._card.entry.name == name:
            self._card.show_state(self._downloads.state(name))
        elif self._survey is not None and self._survey.usual and self._survey.usual.entry.name == name:
            self._show(self._survey)

    def _on_way_out(self, state: State) -> None:
        self.way_out_wanted.emit(state)
        if way_out(state.reason) is WayOut.ANOTHER:
            self.library_wanted.emit()

    def _lay_out(self) -> None:
        title = label(self.tr("Welcome to Paddock"), "title")
        promise = label(
            self.tr("A language model that runs on this computer alone. It needs one file; after that, no network."),
            "muted",
            wrap=True,
        )
        for each in (title, promise):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(Picture("sparkles", 40, "accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        for each in (title, promise, self._machine):
            column.addWidget(each)
        column.addSpacing(8)
        column.addLayout(self._offer)
        column.addWidget(self._detours)
        column.addSpacing(4)
        column.addLayout(self._others)
        offline = label(self.tr("No network here? A .gguf file from a USB stick does as well."), "small")
        offline.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(offline)
        column.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(centred(content, MEASURE_PX))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
