"""The parent's handle of one engine process: one model, many answers at a time."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from models import errors
from models.engine import ranges
from models.engine.model_file import Identity, changed, identity
from models.engine.protocol import (
    AnswerEvent,
    Cancel,
    ChatMessage,
    Command,
    Completed,
    Count,
    Counted,
    CountMessages,
    Event,
    Failed,
    Forget,
    Generate,
    Keep,
    Load,
    Loaded,
    Loading,
    LoadParams,
    SamplingParams,
    Tool,
)
from models.errors import ChildDied, EngineCrashed, EngineHung, PaddockError
from models.process import Child
from models.process.guard import Status

SILENT_S = 5.0  # the child's heartbeat comes once a second, whatever the model is doing
HUNG_S = 30.0
GIVE_UP_S = 0.3  # for a load that is cancelled: asked, terminated, killed, and over within a second
_LOAD = 0  # the id under which the answers to a Load arrive


class Silence(msgspec.Struct, frozen=True):
    """Nothing was heard of the engine for `seconds` while somebody waits; 0: it is heard again, or was ended."""

    seconds: float


class _Inbox(queue.SimpleQueue[Event | PaddockError | None]):
    """What came for one request: its events, then the error that ended it, or None when it was closed."""


class Answer:
    """The events of one request as they come. See `models.engine.protocol.Answering`."""

    def __init__(self, client: EngineClient, number: int, inbox: _Inbox) -> None:
        self._client = client
        self._number = number
        self._inbox = inbox
        self._open = True
        self.on_completed: Callable[[Completed], None] | None = None

    def __iter__(self) -> Answer:
        return self

    def __next__(self) -> AnswerEvent:
        event = self._inbox.get() if self._open else None
        match event:
            case None:
                self.close()
                raise StopIteration
            case PaddockError():
                self._finish()
                raise event
            case Completed():
                self._finish()
                if self.on_completed:
                    self.on_completed(event)
                return event
            case Loading() | Loaded() | Counted() | Failed():
                raise TypeError(f"{event!r} is not part of an answer")
        return event

    def close(self) -> None:
        """Stop the work; a thread waiting in `next` sees the end at once. Harmless when it has ended."""
        if self._open:
            self._finish()
            self._client.cancel(self._number)
            self._inbox.put(None)

    def _finish(self) -> None:
        self._open = False
        self._client.forget(self._number)

    def __del__(self) -> None:
        self.close()


class EngineClient:
    """A process that runs llama.cpp for one model.

    Any thread may call. The process starts with the object and ends with `close`; memory and device are given back
    by its end. When it dies, every open answer raises EngineCrashed, or ModelChanged where somebody has written into
    the model's file, and so does every later call. When it is silent
    for `silent_s` seconds while somebody waits, `on_silence` is told, on a thread of its own; after `hung_s` seconds
    it is killed, and they all raise EngineHung.
    """

    def __init__(
        self,
        log: Path,
        *,
        silent_s: float = SILENT_S,
        hung_s: float = HUNG_S,
        on_silence: Callable[[Silence], None] = lambda _: None,
    ) -> None:
        self._silent_s = silent_s
        self._hung_s = hung_s
        self._on_silence = on_silence
        self._is_silent = False
        self._hung: EngineHung | None = None
        self._numbers = itertools.count(1)
        self._inboxes: dict[int, _Inbox] = {}
        self._lock = threading.Lock()
        self._death: PaddockError | None = None
        self._closing = False
        self._file: tuple[Path, Identity] | None = None  # the model's, before it was loaded
        self.loaded: Loaded | None = None
        self._child: Child[Command, Event] = Child(
            "models.engine.worker:main", receives=Event, name="engine", log=log, network=False
        )
        self._reader = threading.Thread(target=self._read, name="engine-events", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def death(self) -> PaddockError | None:
        """Why no further call can succeed, or None."""
        return self._death

    @property
    def guard(self) -> Status | None:
        """How the process is kept from the network, as it reports itself."""
        return self._child.guard

    def load(
        self, path: Path, params: LoadParams, *, kept: Path | None = None
    ) -> Generator[Loading | Loaded, None, None]:
        """Load the client's one model. Closing the iterator before Loaded ends the process.

        In the folder `kept` are the caches that `keep` left there.

        Raises:
            ValueOutOfRange: A number that would make llama.cpp abort.
            ModelLoadFailed: llama.cpp's reason.
            ModelCrashesEngine, EngineForeign, EngineHung: The process did not survive it.
        """
        finished = False
        try:
            ranges.check(params)
            inbox = self._open(_LOAD)
            with contextlib.suppress(OSError):  # the engine says what is wrong with it
                self._file = path, identity(path)
            self._send(Load(str(path), params, str(kept) if kept else None))
            while not finished:
                event = inbox.get()
                match event:
                    case Loading():
                        yield event
                    case Loaded():
                        self.loaded = event
                        finished = True
                        yield event
                    case EngineCrashed():
                        finished = True
                        how = event.values["exit"]
                        kind = errors.EngineForeign if how == "signal SIGILL" else errors.ModelCrashesEngine
                        raise kind(name=path.name, exit=how) from event
                    case PaddockError():
                        finished = True
                        raise event
                    case _:
                        return
        finally:
            self.forget(_LOAD)
            if not finished:
                self.close(grace_s=GIVE_UP_S)

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams | None = None,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
        room: int = 1,
    ) -> Answer:
        """Start an answer. See `models.engine.protocol.Engine`."""
        sampling = sampling or SamplingParams()
        ranges.check(sampling)
        number = next(self._numbers)
        prompt, turns = (messages, ()) if isinstance(messages, str) else (None, tuple(messages))
        inbox = self._open(number)
        command = Generate(
            id=number,
            messages=turns,
            tools=tuple(tools),
            prompt=prompt,
            sampling=sampling,
            conversation=conversation,
            background=background,
            room=room,
        )
        try:
            self._send(command)
        except RecursionError as error:  # only a schema has depth
            self.forget(number)
            raise errors.SchemaRefused(path="$", detail="it is nested too deeply.") from error
        return Answer(self, number, inbox)

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        number = next(self._numbers)
        return self._ask(number, Count(number, tuple(texts)))

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> int:
        number = next(self._numbers)
        return self._ask(number, CountMessages(number, tuple(messages), tuple(tools)))[0]

    def keep(self, *, timeout_s: float | None = None) -> tuple[int, ...] | None:
        """End all answers and leave the caches of conversations on disk; how many tokens of each.

        None when that is not done after `timeout_s`: what is missing then is read again some day.
        """
        number = next(self._numbers)
        try:
            return self._ask(number, Keep(number), timeout_s=timeout_s)
        except queue.Empty:
            return None

    def forget_conversation(self, conversation: str) -> None:
        """Nothing of a deleted conversation is to be left."""
        self._send(Forget(conversation))

    def cancel(self, number: int) -> None:
        """Stop request `number`; a dead process has stopped already."""
        with contextlib.suppress(ChildDied):
            self._child.send(Cancel(number))

    def forget(self, number: int) -> None:
        """Nobody listens to request `number` any more."""
        with self._lock:
            self._inboxes.pop(number, None)

    def give_up_if_hung(self) -> bool:
        """End a process that fell silent while nobody waited for it; True when none is left to ask."""
        if self._death is None and self._child.silent_s() > self._hung_s:
            self._give_up()
        return self._death is not None

    def give_up_if_changed(self) -> bool:
        """End the process when somebody has written into the model's file, whose weights it has no more."""
        if self._death is None and self._file and changed(*self._file):
            self._child.end(grace_s=0.0)
            self._end(errors.ModelChanged(name=self._file[0].name))
        return self._death is not None

    def close(self, *, grace_s: float = 2.0) -> None:
        """End the process; open answers just end. Harmless when it has ended. For `grace_s` see `Child.end`."""
        self._closing = True
        self._child.end(grace_s)
        if threading.current_thread() is not self._reader:
            self._reader.join(5.0)

    def __enter__(self) -> EngineClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, number: int, command: Command, timeout_s: float | None = None) -> tuple[int, ...]:
        """Raises: queue.Empty after `timeout_s`; PaddockError."""
        inbox = self._open(number)
        try:
            self._send(command)
            match inbox.get(timeout=timeout_s):
                case Counted(tokens=tokens):
                    return tokens
                case PaddockError() as error:
                    raise error
            raise errors.ModelNotLoaded
        finally:
            self.forget(number)

    def _open(self, number: int) -> _Inbox:
        inbox = _Inbox()
        with self._lock:
            if self._death:
                inbox.put(self._death)
            elif self._closing:
                inbox.put(errors.ModelNotLoaded())
            else:
                self._inboxes[number] = inbox
        return inbox

    def _send(self, command: Command) -> None:
        """A death in between is told by the inbox, where the reader puts it."""
        with contextlib.suppress(ChildDied):
            self._child.send(command)

    def _read(self) -> None:
        """Hand out the child's events until it ends; on its own thread."""
        while True:
            try:
                event = self._child.receive(timeout_s=1.0)
            except TimeoutError:
                self._watch()
            except ChildDied as death:
                return self._end(None if self._closing else self._why(death))
            else:
                self._deliver(event)
                self._say_silent(False)

    def _why(self, death: ChildDied) -> PaddockError:
        """A page of weights that is not there any more is SIGBUS; other weights in its place may be anything."""
        if self._file and changed(*self._file):
            return errors.ModelChanged(name=self._file[0].name)
        return EngineCrashed(exit=death.values["exit"])

    def _watch(self) -> None:
        silent_s = self._child.silent_s() if self._inboxes else 0.0
        self._say_silent(silent_s > self._silent_s)
        if silent_s > self._hung_s:
            self._give_up()

    def _say_silent(self, is_silent: bool) -> None:
        if is_silent != self._is_silent:
            self._is_silent = is_silent
            self._on_silence(Silence(self._child.silent_s() if is_silent else 0.0))

    def _give_up(self) -> None:
        """Also one that is stopped: it is not asked."""
        self._hung = EngineHung(seconds=int(self._hung_s))
        self._child.end(grace_s=0.0)
        self._end(self._hung)

    def _deliver(self, event: Event) -> None:
        match event:
            case Loading() | Loaded():
                number = _LOAD
            case _:
                number = event.id
        with self._lock:
            inbox = self._inboxes.get(number)
        if inbox is not None:
            inbox.put(errors.rebuild(event.error, event.values) if isinstance(event, Failed) else event)

    def _end(self, death: PaddockError | None) -> None:
        death = self._hung or death
        with self._lock:
            self._death = self._death or death or errors.ModelNotLoaded()
            open_inboxes = list(self._inboxes.values())
            self._inboxes.clear()
        for inbox in open_inboxes:
            inbox.put(death)
        self._say_silent(False)
