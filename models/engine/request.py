"""What the scheduler moves about: requests, the slots that hold their tokens, and what a decoder is fed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from models.engine.lookup import Lookup


class Feed(NamedTuple):
    """Some tokens of one sequence in a batch, from `position` on; the logits after the last `outputs` are asked for."""

    sequence: int
    position: int
    tokens: Sequence[int]
    outputs: int


class Interrupted(Exception):
    """A decode was ended for something more urgent; nothing of it is in the cache."""


class Decoder(Protocol):
    """What the scheduler needs of a context; models.engine.decoder has the real one."""

    n_ctx: int
    n_batch: int
    n_ubatch: int
    n_seq_max: int
    n_outputs_max: int
    n_outputs_max_per_seq: int
    cuts_anywhere: bool

    def decode(self, feeds: Sequence[Feed], ahead: int = 0) -> None:
        """Compute a batch. There will be no output before `ahead` tokens, this batch's included.

        Raises: Interrupted.
        """

    def sample(self, feed: int, sampler: Any, output: int = 0) -> int | None:
        """The token at an output of feed `feed` of the last decode; None when its grammar allows nothing more."""

    def remove(self, sequence: int, start: int) -> None: ...
    def copy(self, source: int, target: int, end: int) -> None: ...
    def attach(self, sequence: int, sampler: Any) -> None:
        """Answers of `sequence` are sampled with `sampler` from now on."""


@dataclass(slots=True, eq=False)
class Request:
    """One answer in the making. `tokens` is the prompt and then the answer; `cached_tokens` of it were not read.

    Once submitted it gets no more than `n_tokens_max` of them. With a `lookup` they may be drafted; `accepted_tokens`
    of `drafted_tokens` were right.
    """

    id: int
    tokens: list[int]
    sampler: Any  # whatever the decoder samples with
    conversation: str | None = None
    background: bool = False
    max_tokens: int | None = None
    lookup: Lookup | None = None
    n_prompt: int = field(init=False)
    n_tokens_max: int = field(init=False, default=0)
    cached_tokens: int | None = field(init=False, default=None)
    slot: Slot | None = field(init=False, default=None)
    order: int = field(init=False, default=0)
    drafted_tokens: int = field(init=False, default=0)
    accepted_tokens: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.n_prompt = len(self.tokens)

    def feed(self, count: int, draft: list[int]) -> Feed:
        """The next `count` tokens for the cache; with those of `draft` behind them, there is an output at each."""
        assert self.slot is not None, "an active request has a slot"
        position = len(self.slot.tokens)
        end = position + count
        outputs = 1 + len(draft) if end == len(self.tokens) else 0
        return Feed(self.slot.sequence, position, self.tokens[position:end] + draft, outputs)

    def take_back(self, count: int) -> None:
        """The last tokens do not belong to the answer: something before them has ended it."""
        del self.tokens[len(self.tokens) - count :]

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
    """What one decode brought: requests that read on, and tokens that were chosen.

    More than one where a draft was right. None, always the last, says that the grammar has ended.
    """

    read: list[Request]
    sampled: list[tuple[Request, list[int | None]]]


def common_prefix(held: Sequence[int], wanted: Sequence[int], limit: int) -> int:
    """Its length, `limit` at most; compared in runs, because lists compare fast."""
    end = min(len(held), limit)
    at = 0
    while at < end:
        run = min(512, end - at)
        if held[at : at + run] != wanted[at : at + run]:
            return at + next(i for i in range(run) if held[at + i] != wanted[at + i])
        at += run
    return at
