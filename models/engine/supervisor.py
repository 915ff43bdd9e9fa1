"""Which model is loaded: planned before every load, and started again when its process dies."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence, Set
from pathlib import Path

import msgspec

from models import demo, gguf
from models.engine import graphics, ranges
from models.engine.client import GIVE_UP_S, HUNG_S, SILENT_S, Answer, EngineClient, Silence
from models.engine.hardware import Hardware, hardware
from models.engine.kept import forget
from models.engine.plan import Plan, plan
from models.engine.protocol import ChatMessage, Completed, Loaded, Loading, LoadParams, SamplingParams, Tool
from models.engine.stepdown import ladder, stepped_down
from models.errors import (
    CardFailed,
    EngineError,
    EngineHung,
    ModelChanged,
    ModelLoadFailed,
    ModelNotLoaded,
    PaddockError,
    rebuild,
)
from models.paths import Paths
from models.process.guard import Status

KEEP_S = 10.0  # for the caches of chats when another model comes; what takes longer is read again
CLOSE_S = 2.0  # the same when the program ends: nobody waits longer for a window to close
RELATED_S = 300.0  # deaths further apart have nothing to do with each other
_SETTLED = frozenset({"n_ctx", "n_gpu_layers", "n_threads", "type_k", "type_v"})  # a restart only asks whether it fits

# A model coming back after a death, what it lacks then (EngineSteppedDown) or why it does not come back; a silence.
Told = Loading | Loaded | PaddockError | Silence


class Supervisor:
    """Keeps one model loaded. Any thread may call; see `models.engine.protocol.Engine`.

    The process's death ends the answers it was writing with EngineCrashed or EngineHung. The next call loads the
    model again: as it was after the first death, one step lower on `ladder` after each further one within five
    minutes and without a complete answer in between, and on its last step from then on. Where somebody has written
    into the model's file, answers end with ModelChanged and the next call loads it anew, as it was. `loaded` and
    `params` say what is in force now. `listener` is told of all that (`Told`), on whichever thread. A second one beside
    the first has a `name` of its own, for its log and its caches.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        name: str = "engine",
        machine: Callable[[], Hardware] = hardware,
        clock: Callable[[], float] = time.monotonic,
        silent_s: float = SILENT_S,
        hung_s: float = HUNG_S,
    ) -> None:
        self._patience = silent_s, hung_s
        self._paths = paths
        self._log = paths.logs / f"{name}.log"
        self._kept = paths.cache / ("kept" if name == "engine" else f"kept-{name}")
        self._machine = machine
        self._clock = clock
        self._lock = threading.RLock()  # held while a model is loaded: the calls of others wait for it
        self._client: EngineClient | None = None
        self._path: Path | None = None
        self._steps: tuple[LoadParams, ...] = ()
        self._anyway = False
        self._failure: PaddockError | None = None  # why nothing is loaded, when that was not asked for
        self._deaths = 0  # that belong together, since the last complete answer
        self._died = 0.0
        self.params: LoadParams | None = None
        self.listener: Callable[[Told], None] = lambda _: None

    @property
    def loaded(self) -> Loaded | None:
        """What the model turned out to be; None while there is none, or its process is dead."""
        client = self._client
        return client.loaded if client and client.death is None else None

    @property
    def path(self) -> Path | None:
        """The chosen model's file, also after a crash."""
        return self._path

    @property
    def pid(self) -> int | None:
        """The engine's process, for those who watch or end it."""
        return self._client.pid if self._client else None

    @property
    def guard(self) -> Status | None:
        """How the engine is kept from the network, as it reports itself; None while there is none."""
        client = self._client
        return client.guard if client and client.death is None else None

    def load(
        self,
        path: Path,
        wished: LoadParams | None = None,
        *,
        fixed: Set[str] = frozenset(),
        anyway: bool = False,
        name: str = "",
    ) -> Generator[Plan | Loading | Loaded, None, None]:
        """Plan, and load a model in place of the one before. The plan comes first; closing the iterator unloads.

        `fixed` names what of `wished` the user has set: it is never changed. `anyway` loads what does not fit, too.
        `name` is what people call the model.

        Raises:
            ValueOutOfRange: Nothing can be loaded like that.
            FileRefused: It is no model file llama.cpp should see (NotGguf, GgufDamaged, FileMissing ...).
            DoesNotFit: Refused before the load. Up to here the model before stays.
            ModelLoadFailed, EngineHung: The engine's own reason; from then on every call repeats it.
        """
        wished = wished or LoadParams()
        if demo.is_it(path):
            wished = _modest(wished, fixed)
        try:
            ranges.check(wished)
            header = gguf.read_header(path)
            graphics.check(self._paths, lambda: self._machine().devices)  # a trial of seconds, once for each driver
            planned = self._planned(header, wished, fixed)
            yield planned
            if not (planned.fits or anyway):
                raise planned.refusal(name or path.stem)
        except PaddockError as error:
            if self._client is None:
                self._failure = error
            raise
        self.unload()
        yield from self._begin(path, header, planned.params, fixed, anyway)

    def foresee(self, n_ctx: int) -> Plan | None:
        """What loading the chosen model again with just this context would be; None: none is chosen.

        Raises: FileRefused: its file is gone, or another one now.
        """
        path, params = self._path, self.params
        if path is None or params is None:
            return None
        return self._planned(gguf.read_header(path), msgspec.structs.replace(params, n_ctx=n_ctx), {"n_ctx"})

    def _planned(self, header: gguf.GgufHeader, wished: LoadParams, fixed: Set[str]) -> Plan:
        """With the memory counted as free that the model before gives back."""
        before = self.loaded
        held = before.size_bytes if before is not None and before.n_gpu_layers else 0
        held_on = self.params.main_gpu if self.params else None
        return plan(header, None, self._machine(), wished, fixed=fixed, held_bytes=held, held_on=held_on)

    def _begin(
        self, path: Path, header: gguf.GgufHeader, params: LoadParams, fixed: Set[str], anyway: bool
    ) -> Generator[Loading | Loaded, None, None]:
        """Load as planned; where the card turns out to be of no use, on the processor, and say so."""
        failed: ModelLoadFailed | None = None
        for now in self._with_processor(header, params, fixed, anyway):
            with self._lock:
                client = self._client = self._new_client()
                self._path, self._anyway = path, anyway
                self._steps = ladder(now, fixed)
                self.params, self._deaths = now, 0
            try:
                yield from client.load(path, now, kept=self._kept)
            except ModelLoadFailed as error:
                failed = failed or error
                continue
            except PaddockError as error:
                self._failure = error
                raise
            finally:
                if client.loaded is None:
                    self._drop(client)
            if failed is not None and client.loaded is not None:
                self.listener(CardFailed(detail=str(failed)))
            return
        self._failure = failed
        assert failed is not None, "the first try returns, raises or fails"
        raise failed

    def _with_processor(
        self, header: gguf.GgufHeader, params: LoadParams, fixed: Set[str], anyway: bool
    ) -> Iterator[LoadParams]:
        yield params
        if params.n_gpu_layers and "n_gpu_layers" not in fixed:
            without = msgspec.structs.replace(params, n_gpu_layers=0)
            if anyway or plan(header, None, self._machine(), without, fixed=_SETTLED).fits:
                yield without

    def unload(self, *, keep_s: float = KEEP_S) -> None:
        """End the process; its memory is free afterwards. A load in progress ends at once.

        What it had read of the chats is left on disk, as far as `keep_s` suffices, and found by the next load of the
        same model; the rest is read again.
        """
        if client := self._client:
            grace_s = 2.0 if client.loaded else GIVE_UP_S
            if client.loaded and client.death is None:
                with contextlib.suppress(EngineError, ModelNotLoaded):
                    if client.keep(timeout_s=keep_s) is None:
                        grace_s = 0.0  # still writing, or stuck
            client.close(grace_s=grace_s)
        with self._lock:
            self._failure = None
            if self._client is client:
                self._client = self._path = self.params = None

    def give_up(self) -> None:
        """End a load on its way, even one that hangs; a loaded model stays."""
        client = self._client
        if client is not None and client.loaded is None:
            client.close(grace_s=GIVE_UP_S)

    def wake(self) -> Loaded:
        """What is loaded, loading the model again first if its process is dead.

        Raises: ModelNotLoaded, or why nothing is loaded; whatever the load raises.
        """
        loaded = self._alive().loaded
        if loaded is None:
            raise ModelNotLoaded
        return loaded

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
        """Start an answer, loading the model again first if its process is dead."""
        client = self._alive()
        answer = client.generate(
            messages, sampling, conversation=conversation, background=background, tools=tools, room=room
        )
        answer.on_completed = self._on_completed
        return answer

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return self._alive().count(texts)

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> int:
        return self._alive().count_messages(messages, tools)

    def forget(self, conversation: str) -> None:
        """A chat was deleted: nothing of it is left in the engine or in the caches on disk."""
        forget(self._kept, conversation)
        if client := self._client:
            client.forget_conversation(conversation)

    def close(self) -> None:
        """As `unload`, within about `CLOSE_S`; for the end of the program."""
        self.unload(keep_s=CLOSE_S)

    def _new_client(self) -> EngineClient:
        silent_s, hung_s = self._patience
        return EngineClient(
            self._log, silent_s=silent_s, hung_s=hung_s, on_silence=lambda silence: self.listener(silence)
        )

    def _alive(self) -> EngineClient:
        """Raises: ModelNotLoaded, or why nothing is loaded; whatever the load raises."""
        with self._lock:
            client, path = self._client, self._path
            if client is None or path is None:
                raise rebuild(type(self._failure).__name__, self._failure.values) if self._failure else ModelNotLoaded()
            if client.death is None and not client.give_up_if_hung() and not client.give_up_if_changed():
                return client
            if isinstance(client.death, ModelNotLoaded):
                raise client.death
            if not isinstance(client.death, ModelChanged):  # that is not for want of memory
                now = self._clock()
                self._deaths = self._deaths + 1 if now - self._died < RELATED_S else 1
                self._died = now
            try:
                return self._again(path, self._steps[max(0, min(self._deaths, len(self._steps)) - 1) :])
            except PaddockError as error:
                if not isinstance(error, ModelNotLoaded):
                    self._failure = error
                    self._client = self._path = self.params = None
                    self.listener(error)
                raise

    def _again(self, path: Path, steps: Sequence[LoadParams]) -> EngineClient:
        """The first of `steps` that fits and loads."""
        header = gguf.read_header(path)
        failed: PaddockError | None = None
        for params in steps:
            planned = plan(header, None, self._machine(), params, fixed=_SETTLED)
            if not (planned.fits or self._anyway):
                failed = failed or planned.refusal(path.stem)
                continue
            params = planned.params  # the card may be gone
            client = self._client = self._new_client()
            try:
                for event in client.load(path, params, kept=self._kept):
                    self.listener(event)
            except (ModelLoadFailed, EngineHung) as error:
                failed = error
                self._deaths += 1
                continue
            if client.loaded is None:
                raise ModelNotLoaded  # somebody unloaded it meanwhile
            self.params = params
            if notice := stepped_down(self._deaths, self._steps[0], params):
                self.listener(notice)
            return client
        assert failed is not None, "a ladder has a step"
        raise failed

    def _drop(self, client: EngineClient) -> None:
        client.close()
        with self._lock:
            if self._client is client:
                self._client = self._path = self.params = None

    def _on_completed(self, _completed: Completed) -> None:
        self._deaths = 0


def _modest(wished: LoadParams, fixed: Set[str]) -> LoadParams:
    """How the built-in demo model is loaded, whatever is wished of real ones: the cards are left alone.

    What costs its time is the attention over all cells of the cache: one sequence keeps them few, and on a processor
    llama.cpp's plain attention is the quicker one. Twenty pages take 13 s of computing so, not 42.
    """
    n_ctx = wished.n_ctx if "n_ctx" in fixed else demo.N_CTX
    n_threads = wished.n_threads or demo.N_THREADS
    return msgspec.structs.replace(
        wished, n_ctx=n_ctx, n_threads=n_threads, n_seq_max=1, flash_attn=False, n_gpu_layers=0, main_gpu=None,
        type_k="f16", type_v="f16",
    )  # fmt: skip
