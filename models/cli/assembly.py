"""What a command is made of: the terminal's composition root."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Set
from functools import cached_property
from pathlib import Path
from types import TracebackType

import msgspec

from models import demo
from models.catalogue import Catalogue
from models.cli.arguments import Namespace
from models.cli.console import Console, duration, size
from models.cli.files import is_file, named
from models.documents.document import Document, ReadProgress
from models.documents.reader import Reader
from models.engine.bandwidth import bandwidth
from models.engine.client import Silence
from models.engine.hardware import Hardware, hardware
from models.engine.placement import shortfall
from models.engine.plan import Plan
from models.engine.protocol import Loaded, Loading, LoadParams
from models.engine.recommend import Advice, advise, planned
from models.engine.supervisor import Supervisor, Told
from models.errors import EngineSteppedDown, ModelNotLoaded, NoModelYet
from models.hub.downloads import Downloads
from models.hub.events import Source
from models.hub.mirrors import Mirrors
from models.hub.shelf import InstalledModel, Shelf
from models.hub.token import Tokens
from models.paths import Paths
from models.process import Gate, guard
from models.settings import Settings
from models.settings import read as read_settings
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.going_back import take_back
from models.store.outputs import Outputs


class Assembly:
    """The parts of one command, made when first asked for and closed in the opposite order.

    On entering, the gate is started and this process locked against the network, before anything is read.
    `foretells`: how fast the memory is gets measured before a model is loaded, so that its `plan` knows speeds.
    """

    def __init__(self, console: Console, *, network: bool = False, foretells: bool = False) -> None:
        self.console = console
        self.paths = Paths.of_this_user()
        self.plan: Plan | None = None  # of the model that was loaded last
        self._wants_gate = network
        self._foretells = foretells
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Assembly:
        if self._wants_gate:
            self.gate = self._closing.enter_context(Gate.start(self.paths.logs / "gate.log"))
        guard.lock_network()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    @cached_property
    def settings(self) -> Settings:
        settings, damage = read_settings(self.paths.settings)
        if damage:
            self.console.say(str(damage))
        return settings

    @cached_property
    def database(self) -> Database:
        database = Database(self.paths.database)
        self._closing.callback(database.close)
        if told := take_back(database):
            self.console.say(str(told))
        return database

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.database, purged=lambda chat: self.supervisor.forget(str(chat)))

    @cached_property
    def outputs(self) -> Outputs:
        outputs = Outputs(self.database)
        if self.settings.kept_days is not None:
            outputs.expire(self.settings.kept_days)
        return outputs

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.of_this_machine(self.paths)

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.paths, [*map(Path, self.settings.model_folders)], self.catalogue)

    @cached_property
    def supervisor(self) -> Supervisor:
        supervisor = Supervisor(self.paths, machine=self._measured if self._foretells else hardware)
        supervisor.listener = self._on_told
        self._closing.callback(supervisor.close)
        return supervisor

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens.of(self.paths)

    @cached_property
    def mirrors(self) -> Mirrors:
        return Mirrors.of_this_machine(self.paths)

    def source(self, mirror: str | None = None) -> Source:
        """The Hub, or the mirror that is named or set. Raises: MirrorsDamaged."""
        return self.mirrors.source(self.settings, mirror)

    def downloads(self, mirror: str | None = None) -> Downloads:
        """What asks the Hub, or the mirror that is named or set; only where there is a gate. Raises: MirrorsDamaged."""
        downloads = Downloads(self.paths, self.gate.child, self.source(mirror))
        downloads.tokens = self.tokens
        return downloads

    def read(self, path: Path) -> Document:
        """The document at `path`, with progress. Raises: FileRefused; ReaderError."""
        reader = Reader(self.paths)
        with contextlib.closing(reader):
            for event in reader.read(path):
                match event:
                    case ReadProgress():
                        self.console.progress(f"Reading {path.name}", event.done / max(1, event.total))
                    case Document():
                        self.console.clear()
                        return event
        raise AssertionError("a reader ends with a document or an error")

    def model(self, name: str | None) -> InstalledModel:
        """The model that `-m`, the settings, or the only one here names; the built-in one where there is none.

        Raises:
            ModelMissing, ModelAmbiguous: No such model, or several.
            ModelNotLoaded: None was named, and there are several.
            NoModelYet: There is none at all, and none is built in; says which to get.
            FileRefused: The file named is no model; nor is the one named for the built-in one.
        """
        if name:
            return self.shelf.look(named(name)) if is_file(named(name)) else self.shelf.find(name)
        if self.settings.model and is_file(Path(self.settings.model)):
            return self.shelf.look(Path(self.settings.model))
        usable = self.shelf.usable() or self.shelf.choices()
        if len(usable) == 1:
            return usable[0]
        if not usable and (file := demo.named()):
            self.shelf.look(file)  # says what is wrong with it
        raise ModelNotLoaded if usable else self._no_model_yet()

    def advice(self) -> Advice | None:
        """The model of the catalogue to begin with on this machine."""
        wished = LoadParams(**msgspec.structs.asdict(self.settings.load))
        return advise(self.catalogue, planned(self.catalogue, self._measured(), wished))

    @cached_property
    def _bandwidth(self) -> float:
        return bandwidth()

    def _measured(self) -> Hardware:
        """The machine as it is now, with the speed of its memory."""
        return msgspec.structs.replace(hardware(), memory_bandwidth=self._bandwidth)

    def _no_model_yet(self) -> NoModelYet:
        advice = self.advice()
        entry = advice.entry if advice else self.catalogue.entries[0]
        return NoModelYet(name=entry.name, id=entry.id, size=size(entry.size_bytes or 0))

    def load(self, arguments: Namespace) -> InstalledModel:
        """Load the model the arguments name, with progress; returns it. Raises: PaddockError."""
        model = self.model(arguments.model)
        if model.is_demo:
            self._say_demo()
        wished, fixed = chosen(arguments, self.settings)
        loading = self.supervisor.load(
            Path(model.path), wished, fixed=fixed, anyway=bool(arguments.anyway), name=model.title
        )
        self._follow(loading, model.title, wished, anyway=bool(arguments.anyway))
        return model

    def _say_demo(self) -> None:
        advice = self.advice()
        way = f" A real one for this computer: “paddock models pull {advice.entry.id}”." if advice else ""
        self.console.say(f"{demo.TITLE}: {demo.ABOUT}.{way}")

    def reload(self, n_ctx: int) -> None:
        """Load the model at work again with this context, with progress. Raises: ModelNotLoaded; PaddockError."""
        path, params = self.supervisor.path, self.supervisor.params
        if path is None or params is None:
            raise ModelNotLoaded
        wished = msgspec.structs.replace(params, n_ctx=n_ctx)
        title = self.shelf.look(path).title
        self._follow(self.supervisor.load(path, wished, fixed={"n_ctx"}, name=title), title, wished)

    def _follow(
        self, loading: Iterator[Plan | Loading | Loaded], title: str, params: LoadParams, *, anyway: bool = False
    ) -> None:
        for event in loading:
            match event:
                case Plan():
                    self.plan, params = event, event.params
                    for step in event.steps if event.fits or anyway else ():
                        self.console.say(f"{title}: {step}")
                case Loading():
                    self.console.progress(f"Loading {title}", event.fraction)
                case Loaded():
                    self.console.clear()
                    if told := shortfall(params, event):
                        self.console.say(f"{title}: {told}")

    def _on_told(self, told: Told) -> None:
        """The engine comes back after a death, or does not answer; on the thread of an answer."""
        match told:
            case Loading():
                self.console.progress("Starting the engine again", told.fraction)
            case Loaded():
                self.console.clear()
            case EngineSteppedDown():
                self.console.say(str(told))
            case Silence(seconds=seconds) if seconds:
                self.console.say("The model is not answering…")


def chosen(arguments: Namespace, settings: Settings) -> tuple[LoadParams, Set[str]]:
    """How a model is to be loaded: the settings with what the arguments say, and the fields these fix."""
    given = {"n_ctx": arguments.ctx, "n_threads": arguments.threads, "main_gpu": arguments.card}
    if arguments.cpu:
        given["n_gpu_layers"] = 0
    given = {field: value for field, value in given.items() if value is not None}
    params = msgspec.structs.replace(LoadParams(**msgspec.structs.asdict(settings.load)), **given)
    if arguments.card is not None and not params.n_gpu_layers:  # the settings say the processor
        params = msgspec.structs.replace(params, n_gpu_layers=-1)
    return params, given.keys()


def eta(seconds: float | None) -> str:
    """The remaining time as words for a progress line, nothing while it is not known."""
    return "" if seconds is None else f"about {duration(seconds)} left"
