"""Asks the engine several questions side by side and hears the answers in the order they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

import msgspec

from models.engine.protocol import (
    Answering,
    ChatMessage,
    Completed,
    Engine,
    PromptProgress,
    SamplingParams,
    TextDelta,
)
from models.errors import EngineCrashed, EngineHung, ModelNotLoaded, PaddockError, SchemaRefused, StoreError

ATTEMPTS = 3
_LONGEST_CHARACTERS_A_TOKEN = 24  # beyond this an engine does not keep its own limit
_LEAVE_S = 2.0


class Asked(NamedTuple):
    """The question about part `part` of a job."""

    part: int
    messages: tuple[ChatMessage, ...]
    sampling: SamplingParams


class Heard(NamedTuple):
    """Part `part` is being worked on: the share of it read, and tokens answered."""

    part: int
    read: float
    tokens: int


class Answered(msgspec.Struct, frozen=True):
    """A whole answer, as it is kept in the cache. `cut` True: it ended at its limit, perhaps in mid-line."""

    part: int
    text: str
    tokens: int
    cut: bool


class GaveUp(NamedTuple):
    """Part `part` could not be answered, for `error`."""

    part: int
    error: PaddockError


def ask_all(
    engine: Engine, questions: Sequence[Asked], parallel: int, keep: Callable[[Answered], None]
) -> Generator[Heard | Answered | GaveUp, None, None]:
    """Ask all, `parallel` at a time, as background work. Closing stops every open answer.

    `keep` is called with each answer by the thread that heard it, before it is yielded: what is finished is kept
    even when nobody asks for it any more.

    An engine that died is asked again (its supervisor starts it anew), twice at most for one question.
    Raises: ModelNotLoaded; StoreError when an answer cannot be kept.
    """
    asking = _Asking(engine, questions, keep)
    workers = [
        threading.Thread(target=asking.work, name=f"summary-{number}", daemon=True)
        for number in range(max(1, min(parallel, len(questions))))
    ]
    for worker in workers:
        worker.start()
    try:
        left = len(workers)
        while left:
            heard = asking.heard.get()
            if heard is None:
                left -= 1
            elif isinstance(heard, BaseException):
                raise heard
            elif isinstance(heard, GaveUp) and isinstance(heard.error, ModelNotLoaded):
                raise heard.error
            else:
                yield heard
    finally:
        asking.stop()
        for worker in workers:
            worker.join(_LEAVE_S)


class _Asking:
    def __init__(self, engine: Engine, questions: Sequence[Asked], keep: Callable[[Answered], None]) -> None:
        self.heard: queue.SimpleQueue[Heard | Answered | GaveUp | BaseException | None] = queue.SimpleQueue()
        self._engine = engine
        self._keep = keep
        self._waiting = list(reversed(questions))
        self._open: dict[int, Answering] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def work(self) -> None:
        """One thread: question after question until none is left."""
        try:
            while (question := self._next()) is not None:
                self.heard.put(self._answered(question))
        except BaseException as bug:  # noqa: BLE001  the thread's outermost frame: it is raised where the job runs
            self.heard.put(bug)
        self.heard.put(None)

    def stop(self) -> None:
        """No further question; open answers end now."""
        with self._lock:
            self._stopped = True
            self._waiting.clear()
            still_open = list(self._open.values())
        for answer in still_open:
            answer.close()

    def _next(self) -> Asked | None:
        with self._lock:
            return self._waiting.pop() if self._waiting else None

    def _answered(self, question: Asked) -> Answered | GaveUp:
        sampling = question.sampling
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask(question, sampling)
            except SchemaRefused as error:  # an engine without grammars: the parser copes
                if sampling.grammar is None:
                    return GaveUp(question.part, error)
                sampling = msgspec.structs.replace(sampling, grammar=None)
            except (EngineCrashed, EngineHung) as error:
                if attempt == ATTEMPTS or self._stopped:
                    return GaveUp(question.part, error)
            except StoreError:
                raise
            except PaddockError as error:
                return GaveUp(question.part, error)
        raise AssertionError("every attempt returns or raises")

    def _ask(self, question: Asked, sampling: SamplingParams) -> Answered:
        text: list[str] = []
        tokens, characters, cut, whole = 0, 0, True, False
        most = (sampling.max_tokens or 4096) * _LONGEST_CHARACTERS_A_TOKEN
        answer = self._engine.generate(question.messages, sampling, background=True)
        with self._lock:
            self._open[question.part] = answer
            if self._stopped:
                answer.close()
        try:
            for event in answer:
                match event:
                    case PromptProgress(done=done, total=total):
                        self.heard.put(Heard(question.part, done / max(1, total), 0))
                    case TextDelta(text=added):
                        text.append(added)
                        characters += len(added)
                        tokens += 1
                        self.heard.put(Heard(question.part, 1.0, tokens))
                    case Completed(finish_reason=reason, predicted_tokens=predicted):
                        tokens, cut, whole = predicted, reason != "stop", reason != "cancelled"
                if characters > most:
                    whole = True
                    break
        finally:
            answer.close()
            with self._lock:
                self._open.pop(question.part, None)
        answered = Answered(question.part, "".join(text), tokens, cut)
        if whole:
            self._keep(answered)
        return answered
