"""Which model is loaded, and what happens when its process dies."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from models import gguf
from models.engine.client import Answer, EngineClient
from models.engine.kept import forget
from models.engine.protocol import ChatMessage, Completed, Loaded, Loading, LoadParams, SamplingParams, Tool
from models.errors import EngineError, ModelNotLoaded
from models.paths import Paths

_SMALLEST_CTX = 2048


class Supervisor:
    """Keeps one model loaded. Any thread may call; see `models.engine.protocol.Engine`.

    The process's death ends the answers it was writing with EngineCrashed or EngineHung. The next call loads the
    model again: as it was after the first death, one step lower on `ladder` after each further one without a
    complete answer in between, and on its last step from then on. `loaded` and `params` say what is in force now.
    """

    def __init__(self, paths: Paths) -> None:
        self._log = paths.logs / "engine.log"
        self._kept = paths.cache / "kept"
        self._lock = threading.RLock()  # held while a model is loaded: the calls of others wait for it
        self._client: EngineClient | None = None
        self._path: Path | None = None
        self._wished: LoadParams | None = None
        self._deaths = 0  # since the last complete answer
        self.params: LoadParams | None = None

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

    def load(self, path: Path, params: LoadParams) -> Generator[Loading | Loaded, None, None]:
        """Load a model in place of the one before. Closing the iterator unloads.

        Raises:
            FileRefused: It is no model file llama.cpp should see (NotGguf, GgufDamaged, FileMissing ...).
            ModelLoadFailed, EngineHung: The engine's own reason.
        """
        gguf.read_header(path)
        self.unload()
        with self._lock:
            client = self._client = EngineClient(self._log)
            self._path, self._wished, self.params, self._deaths = path, params, params, 0
        try:
            yield from client.load(path, params, kept=self._kept)
        finally:
            if client.loaded is None:
                self._drop(client)

    def unload(self) -> None:
        """End the process; its memory is free afterwards. A load in progress ends at once.

        What it had read of the chats is left on disk, and found by the next load of the same model.
        """
        if client := self._client:
            if client.loaded and client.death is None:
                with contextlib.suppress(EngineError, ModelNotLoaded):
                    client.keep()
            client.close()
        with self._lock:
            if self._client is client:
                self._client = self._path = self.params = None

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams | None = None,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
    ) -> Answer:
        """Start an answer, loading the model again first if its process is dead."""
        client = self._alive()
        answer = client.generate(messages, sampling, conversation=conversation, background=background, tools=tools)
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
        """The same as `unload`, for `contextlib.closing`."""
        self.unload()

    def _alive(self) -> EngineClient:
        """Raises: ModelNotLoaded; whatever the load raises."""
        with self._lock:
            client, path, wished = self._client, self._path, self._wished
            if client is None or path is None or wished is None:
                raise ModelNotLoaded
            if client.death is None:
                return client
            if isinstance(client.death, ModelNotLoaded):
                raise client.death
            self._deaths += 1
            steps = ladder(wished)
            return self._again(path, steps[min(self._deaths, len(steps)) - 1 :])

    def _again(self, path: Path, steps: Sequence[LoadParams]) -> EngineClient:
        """The first of `steps` that loads."""
        gguf.read_header(path)
        failed: EngineError | None = None
        for params in steps:
            client = self._client = EngineClient(self._log)
            try:
                for _ in client.load(path, params, kept=self._kept):
                    pass
            except EngineError as error:
                failed = error
                self._deaths += 1
                continue
            if client.loaded is None:
                raise ModelNotLoaded  # somebody unloaded it meanwhile
            self.params = params
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


def ladder(wished: LoadParams) -> tuple[LoadParams, ...]:
    """What to try after one death, after two, and so on: the same, half the context, the CPU, both."""
    half = msgspec.structs.replace(wished, n_ctx=max(min(wished.n_ctx, _SMALLEST_CTX), wished.n_ctx // 2))
    steps = [wished, half]
    if wished.n_gpu_layers != 0:
        steps += [msgspec.structs.replace(step, n_gpu_layers=0) for step in (wished, half)]
    return tuple(dict.fromkeys(steps))
