"""The scheduler's `Decoder` on a real context."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.engine.llama import Aborted, Batch, Context, LlamaError, Shortlist
from models.engine.request import Feed, Interrupted
from models.engine.sampling import GrammarEnded, Sampler

# Tokens. Finding candidates costs 3 ms in each 512 of them; stopping it and going on, some 50 ms (measured on an H200:
# it pays at 16 384 tokens and does not at 8 192).
_WORTH_SUSPENDING = 12_288
_WORTH_INTERRUPTING = 64  # tokens; fewer are soon computed, and asking a thousand times a batch costs up to 3 % of them


class ContextDecoder:
    """Feeds into one reused batch. With a shortlist the device finds the candidates of every sampler that can choose
    among few; with the others, and on the CPU, every logit is looked at.

    `urgent` is asked while the processor reads a prompt: the decode ends when it says yes. A model that cannot be cut
    anywhere is not interrupted, since what it had read of the batch could not be taken back.
    """

    def __init__(
        self,
        context: Context,
        *,
        cuts_anywhere: bool,
        shortlist: Shortlist | None = None,
        urgent: Callable[[], bool] | None = None,
    ) -> None:
        self.n_ctx = context.n_ctx
        self.n_batch = context.n_batch
        self.n_ubatch = context.n_ubatch
        self.n_seq_max = context.n_seq_max
        self.n_outputs_max = context.n_outputs_max
        self.n_outputs_max_per_seq = context.n_outputs_max_per_seq
        self.cuts_anywhere = cuts_anywhere
        self._context = context
        self._shortlist = shortlist
        self._urgent = urgent if cuts_anywhere else None
        self._interruptible = False
        self._batch = Batch(context.n_batch)
        self._rows: dict[int, int] = {}  # of the last decode: the row of a feed's first output
        self._listed: dict[int, int] = {}  # of the last decode: the place of a feed's first output in the shortlist
        self._listed_rows: list[int] = []
        self._read = False
        for sequence in range(self.n_seq_max if shortlist else 0):
            self.attach(sequence, None)

    def decode(self, feeds: Sequence[Feed], ahead: int = 0) -> None:
        """Hand a batch to the device, which may still compute it when this returns. Raises: LlamaError, Interrupted."""
        if self._shortlist and ahead >= _WORTH_SUSPENDING:
            self._shortlist.suspend()
        elif self._shortlist and any(feed.outputs for feed in feeds):
            self._shortlist.resume()
        tokens: list[int] = []
        positions: list[int] = []
        sequences: list[int] = []
        outputs: list[int] = []
        self._rows.clear()
        self._listed.clear()
        self._listed_rows.clear()
        self._read = False
        for number, (sequence, position, fed, n_outputs), listed in self._in_order(feeds):
            count = len(fed)
            tokens += fed
            positions += range(position, position + count)
            sequences += [sequence] * count
            outputs += [0] * (count - n_outputs) + [1] * n_outputs
            first = self._rows[number] = len(tokens) - n_outputs
            if listed:
                self._listed[number] = len(self._listed_rows)
                self._listed_rows += range(first, len(tokens))
        batch, count = self._batch, len(tokens)
        batch.token[:count], batch.position[:count] = tokens, positions
        batch.sequence[:count], batch.output[:count] = sequences, outputs
        batch.count = count
        if self._urgent and self._interruptible != (count >= _WORTH_INTERRUPTING):
            self._interruptible = not self._interruptible
            self._context.abort_when(self._urgent if self._interruptible else None)
        try:
            if not self._context.decode(self._batch):
                raise LlamaError(f"no cells for {count} tokens that were counted as free")
        except Aborted:
            for feed in feeds:
                self.remove(feed.sequence, feed.position)
            raise Interrupted from None

    def sample(self, feed: int, sampler: Sampler, output: int = 0) -> int | None:
        if self._shortlist and (first := self._listed.get(feed)) is not None:
            if not self._read:
                self._shortlist.read(self._listed_rows)
                self._read = True
            if sampler.unless is not None and (best := self._shortlist.best(first + output)) not in sampler.unless:
                return best
            return sampler.choose(self._shortlist.candidates(first + output))
        try:
            return sampler.sample(self._context, self._rows[feed] + output)
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

    def _in_order(self, feeds: Sequence[Feed]) -> list[tuple[int, Feed, bool]]:
        """The feeds with their numbers; those whose candidates the device finds (True) come first, as it wants them."""
        if self._shortlist is None:
            return [(number, feed, False) for number, feed in enumerate(feeds)]
        attached = self._shortlist.attached
        marked = [(n, feed, feed.outputs > 0 and attached(feed.sequence)) for n, feed in enumerate(feeds)]
        return marked if all(listed for *_, listed in marked) else sorted(marked, key=lambda mark: not mark[2])
