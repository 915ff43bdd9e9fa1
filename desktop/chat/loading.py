"""Which model answers: chosen, planned, loaded, and told to the window at each step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.task import Task
from models.engine.hardware import hardware
from models.engine.placement import shortfall
from models.engine.plan import Plan, Reason, plan
from models.engine.protocol import Loaded, Loading, LoadParams
from models.engine.supervisor import Supervisor
from models.errors import PaddockError
from models.hub.shelf import InstalledModel, Shelf
from models.settings import Settings


class Stage(Enum):
    """Where the chosen model stands."""

    NONE = "none"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen model. `fraction` while it is being loaded; `loaded` once it is ready.

    `shortfall`: fewer layers than planned are on the graphics card.
    """

    stage: Stage = Stage.NONE
    path: str = ""
    title: str = ""
    fraction: float = 0.0
    loaded: Loaded | None = None
    shortfall: Reason | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """How the model is going to be loaded; or, when it does not fit, would be."""

    model: InstalledModel
    plan: Plan
    goes_on: bool


class Loader(QObject):
    """Loads one model at a time, on a thread. The one before stays until the new one is known to fit.

    Signals:
        changed: The choice is another one, or got further (Choice).
        planned: The model and its plan, whose `steps` say what is not as wished (Planned); it is being loaded.
        unfit: It does not fit (Planned) and was not loaded; `load(path, anyway=True)` tries all the same.
        failed: The error that ended the load (PaddockError); its path is in `choice`.
    """

    changed = Signal(object)
    planned = Signal(object)
    unfit = Signal(object)
    failed = Signal(object)

    def __init__(self, supervisor: Supervisor, shelf: Shelf, settings: Callable[[], Settings]) -> None:
        super().__init__()
        self._supervisor = supervisor
        self._shelf = shelf
        self._settings = settings
        self._task: Task | None = None
        self._before = Choice()
        self.choice = Choice()
        self._begun = threading.Event()
        self._begun.set()
        self._settled = threading.Event()
        self._settled.set()

    def load(self, path: str, *, anyway: bool = False) -> None:
        """Load the model at `path`; one on its way is given up."""
        previous, self._task = self._task, None
        if previous is not None:
            previous.stop()
        if self.choice.stage is not Stage.LOADING:
            self._before = self.choice
        self._begun.clear()
        self._settled.clear()
        self._tell(Choice(Stage.LOADING, path, Path(path).stem))
        task = Task(lambda: self._work(path, anyway, previous))
        task.produced.connect(lambda event: self._on_produced(task, event))
        task.failed.connect(lambda error: self._on_failed(task, error))
        self._task = task.start()

    def reload(self) -> None:
        """Load the same model again, with the settings of now."""
        if self.choice.stage is not Stage.NONE:
            self.load(self.choice.path)

    def unload(self) -> None:
        """Give its memory back."""
        self._give_up()
        Task(self._unload).start()
        self._tell(Choice())

    def wait_until_begun(self) -> None:
        """For threads that are going to ask the engine: from then on it waits for the model by itself."""
        self._begun.wait(30.0)

    def wait_until_settled(self) -> None:
        """For threads that need to know the model: until none is on its way."""
        self._settled.wait()

    def close(self) -> None:
        """Give up a load on its way; for closing the program."""
        self._give_up()

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._task = None
        self._settle()

    def _unload(self) -> Iterator[None]:
        self._supervisor.unload()
        yield None

    def _work(self, path: str, anyway: bool, previous: Task | None) -> Iterator[Planned | Loading | Loaded]:
        """On the thread."""
        if previous is not None:
            previous.wait(30.0)
        model = self._shelf.look(Path(path))
        held = self._supervisor.loaded
        chosen = plan(
            model.header(), model.size_bytes, hardware(),
            LoadParams(**msgspec.structs.asdict(self._settings().load)),
            held_bytes=held.size_bytes if held is not None and held.n_gpu_layers else 0,
        )  # fmt: skip
        goes_on = chosen.fits or anyway
        yield Planned(model, chosen, goes_on)
        if goes_on:
            yield from self._supervisor.load(Path(path), chosen.params)

    def _on_produced(self, task: Task, event: Planned | Loading | Loaded) -> None:
        if task is not self._task:
            return
        match event:
            case Planned(goes_on=True):
                self._tell(Choice(Stage.LOADING, event.model.path, event.model.title))
                self.planned.emit(event)
            case Planned():
                self._settle()
                self._tell(self._before)
                self.unfit.emit(event)
            case Loading(fraction=fraction):
                self._begun.set()
                self._tell(Choice(Stage.LOADING, self.choice.path, self.choice.title, fraction))
            case Loaded():
                self._settle()
                params = self._supervisor.params
                told = shortfall(params, event) if params is not None else None
                self._tell(Choice(Stage.READY, self.choice.path, self.choice.title, 1.0, event, told))

    def _on_failed(self, task: Task, error: PaddockError) -> None:
        if task is not self._task:
            return
        self._settle()
        kept = self._supervisor.loaded is not None and self._before.stage is Stage.READY
        self._tell(self._before if kept else Choice(Stage.FAILED, self.choice.path, self.choice.title))
        self.failed.emit(error)

    def _settle(self) -> None:
        self._begun.set()
        self._settled.set()

    def _tell(self, choice: Choice) -> None:
        self.choice = choice
        self.changed.emit(choice)
