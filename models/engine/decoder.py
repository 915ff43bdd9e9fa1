"""The scheduler's `Decoder` on a real context."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine.llama import Batch, Context, LlamaError
from models.engine.request import Feed
from models.engine.sampling import GrammarEnded, Sampler


class ContextDecoder:
    """Feeds into one reused batch; on a device, chains that can run there choose their tokens there."""

    def __init__(self, context: Context, *, cuts_anywhere: bool, on_device: bool) -> None:
        self.n_ctx = context.n_ctx
        self.n_batch = context.n_batch
        self.n_ubatch = context.n_ubatch
        self.n_seq_max = context.n_seq_max
        self.cuts_anywhere = cuts_anywhere
        self._context = context
        self._on_device = on_device
        self._batch = Batch(context.n_batch)
        self._rows: list[int] = []
        self._attached: dict[int, Sampler] = {}  # llama.cpp keeps pointers to these chains

    def decode(self, feeds: Sequence[Feed]) -> None:
        """Raises: LlamaError."""
        batch, at = self._batch, 0
        self._rows.clear()
        for sequence, position, tokens, output in feeds:
            count = len(tokens)
            end = at + count
            if count == 1:
                batch.token[at], batch.position[at] = tokens[0], position
                batch.sequence[at], batch.output[at] = sequence, output
            else:
                batch.token[at:end] = tokens
                batch.position[at:end] = range(position, position + count)
                batch.sequence[at:end] = sequence
                batch.output[at:end] = 0
                batch.output[end - 1] = output
            self._rows.append(end - 1)
            at = end
        batch.count = at
        if not self._context.decode(batch):
            raise LlamaError(f"no cells for {at} tokens that were counted as free")

    def sample(self, feed: int, sampler: Sampler) -> int | None:
        try:
            return sampler.sample(self._context, self._rows[feed])
        except GrammarEnded:
            return None

    def remove(self, sequence: int, start: int) -> None:
        """Raises: LlamaError when the model cannot cut there; the scheduler only asks what it can."""
        if not self._context.remove(sequence, start):
            raise LlamaError(f"sequence {sequence} cannot be cut at {start}")

    def copy(self, source: int, target: int, end: int) -> None:
        self._context.copy(source, target, end)

    def attach(self, sequence: int, sampler: Sampler) -> None:
        chain = sampler.device_chain if self._on_device else None
        if chain and self._context.set_sampler(sequence, chain):
            self._attached[sequence] = sampler

    def detach(self, sequence: int) -> None:
        if self._attached.pop(sequence, None):
            self._context.set_sampler(sequence, None)
