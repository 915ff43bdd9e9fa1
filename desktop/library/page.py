"""The models on this computer, and those that can be had: with size, licence, fit and speed before any download."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.card import ModelCard, facts_of, within_card
from desktop.library.downloading import RunningDownloads, State
from desktop.library.fit import Installed, Offer, Survey, Surveyor
from desktop.library.hub_search import HubSearch
from desktop.library.licence import accepted
from desktop.library.offers import DownloadCard, OfferCard
from desktop.library.section import Sections
from desktop.library.shelf_actions import ShelfActions
from desktop.library.way_out import WayOut, way_out
from desktop.task import Task
from desktop.widgets.controls import ElidedLabel, button, icon_button, label
from desktop.widgets.scroll import centred
from desktop.widgets.search_field import SearchField
from desktop.widgets.tips import plain_tip
from desktop.widgets.words import sentence_of, size_words, translated
from models.catalogue import CatalogueEntry, Group
from models.hub.adopt import Found
from models.hub.downloads import Downloads
from models.hub.shelf import InstalledModel, Shelf

MEASURE_PX = 860


class LibraryPage(QWidget):
    """Cards under headings. It looks anew whenever it is shown and whenever something has changed.

    Signals:
        load_wanted, unload_wanted: Load the model at this path; give the loaded one's memory back.
        removed: The model at this path is gone.
        link_wanted: A page of the publisher.
        settings_wanted, restart_wanted: The way out of a failure lies in the settings, or in the program's next start.
        failed: An error to show (PaddockError).
        noticed: A few words to show for a moment.
    """

    load_wanted = Signal(str)
    unload_wanted = Signal()
    removed = Signal(str)
    link_wanted = Signal(str)
    settings_wanted = Signal()
    restart_wanted = Signal()
    failed = Signal(object)
    noticed = Signal(str)

    def __init__(self, shelf: Shelf, downloads: RunningDownloads, surveyor: Surveyor, hub: Downloads) -> None:
        super().__init__()
        self.setObjectName("page")
        self._shelf = shelf
        self._downloads = downloads
        self._surveyor = surveyor
        self._surveying: Task | None = None
        self._again = False
        self._survey: Survey | None = None
        self._cards: dict[str, DownloadCard] = {}  # of offers and of what is on its way, by the model's name
        self._shelved: dict[str, ModelCard] = {}  # of what is here, by its path
        self.doing = ShelfActions(self, shelf, surveyor.catalogue)
        self._verifications = self.doing.verifications
        self._verifications.changed.connect(self._on_verification)
        self.doing.changed.connect(self.refresh)
        self.doing.load_wanted.connect(self.load_wanted)
        self.doing.unload_wanted.connect(self.unload_wanted)
        self.doing.removed.connect(self.removed)
        self.doing.link_wanted.connect(self.link_wanted)
        self.doing.failed.connect(self.failed)
        self.doing.noticed.connect(self.noticed)
        self._loaded = ""
        self.search = SearchField(self.tr("Search models"))
        self.search.textChanged.connect(self._filter)
        self.hub = HubSearch(hub, surveyor, self._wire, downloads.state)
        self.hub.link_wanted.connect(self.link_wanted)
        self._space = ElidedLabel("", "small")
        self._hint = label(self.tr("Looking at this computer…"), "muted")
        self._list = Sections()
        self._list.shown.connect(lambda: self._filter(self.search.text()))
        self._above = QVBoxLayout()
        self._lay_out()
        downloads.changed.connect(self._on_download)
        for happened in (downloads.ready, downloads.gone):
            happened.connect(self.refresh)
        downloads.failed.connect(self.failed)

    def refresh(self, *_: object) -> None:
        """Look anew, on a thread; while one look is under way, once more after it."""
        self.hub.refresh()
        if self._surveying is not None:
            self._again = True
            return
        task = Task(self._surveyor.survey, self)
        task.produced.connect(self._show)
        task.failed.connect(self.failed)
        task.finished.connect(self._on_surveyed)
        self._surveying = task.start()

    @property
    def settled(self) -> bool:
        """What is shown is all there is."""
        return self._survey is not None and self._surveying is None and not self._list.making

    def show_loaded(self, path: str) -> None:
        """The model at `path` is at work; empty: none."""
        if path != self._loaded:
            self._loaded = path
            if self._survey is not None and self.isVisible():  # else it looks anew when it is shown
                self._show(self._survey)

    def close_checks(self) -> None:
        """End the checks of files and the search; for closing the program."""
        self.hub.close_search()
        self.doing.close()

    def download(self, entry: CatalogueEntry) -> None:
        """Get a model, once its licence is agreed to where that is asked."""
        if accepted(self, entry, self.link_wanted.emit):
            self._downloads.start(entry)

    # --- showing ---

    def _on_surveyed(self) -> None:
        self._surveying = None
        if self._again:
            self._again = False
            self.refresh()

    def _show(self, survey: Survey) -> None:
        self._survey = survey
        self._cards = {}
        self._shelved = {}
        self._list.show_sections(self._sections(survey))
        self._show_space()

    def _sections(self, survey: Survey) -> Iterator[tuple[str, list[ModelCard]]]:
        yield self.tr("On this computer"), [self._installed(each) for each in survey.installed]
        yield self.tr("Found in other programs"), [self._found(each) for each in survey.found]
        listed = {offer.entry.name for offer in survey.offers}
        others = [state for state in self._downloads.states() if state.request.model not in listed]
        yield self.tr("On its way here"), [self._on_its_way(state) for state in others]
        best = survey.recommended
        if best is not None:
            yield self.tr("Recommended for this computer"), [self._offer(best, primary=True)]
        for group, title in self._groups():
            offers = [offer for offer in survey.offers if offer.entry.group == group and offer is not best]
            yield title, [self._offer(offer) for offer in offers]
        if survey.within is not None:
            yield self.tr("Inside Paddock"), [self._within(survey.within)]

    def _groups(self) -> tuple[tuple[Group, str], ...]:
        return (
            ("standard", self.tr("For most things")),
            ("fast", self.tr("Small and fast")),
            ("code", self.tr("For code")),
            ("large", self.tr("Large")),
            ("tiny", self.tr("Tiny")),
            ("vision", self.tr("That see pictures")),
            ("also", self.tr("More models")),
        )

    def _installed(self, installed: Installed) -> ModelCard:
        model = installed.model
        facts = facts_of(model.size_bytes, n_ctx=model.n_ctx_train, n_params=model.n_params)
        made = ModelCard(model.title, model.quantisation, f"{facts} · {self._origin(model)}")
        if installed.trouble is not None:
            made.show_trouble(sentence_of(installed.trouble))
        else:
            made.show_fit(installed.plan, "")
            self._offer_loading(made, model.path)
            made.offer_icon("shield-check", self.tr("Verify"), partial(self._verifications.start, model))
            self._show_verification(made, model.path)
        if model.origin not in ("paddock", "added") and not model.missing:
            words = self.tr("Keep even if %1 deletes it").replace("%1", model.origin)
            made.offer_icon("pin", words, partial(self.doing.keep, model))
        made.offer_icon(
            "trash-2", self.tr("Remove"), partial(self.doing.remove, model, at_work=model.path == self._loaded)
        )
        self._shelved[model.path] = made
        return made

    def _within(self, model: InstalledModel) -> ModelCard:
        """It has no licence to agree to, needs no plan, and goes nowhere."""
        made = within_card(model)
        self._offer_loading(made, model.path)
        return made

    def _offer_loading(self, made: ModelCard, path: str) -> None:
        at_work = path == self._loaded
        made.light(at_work)
        if at_work:
            made.offer(self.tr("Unload"), self.unload_wanted.emit)
        else:
            made.offer(self.tr("Load"), partial(self.load_wanted.emit, path))

    def _origin(self, model: InstalledModel) -> str:
        if model.verified:
            return self.tr("verified")
        match model.origin:
            case "paddock":
                return self.tr("not verified")
            case "added":
                return self.tr("added by you")
        return self.tr("from %1").replace("%1", model.origin)

    def _found(self, found: Found) -> ModelCard:
        words = self.tr("in %1").replace("%1", found.program)
        made = ModelCard(found.name, facts=f"{size_words(found.size_bytes)} · {words}")
        made.offer(self.tr("Use it"), partial(self.doing.adopt, found))
        return made

    def _offer(self, offer: Offer, *, primary: bool = False) -> OfferCard:
        made = OfferCard(offer, primary=primary)
        self._wire(made)
        made.show_state(self._downloads.state(offer.entry.name))
        self._cards[offer.entry.name] = made
        return made

    def _on_its_way(self, state: State) -> DownloadCard:
        """A download of what no list names: of the Hub, or begun by an earlier version."""
        request = state.request
        made = DownloadCard(request.model, request.model, facts=facts_of(request.size_bytes))
        self._wire(made)
        made.show_state(state)
        self._cards[request.model] = made
        return made

    def _wire(self, made: DownloadCard) -> None:
        """Do what its buttons ask for."""
        if isinstance(made, OfferCard):
            made.download_wanted.connect(self.download)
        made.pause_wanted.connect(self._downloads.pause)
        made.resume_wanted.connect(self._downloads.try_now)
        made.cancel_wanted.connect(self._give_up)
        made.way_out_wanted.connect(self.take_way_out)

    def _on_download(self, name: str) -> None:
        if name in self._cards:
            self._cards[name].show_state(self._downloads.state(name))
        self.hub.show_state(name)

    def _show_space(self) -> None:
        folder = self._shelf.folders[0]
        there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
        if there is not None:
            free = size_words(shutil.disk_usage(there).free)
            words = self.tr("%1 free in %2").replace("%1", free).replace("%2", str(folder))
            self._space.setText(words)
            self._space.setToolTip(plain_tip(words))

    def _filter(self, words: str) -> None:
        """Leave what `words` name; where that is nothing, perhaps a model is called otherwise now."""
        if self._survey is None:
            return
        any_fits = self._list.filter(words)
        if not any_fits and (other := self._surveyor.catalogue.renamed_like(words)):
            self._list.filter(self._surveyor.catalogue.entry(other.id).name)
            self._hint.setText(translated(other.reason))
            self._hint.show()
            return
        self._hint.setText(self.tr("No model is called so."))
        self._hint.setHidden(any_fits)

    # --- doing ---

    def take_way_out(self, state: State) -> None:
        """What the button of a failure or a wait names."""
        name = state.request.model
        match way_out(state.reason):
            case WayOut.AGAIN:
                self._downloads.try_now(name)
            case WayOut.PAGE:
                self.link_wanted.emit(state.request.page)
            case WayOut.SETTINGS:
                self.settings_wanted.emit()
            case WayOut.ANOTHER:
                self._downloads.give_up(name)
            case WayOut.RESTART:
                self.restart_wanted.emit()

    def _take_away(self) -> None:
        sound = [each.model for each in self._survey.installed if each.trouble is None] if self._survey else []
        self.doing.take_away(sound)

    def _give_up(self, name: str) -> None:
        words = self.tr("Cancel the download of %1? What is there of it is removed.").replace("%1", name)
        if self.doing.agreed(words, self.tr("Cancel download")):
            self._downloads.give_up(name)

    def _on_verification(self, path: str) -> None:
        made = self._shelved.get(path)
        if made is not None:
            self._show_verification(made, path)

    def _show_verification(self, made: ModelCard, path: str) -> None:
        fraction = self._verifications.fraction(path)
        made.show_progress(fraction, "" if fraction is None else self.tr("Checking the file"))
        if fraction is None and self._verifications.is_wrong(path):
            made.show_trouble(self.tr("It is not what its publisher released. Remove it and get it again."))

    # --- layout ---

    def place_above(self, widget: QWidget) -> None:
        """Put `widget` between the search and the models."""
        self._above.addWidget(widget)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Models"), "title"))
        head.addStretch(1)
        head.addWidget(self._space, 100)
        self._space.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        tools = QHBoxLayout()
        tools.addWidget(self.search, 1)
        self._away = icon_button("upload", self.tr("Take models to another computer…"), self._take_away)
        tools.addWidget(self._away)
        tools.addWidget(button(self.tr("Add a .gguf file…"), self.doing.choose_file, icon_name="plus"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.hub)
        column.addLayout(self._above)
        column.addWidget(self._hint)
        column.addWidget(self._list)
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(centred(content, MEASURE_PX))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
