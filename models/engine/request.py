"""What the scheduler moves about: requests, the slots that hold their tokens, and what a decoder is fed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol


class Feed(NamedTuple):
    """Some tokens of one sequence in a batch, from `position` on; `output` asks for the logits after the last."""

    sequence: int
    position: int
    tokens: Sequence[int]
    output: bool


class Decoder(Protocol):
    """What the scheduler needs of a context; models.engine.decoder has the real one."""

    n_ctx: int
    n_batch: int
    n_ubatch: int
    n_seq_max: int
    cuts_anywhere: bool

    def decode(self, feeds: Sequence[Feed]) -> None: ...
    def sample(self, feed: int, sampler: Any) -> int | None:
        """The token after feed number `feed` of the last decode; None when its grammar allows nothing more."""

    def remove(self, sequence: int, start: int) -> None: ...
    def copy(self, source: int, target: int, end: int) -> None: ...
    def attach(self, sequence: int, sampler: Any) -> None:
        """Answers of `sequence` are sampled with `sampler` from now on."""


@dataclass(slots=True, eq=False)
class Request:
    """One answer in the making. `tokens` is the prompt and then the answer; `cached_tokens` of it were not read."""

    id: int
    tokens: list[int]
    sampler: Any  # whatever the decoder samples with
    conversation: str | None = None
    background: bool = False
    max_tokens: int | None = None
    n_prompt: int = field(init=False)
    cached_tokens: int | None = field(init=False, default=None)
    slot: Slot | None = field(init=False, default=None)
    order: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.n_prompt = len(self.tokens)

    @property
    def n_read(self) -> int:
        """Tokens of the prompt that are in the cache."""
        return min(len(self.slot.tokens), self.n_prompt) if self.slot else 0

    @property
    def n_predicted(self) -> int:
        return len(self.tokens) - self.n_prompt

    @property
    def pending(self) -> int:
        return len(self.tokens) - (len(self.slot.tokens) if self.slot else 0)


@dataclass(slots=True, eq=False)
class Slot:
    """One sequence of the context and what its cells hold."""

    sequence: int
    tokens: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    conversation: str | None = None
    request: Request | None = None
    used: int = 0


class Step(NamedTuple):
    """What one decode brought: requests that read on, and tokens that were chosen (None: the grammar ended)."""

    read: list[Request]
    sampled: list[tuple[Request, int | None]]
