"""An engine for work that can be stopped at once, also while it waits for the next word."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from models.engine.protocol import Answering, ChatMessage, Engine, SamplingParams, Tool
from models.errors import ModelNotLoaded


class Interruptible:
    """Passes everything on to `engine` until `stop`; then open answers end and further calls find no model."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._open: list[Answering] = []
        self._stopped = False

    def stop(self) -> None:
        """From any thread."""
        with self._lock:
            self._stopped = True
            still_open, self._open = self._open, []
        for answer in still_open:
            answer.close()

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams | None = None,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
    ) -> Answering:
        """See `Engine`. Raises: ModelNotLoaded after `stop`."""
        self._check()
        answer = self._engine.generate(
            messages, sampling or SamplingParams(), conversation=conversation, background=background, tools=tools
        )
        with self._lock:
            if not self._stopped:
                self._open = [*self._open[-63:], answer]  # ended ones go out at the other side
                return answer
        answer.close()
        raise ModelNotLoaded

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        self._check()
        return self._engine.count(texts)

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> int:
        self._check()
        return self._engine.count_messages(messages, tools)

    def _check(self) -> None:
        if self._stopped:
            raise ModelNotLoaded
