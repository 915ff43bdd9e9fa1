"""One answer on its way out of the engine's process: tokens to text, text to few deltas, and what it cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from models.engine.pieces import Call, Part
from models.engine.protocol import Completed, Event, PromptProgress, ReasoningDelta, TextDelta, ToolCall
from models.engine.request import Request
from models.engine.sampling import Sampler
from models.engine.stopping import Transcriber

DELTA_EVERY_S = 0.016  # a screen shows 60 pictures a second; more deltas only cost


class Delivery:
    """Sends the events of one request, which came at `arrived` (perf_counter). It owns the request's sampler."""

    def __init__(
        self,
        request: Request,
        sampler: Sampler,
        transcriber: Transcriber,
        send: Callable[[Event], None],
        arrived: float,
    ) -> None:
        self.request = request
        self._transcriber = transcriber
        self._sampler = sampler
        self._send = send
        self._held: list[Part] = []
        self._raw = bytearray()  # of a constrained answer, to look at it as a whole
        self._arrived = arrived
        self._first = 0.0
        self._last = 0.0
        self._sent = 0.0

    @property
    def stopped(self) -> bool:
        """A stop string has ended the answer, at the last token that came."""
        return self._transcriber.stopped

    @property
    def finished(self) -> bool:
        """Nothing may follow the last token that was chosen."""
        return self._sampler.constraint is not None and self._sampler.constraint.finished

    def read(self) -> None:
        """Some more of the prompt is in the cache."""
        request = self.request
        cached = request.cached_tokens or 0
        self._send(PromptProgress(request.id, max(request.n_read, cached), request.n_prompt, cached))

    def token(self, raw: bytes) -> None:
        """One more token was chosen; `raw` are its bytes, none for the one that ends the answer."""
        self._last = time.perf_counter()
        self._first = self._first or self._last
        if self._sampler.constraint:
            self._raw += raw
        self._held += self._transcriber.push(raw)
        if self._held and self._last - self._sent >= DELTA_EVERY_S:
            self._flush()

    def complete(self, reason: Literal["stop", "length", "cancelled"]) -> None:
        """The last event. What breaks off, or is not what was asked for, is never called complete."""
        constraint = self._sampler.constraint
        if reason == "stop" and constraint and not constraint.holds(self._raw.decode("utf-8", "replace")):
            reason = "length"
        self._held += self._transcriber.finish()
        self._flush()
        first = self._first or time.perf_counter()
        self._send(
            Completed(
                id=self.request.id,
                finish_reason=reason,
                prompt_tokens=self.request.n_prompt,
                cached_tokens=self.request.cached_tokens or 0,
                prompt_ms=(first - self._arrived) * 1000,
                predicted_tokens=self.request.n_predicted,
                predicted_ms=max(0.0, self._last - first) * 1000,
                seed=self._sampler.seed,
                drafted_tokens=self.request.drafted_tokens,
                accepted_tokens=self.request.accepted_tokens,
            )
        )

    def close(self) -> None:
        """Free the sampler; nothing is sampled for this request any more."""
        self._sampler.close()

    def _flush(self) -> None:
        """Neighbours of one kind go out as one delta."""
        text, reasoning = "", False
        for part in self._held:
            if text and (isinstance(part, Call) or part.reasoning != reasoning):
                self._delta(text, reasoning)
                text = ""
            if isinstance(part, Call):
                self._send(ToolCall(self.request.id, part.name, part.arguments))
            else:
                text, reasoning = text + part.text, part.reasoning
        if text:
            self._delta(text, reasoning)
        self._held.clear()
        self._sent = self._last

    def _delta(self, text: str, reasoning: bool) -> None:
        self._send(ReasoningDelta(self.request.id, text) if reasoning else TextDelta(self.request.id, text))
