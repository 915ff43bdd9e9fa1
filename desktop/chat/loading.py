"""Which model answers: chosen, planned, loaded, brought back after a death, and told to the window at each step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.task import Task
from models import demo
from models.engine.client import Silence
from models.engine.placement import shortfall
from models.engine.plan import Plan, Reason
from models.engine.protocol import Loaded, Loading, LoadParams
from models.engine.supervisor import Supervisor, Told
from models.errors import DoesNotFit, EngineSteppedDown, PaddockError
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
    """The chosen model. `fraction` while it is being loaded; `loaded` once it is ready, `error` why it is not.

    `shortfall`: fewer layers than planned are on the graphics card.
    """

    stage: Stage = Stage.NONE
    path: str = ""
    title: str = ""
    fraction: float = 0.0
    loaded: Loaded | None = None
    shortfall: Reason | None = None
    error: PaddockError | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """How the model is going to be loaded; or, when it does not fit, would be."""

    model: InstalledModel
    plan: Plan


class Loader(QObject):
    """Loads one model at a time, on a thread. The one before stays until the new one is known to fit.

    Signals:
        changed: The choice is another one, or got further (Choice).
        planned: The model and its plan, whose `steps` say what is not as wished (Planned); it is being loaded.
        unfit: It does not fit (Planned) and was not loaded; `load(path, anyway=True)` tries all the same.
        failed: The error that ended the load (PaddockError); its path is in `choice`.
        stepped_down: The engine died and runs again, with less than was wished (EngineSteppedDown); `reload` tries
            what was wished.
        silent: For so many seconds nothing was heard of the engine while somebody waits; 0: it is heard again.
    """

    changed = Signal(object)
    planned = Signal(object)
    unfit = Signal(object)
    failed = Signal(object)
    stepped_down = Signal(object)
    silent = Signal(float)

    _told = Signal(object)

    def __init__(self, supervisor: Supervisor, shelf: Shelf, settings: Callable[[], Settings]) -> None:
        super().__init__()
        self._supervisor = supervisor
        self._shelf = shelf
        self._settings = settings
        self._task: Task | None = None
        self.make_room: Callable[[], None] = lambda: None  # on the thread, before the plan
        self._before = Choice()
        self._planned: Planned | None = None  # until the engine begins
        self.choice = Choice()
        self.plan: Plan | None = None  # of the load that began last
        self.model: InstalledModel | None = None  # likewise
        self._begun = threading.Event()
        self._begun.set()
        self._settled = threading.Event()
        self._settled.set()
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        supervisor.listener = self._told.emit

    def load(self, path: str, *, anyway: bool = False) -> None:
        """Load the model at `path`; one on its way is given up."""
        previous, self._task = self._task, None
        if previous is not None:
            previous.stop()
        if self.choice.stage is not Stage.LOADING:
            self._before = self.choice
        self._begun.clear()
        self._settled.clear()
        title = demo.TITLE if demo.is_it(Path(path)) else Path(path).stem
        self._tell(Choice(Stage.LOADING, path, title))
        task = Task(lambda: self._work(path, anyway, previous), self)
        task.produced.connect(lambda event: self._on_produced(task, event))
        task.failed.connect(lambda error: self._on_failed(task, error))
        self._task = task.start()

    def reload(self) -> None:
        """Load the same model again, with the settings of now."""
        if self.choice.stage is not Stage.NONE:
            self.load(self.choice.path)

    def foresee(self, n_ctx: int) -> Plan | None:
        """What loading the model again with this context would be; None: none is chosen. Raises: FileRefused."""
        return self._supervisor.foresee(n_ctx)

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
        self._supervisor.listener = lambda _: None
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
            self._supervisor.give_up()
            previous.wait(30.0)
        self.make_room()
        model = self._shelf.look(Path(path))
        wished = LoadParams(**msgspec.structs.asdict(self._settings().load))
        for event in self._supervisor.load(Path(path), wished, anyway=anyway, name=model.title):
            yield Planned(model, event) if isinstance(event, Plan) else event

    def _on_produced(self, task: Task, event: Planned | Loading | Loaded) -> None:
        if task is not self._task:
            return
        match event:
            case Planned():
                self._planned = event
            case Loading(fraction=fraction):
                self._say_planned()
                self._begun.set()
                self._tell(Choice(Stage.LOADING, self.choice.path, self.choice.title, fraction))
            case Loaded():
                self._settle()
                params = self._supervisor.params
                told = shortfall(params, event) if params is not None else None
                self._tell(Choice(Stage.READY, self.choice.path, self.choice.title, 1.0, event, told))

    def _say_planned(self) -> None:
        """Once, when the engine begins with what was planned."""
        planned, self._planned = self._planned, None
        if planned is not None:
            self.plan, self.model = planned.plan, planned.model
            self._tell(Choice(Stage.LOADING, planned.model.path, planned.model.title))
            self.planned.emit(planned)

    def _on_failed(self, task: Task, error: PaddockError) -> None:
        if task is not self._task:
            return
        self._settle()
        planned, self._planned = self._planned, None
        kept = self._supervisor.loaded is not None and self._before.stage is Stage.READY
        title = planned.model.title if planned is not None else self.choice.title
        failed = Choice(Stage.FAILED, self.choice.path, title, error=error)
        self._tell(self._before if kept else failed)
        if planned is not None and isinstance(error, DoesNotFit):
            self.unfit.emit(planned)
        else:
            self.failed.emit(error)

    @Slot(object)
    def _on_told(self, told: Told) -> None:
        """A restart after a death, on the thread of an answer; not while a model is on its way that was asked for."""
        now = self.choice
        match told:
            case Silence(seconds=seconds):
                self.silent.emit(seconds)
            case _ if not self._settled.is_set() or now.stage is Stage.NONE:
                return
            case Loading(fraction=fraction):
                self._tell(Choice(Stage.LOADING, now.path, now.title, fraction))
            case Loaded():
                self._tell(Choice(Stage.READY, now.path, now.title, 1.0, told))
            case EngineSteppedDown():
                self.stepped_down.emit(told)
            case PaddockError():
                self._tell(Choice(Stage.FAILED, now.path, now.title, error=told))

    def _settle(self) -> None:
        self._begun.set()
        self._settled.set()

    def _tell(self, choice: Choice) -> None:
        self.choice = choice
        self.changed.emit(choice)
