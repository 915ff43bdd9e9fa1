from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from models.engine.protocol import AnswerEvent, ChatMessage, Completed, Loaded, SamplingParams, TextDelta
from models.errors import ContextFull, PaddockError
from models.store.conversations import Conversations
from models.store.database import Database

LOADED = Loaded(
    n_ctx=4096, n_ctx_train=32768, n_layer=2, n_gpu_layers=0, device="CPU", architecture="qwen2", size_bytes=1,
    build="test", load_ms=1.0,
)  # fmt: skip


def completed(reason: str = "stop") -> Completed:
    return Completed(
        id=1, finish_reason=reason, prompt_tokens=10, cached_tokens=4, prompt_ms=5.0, predicted_tokens=2,
        predicted_ms=2.0, seed=42,
    )  # fmt: skip


def words(*texts: str) -> list[AnswerEvent]:
    return [TextDelta(1, text) for text in texts]


class Saying:
    """An answer that says `script`: events, an error to raise, or a callable to wait for the next of them."""

    def __init__(self, script: Sequence[AnswerEvent | PaddockError | Callable[[], object]]) -> None:
        self._script = iter(script)
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[AnswerEvent]:
        return self

    def __next__(self) -> AnswerEvent:
        for step in self._script:
            if self.closed.is_set():
                break
            if isinstance(step, PaddockError):
                raise step
            if not callable(step):
                return step
            step()
        raise StopIteration

    def close(self) -> None:
        self.closed.set()


class ScriptedEngine:
    """Counts a token a character and answers with `script`; `asked` is what it was given."""

    def __init__(self) -> None:
        self.script: list = [*words("Good ", "day"), completed()]
        self.asked: list[list[tuple[str, str]]] = []
        self.conversations: list[str | None] = []
        self.answer: Saying | None = None
        self.loaded: Loaded | None = LOADED
        self.path: Path | None = Path("/models/Tiny-Q4_K_M.gguf")

    def generate(
        self,
        messages: Sequence[ChatMessage],
        sampling: SamplingParams | None = None,
        *,
        conversation: str | None = None,
        background: bool = False,
        room: int = 1,
    ) -> Saying:
        needed = self.count_messages(messages) + room
        if needed > LOADED.n_ctx:
            raise ContextFull(needed=needed, n_ctx=LOADED.n_ctx)
        self.asked.append([(message.role, message.content) for message in messages])
        self.conversations.append(conversation)
        self.answer = Saying(self.script)
        return self.answer

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(map(len, texts))

    def count_messages(self, messages: Sequence[ChatMessage]) -> int:
        return sum(len(message.content) for message in messages)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Conversations(database)
    database.close()
