"""The scheduler's `Decoder` on a real context."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine.llama import Batch, Context, LlamaError, Shortlist
from models.engine.request import Feed
from models.engine.sampling import GrammarEnded, Sampler


class ContextDecoder:
    """Feeds into one reused batch. With a shortlist the device finds the candidates of every sampler that can choose
    among few; with the others, and on the CPU, every logit is looked at.
    """

    def __init__(self, context: Context, *, cuts_anywhere: bool, shortlist: Shortlist | None = None) -> None:
        self.n_ctx = context.n_ctx
        self.n_batch = context.n_batch
        self.n_ubatch = context.n_ubatch
        self.n_seq_max = context.n_seq_max
        self.cuts_anywhere = cuts_anywhere
        self._context = context
        self._shortlist = shortlist
        self._batch = Batch(context.n_batch)
        self._rows: dict[int, int] = {}  # of the last decode: the row of a feed's output
        self._listed: dict[int, int] = {}  # of the last decode: a feed's place in the shortlist
        self._read = False
        for sequence in range(self.n_seq_max if shortlist else 0):
            self.attach(sequence, None)

    def decode(self, feeds: Sequence[Feed]) -> None:
        """Hand a batch to the device, which may still compute it when this returns. Raises: LlamaError."""
        batch, at = self._batch, 0
        self._rows.clear()
        self._listed.clear()
        self._read = False
        for number, (sequence, position, tokens, output) in self._in_order(feeds):
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
            self._rows[number] = end - 1
            at = end
        batch.count = at
        if not self._context.decode(batch):
            raise LlamaError(f"no cells for {at} tokens that were counted as free")

    def sample(self, feed: int, sampler: Sampler) -> int | None:
        if self._shortlist and (number := self._listed.get(feed)) is not None:
            best_only = sampler.needs == 1
            if not self._read:
                rows = [self._rows[listed] for listed in self._listed]
                self._shortlist.read(rows, best_only=best_only and len(rows) == 1)
                self._read = True
            if best_only:
                return self._shortlist.best(number)
            return sampler.choose(self._shortlist.candidates(number))
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

    def attach(self, sequence: int, sampler: Sampler | None) -> None:
        """Changing between the two ways costs some 10 ms, so a sequence stays with the last one."""
        if self._shortlist is None:
            return
        needs = sampler.needs if sampler else 0
        if needs is not None and needs <= self._shortlist.size:
            self._shortlist.attach(sequence)
        else:
            self._shortlist.detach(sequence)

    def _in_order(self, feeds: Sequence[Feed]) -> list[tuple[int, Feed]]:
        """The feeds with their numbers, those whose candidates the device finds before the others, as it wants."""
        numbered = list(enumerate(feeds))
        if self._shortlist is None:
            return numbered
        attached = self._shortlist.attached
        listed = [(number, feed) for number, feed in numbered if feed.output and attached(feed.sequence)]
        self._listed.update((number, place) for place, (number, _) in enumerate(listed))
        if len(listed) == len(numbered):
            return listed
        return listed + [(number, feed) for number, feed in numbered if not feed.output or not attached(feed.sequence)]
