"""One answer in the making: what it is asked with, what came of it, and what its receipt will say."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.chat.receipt import Maker, prompt_sha256, receipt, repeats
from models.chat.remembered import Kept, Remembered
from models.engine.protocol import (
    AnswerEvent,
    ChatMessage,
    Completed,
    Loaded,
    ReasoningDelta,
    SamplingParams,
    TextDelta,
)
from models.store.answer import StreamingAnswer
from models.store.message import Attachment, Message, State

_STATES = {"stop": State.DONE, "length": State.LENGTH, "cancelled": State.STOPPED}


class Making:
    """Gathers an answer's events into `answer`. `state` is FAILED until something better is known."""

    def __init__(self, answer: StreamingAnswer, sampling: SamplingParams, maker: Maker) -> None:
        self.answer = answer
        self.sampling = sampling
        self.state = State.FAILED
        self._maker = maker
        self._prompt = ""
        self._documents: Sequence[str] = ()
        self._said: list[str] = []
        self._completed: Completed | None = None
        self._thinking = _Thinking()
        self._kept: Kept | None = None

    def asks(self, messages: Sequence[ChatMessage], attached: Mapping[int, Sequence[Attachment]]) -> None:
        """The model is given these to read."""
        self._prompt = prompt_sha256(messages)
        self._documents = [each.sha256 for texts in attached.values() for each in texts]

    def take(self, event: AnswerEvent) -> None:
        """Some more of it."""
        match event:
            case Completed():
                self._completed = event
            case TextDelta(text=text):
                self._thinking.end()
                self.answer.add(text)
                self._said.append(text)
            case ReasoningDelta(text=text):
                self._thinking.go_on()
                self.answer.add_reasoning(text)

    def end(self) -> None:
        """All of it has come."""
        if self._kept is not None:
            self.state = self._kept.state
        else:
            self.state = _STATES[self._completed.finish_reason] if self._completed else State.STOPPED

    def receipt(self, loaded: Loaded | None, first: Message | None) -> dict[str, Any]:
        """What made it; `cached_ms` is when it was made, if it was not now."""
        if self._kept is not None:
            return {**self._kept.receipt, "cached_ms": self._kept.made_ms}
        made = receipt(self._maker, loaded, self.sampling, self._prompt, self._completed)
        if thinking_ms := self._thinking.took_ms():
            made["thinking_ms"] = thinking_ms
        if first is not None and self._completed is not None and self.state is not State.STOPPED:
            made["repeats"] = repeats(first, made, "".join(self._said))
        return made

    def recall(self, remembered: Remembered) -> bool:
        """Take what is remembered of this very question; False when that is nothing."""
        self._kept = remembered.find(
            self.answer.message.conversation, self._prompt, self._maker, self.sampling, self._documents
        )
        return self._kept is not None

    def recalled(self) -> Iterator[AnswerEvent]:
        """The answer that is remembered."""
        if self._kept is not None and self._kept.reasoning:
            yield ReasoningDelta(0, self._kept.reasoning)
        if self._kept is not None:
            yield TextDelta(0, self._kept.text)

    def remember(self, remembered: Remembered, finished: Message) -> None:
        """Keep a whole answer for the next time it is asked for."""
        if self._kept is not None or not self._is_whole or finished.receipt is None:
            return
        kept = Kept(
            text=finished.text, reasoning=finished.reasoning, state=finished.state, receipt=finished.receipt,
            made_ms=int(time.time() * 1000),
        )  # fmt: skip
        remembered.keep(
            self.answer.message.conversation, self._prompt, self._maker, self.sampling, self._documents, kept
        )

    @property
    def _is_whole(self) -> bool:
        """It came to its end, or to the length that was asked for: a fuller context would not have changed it."""
        full = self._completed is not None and self._completed.predicted_tokens == self.sampling.max_tokens
        return self.state is State.DONE or (self.state is State.LENGTH and full)


class _Thinking:
    """How long the model thought before its first word."""

    def __init__(self) -> None:
        self._began_s: float | None = None
        self._ended_s: float | None = None

    def go_on(self) -> None:
        if self._began_s is None:
            self._began_s = time.monotonic()

    def end(self) -> None:
        if self._began_s is not None and self._ended_s is None:
            self._ended_s = time.monotonic()

    def took_ms(self) -> int:
        """Up to now, while it has not ended; 0 where it did not think."""
        if self._began_s is None:
            return 0
        return max(1, round(((self._ended_s or time.monotonic()) - self._began_s) * 1000))
