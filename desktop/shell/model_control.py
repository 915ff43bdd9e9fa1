"""The top bar's model picker, wired to the loader: menu, progress, reasons and ways out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop.chat.loading import Choice, Loader, Planned, Stage
from desktop.shell.preferences import Preferences
from desktop.shell.status import ModelMenu, ModelState, ModelStatus, TopBar
from desktop.widgets.words import model_words, sentence_of, sentence_of_step
from models import demo
from models.engine.placement import placement
from models.errors import EngineForeign, EngineHung, ModelCrashesEngine, PaddockError, ValueOutOfRange
from models.hub.shelf import Shelf
from models.hub.walk import is_file

MOST_FAILED_STARTS = 2

_STATES = {
    Stage.NONE: ModelState.NONE,
    Stage.LOADING: ModelState.LOADING,
    Stage.READY: ModelState.READY,
    Stage.FAILED: ModelState.FAILED,
}

_PLACES: dict[str, Literal["processor", "card", "both"]] = {
    "all_on_card": "card", "some_on_card": "both", "on_processor": "processor",
}  # fmt: skip


class ModelControl(QObject):
    """Keeps the picker true, and remembers the model used last.

    Signals:
        library_wanted: Show all models.
        troubled: A sentence, the label of a way out, and what the way out does.
        failed: A load ended with this error (PaddockError).
        noticed: What is not as wished, in few words.
    """

    library_wanted = Signal()
    troubled = Signal(str, str, object)
    failed = Signal(object)
    noticed = Signal(str)

    def __init__(self, bar: TopBar, loader: Loader, shelf: Shelf, preferences: Preferences) -> None:
        super().__init__(bar)
        self._bar = bar
        self._loader = loader
        self._shelf = shelf
        self._preferences = preferences
        self._download: ModelStatus | None = None
        self._is_starting = False
        bar.models_asked.connect(self._show_menu)
        loader.changed.connect(self._on_changed)
        loader.planned.connect(self._on_planned)
        loader.unfit.connect(self._on_unfit)
        loader.failed.connect(self._on_failed)
        loader.stepped_down.connect(self._on_stepped_down)

    def begin(self) -> None:
        """Load the model used last, the only one there is, or where there is none the built-in one.

        Not one that the engine has died of twice in a row.
        """
        path = self._first()
        if path and self._preferences.value.failed_starts >= MOST_FAILED_STARTS:
            words = self.tr("The engine ended twice while “%1” was loaded at the start, so it is not loaded by itself.")
            load = partial(self._loader.load, path)
            self.troubled.emit(words.replace("%1", Path(path).name), self.tr("Load it"), load)
        elif path:
            self._is_starting = True
            self._loader.load(path)

    def _first(self) -> str:
        last = self._preferences.value.model
        if last and is_file(Path(last)):
            return last
        usable = self._shelf.usable() or self._shelf.choices()
        return usable[0].path if len(usable) == 1 else ""

    def show_download(self, name: str, fraction: float, detail: str) -> None:
        """A download goes on; it is shown while no model is at work here."""
        self._download = ModelStatus(ModelState.DOWNLOADING, name, fraction, detail=detail) if fraction < 1 else None
        self._show(self._loader.choice)

    def _show_menu(self, at: QPoint) -> None:
        models = [(f"{model.title}  {model.quantisation}".strip(), model.path) for model in self._shelf.usable()]
        within = [(model_words(model.title), model.path) for model in self._shelf.choices() if model.is_demo]
        parent = self._bar.window()
        assert isinstance(parent, QWidget)
        choice = self._loader.choice
        menu = ModelMenu(parent, models, within, choice.path, loading=choice.stage is Stage.LOADING)
        menu.stop_wanted.connect(self._loader.unload)
        menu.chosen.connect(self._loader.load)
        menu.library_wanted.connect(self.library_wanted)
        menu.popup(at)

    def _on_changed(self, choice: Choice) -> None:
        if choice.stage is Stage.READY:
            used = {} if demo.made(choice.title) else {"model": choice.path}  # a real one is the next start's
            self._preferences.change(failed_starts=0, **used)
        if choice.shortfall is not None:
            self.noticed.emit(sentence_of_step(choice.shortfall))
        self._show(choice)

    def _show(self, choice: Choice) -> None:
        if self._download is not None and choice.stage in (Stage.NONE, Stage.FAILED):
            self._bar.show_model(self._download)
            return
        loaded = choice.loaded
        where = placement(loaded) if loaded is not None else None
        place = _PLACES[where.name] if where is not None else "processor"
        told = sentence_of_step(where) if where is not None else ""
        self._bar.show_model(
            ModelStatus(_STATES[choice.stage], model_words(choice.title), choice.fraction, place, told)
        )

    def _on_planned(self, planned: Planned) -> None:
        told = [step for step in planned.plan.steps if step.name != "no_card"]
        if told:
            self.noticed.emit("; ".join(map(sentence_of_step, told)))

    def _on_unfit(self, planned: Planned) -> None:
        sentence = sentence_of(planned.plan.refusal(planned.model.title))
        again = partial(self._loader.load, planned.model.path, anyway=True)
        self.troubled.emit(sentence, self.tr("Load anyway"), again)

    def _on_failed(self, error: PaddockError) -> None:
        if self._is_starting and isinstance(error, ModelCrashesEngine | EngineHung):
            self._preferences.change(failed_starts=self._preferences.value.failed_starts + 1)
        self._is_starting = False
        if isinstance(error, ValueOutOfRange | EngineForeign):  # no other model helps
            self.failed.emit(error)
        else:
            self.troubled.emit(sentence_of(error), self.tr("Choose another"), self.library_wanted.emit)

    def _on_stepped_down(self, notice: PaddockError) -> None:
        self.troubled.emit(sentence_of(notice), self.tr("Load as before"), self._loader.reload)
