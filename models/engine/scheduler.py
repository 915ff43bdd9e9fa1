"""Many requests, one context: which tokens go into the next batch. Pure; llama.cpp is behind `Decoder`.

One loop calls `step` as long as `busy`. A request is its tokens; what of them is not yet in the KV cache is pending.
Reading a prompt and writing an answer are the same thing: feed what is pending, and when nothing is left, sample one
more token. So an answer that had to give up its cells goes on later as if nothing had happened.

* Chats go before background work: they are admitted first, read first, and may take the cells of background work,
  which waits in the queue meanwhile. Background work still gets one step in `background_every`.
* Prompts are read in slices (`models.engine.slices`) between the steps of the answers. What is urgent ends a long one.
* A conversation's cells are kept after its answer; the longest common prefix is not read again. Any other sequence
  with a common prefix lends its cells (seq_cp), and background requests wait for one that is just reading theirs.
* Cells run out: idle sequences go first (background, then the least recently used chat), then the youngest request
  gives way, background before chats. The eldest chat never does, so something always gets done.
* Where an answer repeats something, what followed there is fed as a draft, with an output at each token. Tokens are
  chosen one after the other as ever; the first that is another ends it, and the cells behind it are given back. So
  the answer is the same as without, as far as the arithmetic of batches is the same.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from models.engine.cells import Cells
from models.engine.drafting import Drafting
from models.engine.request import Decoder, Feed, Interrupted, Request, Slot, Step, common_prefix
from models.engine.slices import SLICE_ALONE_S, SLICE_STEP, Slices
from models.errors import ContextFull

_WORTH_WAITING = 32  # a prefix shorter than this is sooner read than waited for


class Scheduler:
    """The loop's memory. Not thread-safe: one thread submits, steps and cancels."""

    def __init__(
        self,
        decoder: Decoder,
        *,
        drafting: Drafting | None = None,
        background_every: int = 8,
        slice_alone_s: float = SLICE_ALONE_S,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._decoder = decoder
        self._drafting = drafting if decoder.cuts_anywhere else None
        self._background_every = background_every
        self._slices = Slices(decoder.n_batch, decoder.n_ubatch, slice_alone_s)
        self._clock = clock
        self._cells = Cells(decoder.n_ctx)
        self._slots = [Slot(sequence) for sequence in range(decoder.n_seq_max)]
        self._chats: deque[Request] = deque()
        self._background: deque[Request] = deque()
        self._active: list[Request] = []  # in the order of their submission
        self._tick = itertools.count(1)
        self._steps = 0

    @property
    def busy(self) -> bool:
        return bool(self._active or self._chats or self._background)

    @property
    def requests(self) -> list[Request]:
        """All that have not ended."""
        return [*self._active, *self._chats, *self._background]

    @property
    def free_cells(self) -> int:
        return self._cells.free

    def cached(self, conversation: str | None) -> Sequence[int]:
        """What the cache holds of a conversation that is not being answered."""
        slots = (s for s in self._slots if conversation and s.conversation == conversation and not s.request)
        return max(slots, key=lambda slot: slot.used, default=Slot(-1)).tokens

    def submit(self, request: Request) -> None:
        """Raises: ContextFull, before anything was computed; the prompt and one token of answer must fit."""
        if len(request.tokens) + 1 > self._decoder.n_ctx:
            raise ContextFull(needed=len(request.tokens) + 1, n_ctx=self._decoder.n_ctx)
        request.order = next(self._tick)
        room = self._decoder.n_ctx + 1  # the last token of an answer needs no cell
        wished = room if request.max_tokens is None else request.n_prompt + request.max_tokens
        request.n_tokens_max = min(room, wished)
        self._queue(request).append(request)

    def kept(self) -> list[Slot]:
        """The sequences of conversations that nobody is answering, the one used last first."""
        idle = (slot for slot in self._slots if slot.conversation and slot.tokens and not slot.request)
        return sorted(idle, key=lambda slot: -slot.used)

    def adopt(self, conversation: str, tokens: Sequence[int]) -> int | None:
        """A sequence that will hold `tokens` without reading them; None when that would take cells others need."""
        promised = sum(self._outstanding(active) for active in self._active)
        idle = sum(self._cells.sole(slot.cells) for slot in self._slots if not slot.request)
        slot = next(self._idle(), None)
        if slot is None or self._cells.free + idle - promised < len(tokens):
            return None
        self._cut(slot, 0)
        self._evict_idle(len(tokens) - self._cells.free, chats=True)
        if self._cells.free < len(tokens):
            return None
        slot.tokens, slot.cells = list(tokens), self._cells.take(len(tokens))
        slot.conversation, slot.used = conversation, next(self._tick)
        return slot.sequence

    def forget(self, conversation: str) -> None:
        """Let go of what is cached of a conversation that nobody is answering."""
        for slot in self._slots:
            if slot.conversation == conversation and not slot.request:
                self._cut(slot, 0)

    def find(self, number: int) -> Request | None:
        return next((request for request in self.requests if request.id == number), None)

    def finish(self, request: Request) -> None:
        """The request has ended, whyever; what it read stays for those that come after it, but no draft."""
        if request.slot is None:
            self._queue(request).remove(request)
            return
        self._active.remove(request)
        if self._drafting:
            self._cut(request.slot, len(request.tokens))
        request.slot.request = None
        request.slot.used = next(self._tick)
        request.slot = None

    def exhausted(self, request: Request) -> bool:
        """It has all the tokens it asked for, or all the context there is."""
        return len(request.tokens) >= request.n_tokens_max

    def step(self, meanwhile: Callable[[], None] = lambda: None) -> Step:
        """Admit who can be, decode one batch, sample. Call `finish` for those whose answer is complete.

        `meanwhile` is called while a device computes the batch; requests may be finished in it.
        """
        self._steps += 1
        self._admit()
        work = self._work()
        drafts = self._drafts(work)
        feeds = [request.feed(count, draft) for (request, count), draft in zip(work, drafts, strict=True)]
        ahead = 0 if any(feed.outputs for feed in feeds) else min((request.pending for request, _ in work), default=0)
        started = self._clock()
        try:
            self._decoder.decode(feeds, ahead)
        except Interrupted:
            return Step([], [])
        fed = [(request, feed) for (request, _), feed in zip(work, feeds, strict=True)]
        n_tokens = self._take_cells(fed)
        meanwhile()
        sampled = [
            (request, self._sample(number, feed, request))
            for number, (request, feed) in enumerate(fed)
            if feed.outputs and request.slot
        ]
        seconds = self._clock() - started
        if any(count > 1 for _, count in work):
            self._slices.measure(n_tokens, seconds)
        elif self._drafting:
            self._drafting.measure(n_tokens, seconds)
        return Step([r for r, feed in fed if feed.position < r.n_prompt and r.slot], sampled)

    def _take_cells(self, fed: Sequence[tuple[Request, Feed]]) -> int:
        """The slots hold what was fed; how many tokens that is."""
        n_tokens = sum(len(feed.tokens) for _, feed in fed)
        cells, at = self._cells.take(n_tokens), 0
        for request, feed in fed:
            slot, end = _slot(request), at + len(feed.tokens)
            slot.tokens += feed.tokens
            slot.cells += cells[at:end]
            at = end
        return n_tokens

    def _sample(self, number: int, feed: Feed, request: Request) -> list[int | None]:
        """Choose the tokens at the outputs of a feed, up to the first that is not the one fed behind it."""
        if feed.outputs == 1:
            token = self._decoder.sample(number, request.sampler)
            if token is not None:
                request.tokens.append(token)
            return [token]
        drafted = feed.tokens[len(feed.tokens) - feed.outputs + 1 :]
        chosen: list[int | None] = []
        for output in range(feed.outputs):
            token = self._decoder.sample(number, request.sampler, output)
            chosen.append(token)
            if token is not None:
                request.tokens.append(token)
            if output < len(drafted) and token != drafted[output]:
                break
        request.drafted_tokens += len(drafted)
        request.accepted_tokens += len(chosen) - 1
        self._cut(_slot(request), feed.position + len(feed.tokens) - feed.outputs + len(chosen))
        return chosen

    # --- who runs ----------------------------------------------------------------------------------------------------

    def _work(self) -> list[tuple[Request, int]]:
        """Who feeds how many tokens in this step; their cells are free."""
        while (work := self._plan()) is None:
            pass
        return work

    def _plan(self) -> list[tuple[Request, int]] | None:
        """As `_work`, or None when somebody gave way and all is to be looked at again."""
        writing: list[Request] = []
        reading: list[Request] = []
        for request in self._running():
            (writing if request.pending == 1 else reading).append(request)
        self._evict_idle(len(writing) - self._cells.free, chats=True)
        if self._cells.free < len(writing) and self._give_way(writing[0]):
            return None
        work = [(request, 1) for request in writing]
        if not reading:
            return work
        free = self._cells.free - len(work)
        alone, room = not work, self._decoder.n_batch - len(work)
        budget = min(self._slices.size(alone=alone), room)
        for request in reading:
            if budget <= 0:
                break
            count = min(request.pending, budget)
            if alone and request.pending - count < min(SLICE_STEP, room - count):
                count = request.pending  # a short rest would take as long as a slice
            if free < count:
                free += self._evict_idle(count - free, chats=not request.background)
            if free <= 0 and self._give_way(request):
                return None
            if count := min(count, free):
                work.append((request, count))
                budget, room, free = budget - count, room - count, free - count
        return work

    def _running(self) -> list[Request]:
        chats = [request for request in self._active if not request.background]
        if chats and self._steps % self._background_every:
            return chats
        return chats + [request for request in self._active if request.background]

    def _drafts(self, work: Sequence[tuple[Request, int]]) -> list[list[int]]:
        """What is fed beyond what is known: only while everybody writes, and into cells that nobody else asks for."""
        drafting, decoder = self._drafting, self._decoder
        if drafting is None or len(work) > drafting.MOST_ANSWERS or any(request.pending > 1 for request, _ in work):
            return [[]] * len(work)
        requests = [request for request, _ in work]
        room = min(self._cells.free, decoder.n_batch, decoder.n_outputs_max) - len(work)
        limits = [min(r.n_tokens_max - len(r.tokens), decoder.n_outputs_max_per_seq) - 1 for r in requests]
        return drafting.drafts(requests, limits, room)

    # --- admission ---------------------------------------------------------------------------------------------------

    def _admit(self) -> None:
        for queue in (self._chats, self._background):
            while queue and self._admit_one(queue[0]):
                queue.popleft()

    def _admit_one(self, request: Request) -> bool:
        if request.background and all(slot.request for slot in self._slots):
            return False
        limit = len(request.tokens) - 1  # the last token is always computed: its logits are needed
        shares = [(common_prefix(slot.tokens, request.tokens, limit), slot) for slot in self._slots]
        if not self._decoder.cuts_anywhere:
            shares = [(n if n == len(slot.tokens) else 0, slot) for n, slot in shares]
        shared, best = max(shares, key=lambda share: (share[0], share[1].conversation == request.conversation))
        donor = best if shared else None
        if request.background and self._soon_shared(request, limit) >= shared + _WORTH_WAITING:
            return False
        if not self._affordable(request, shared, donor):
            return False
        in_place = donor and donor.request is None and donor.conversation in (None, request.conversation)
        slot = donor if in_place else self._empty_slot(request, keep=donor)
        if slot is None:
            return False
        if slot is donor:
            self._cut(slot, shared)
        elif donor and self._decoder.cuts_anywhere:
            self._decoder.copy(donor.sequence, slot.sequence, shared)
            slot.tokens, slot.cells = donor.tokens[:shared], donor.cells[:shared]
            self._cells.share(slot.cells)
        slot.request, request.slot = request, slot
        slot.conversation = request.conversation
        if request.cached_tokens is None:
            request.cached_tokens = len(slot.tokens)
        self._decoder.attach(slot.sequence, request.sampler)
        self._active.append(request)
        self._active.sort(key=lambda active: active.order)
        return True

    def _soon_shared(self, request: Request, limit: int) -> int:
        """The longest prefix that somebody is just reading."""
        readers = (active for active in self._active if active.pending > 1)
        return max((common_prefix(reader.tokens, request.tokens, limit) for reader in readers), default=0)

    def _affordable(self, request: Request, shared: int, donor: Slot | None) -> bool:
        """There are cells for it: for a chat's prompt even those of background work, else only what nobody needs."""
        if not self._active:
            return True
        needed = len(request.tokens) + 1 - shared
        promised = sum(self._outstanding(active) for active in self._active)
        idle = [slot for slot in self._slots if slot.request is None and slot is not donor]
        if request.background:
            needed += (request.max_tokens or 0) - request.n_predicted
            idle = [slot for slot in idle if slot.conversation is None]
        spare = self._cells.free + sum(self._cells.sole(slot.cells) for slot in idle) - promised
        if not request.background:
            spare += sum(self._cells.sole(_slot(r).cells) + self._outstanding(r) for r in self._active if r.background)
        return spare >= needed

    def _outstanding(self, request: Request) -> int:
        """Cells an active request will still need, as far as it is known."""
        wished = (request.max_tokens or 0) - request.n_predicted if request.background else 0
        return request.pending + max(0, wished)

    # --- room --------------------------------------------------------------------------------------------------------

    def _empty_slot(self, request: Request, keep: Slot | None) -> Slot | None:
        """A sequence for `request`: an unused one, the least precious idle one, or that of background work."""
        idle = [slot for slot in self._idle() if slot is not keep]
        if not idle and not request.background:
            victim = max((a for a in self._active if a.background and a.slot is not keep), key=_rank, default=None)
            if victim:
                idle = [_slot(victim)]
                self._preempt(victim)
        if not idle and keep and keep.request is None:
            idle = [keep]
        if not idle:
            return None
        if idle[0] is not keep:
            self._cut(idle[0], 0)
        return idle[0]

    def _idle(self) -> Iterator[Slot]:
        """Idle slots, the least precious first: empty, then background, then the least recently used chat."""
        idle = (slot for slot in self._slots if slot.request is None)
        return iter(sorted(idle, key=lambda slot: (bool(slot.tokens), slot.conversation is not None, slot.used)))

    def _evict_idle(self, count: int, *, chats: bool) -> int:
        """Free about `count` cells of idle sequences; returns how many. Background takes a chat's only when alone."""
        freed = 0
        if count <= 0:
            return freed
        for slot in self._idle():
            if freed >= count:
                break
            alone = all(active.background for active in self._active)
            if slot.cells and (chats or alone or slot.conversation is None):
                before = self._cells.free
                self._cut(slot, 0)
                freed += self._cells.free - before
        return freed

    def _give_way(self, claimant: Request) -> bool:
        """The youngest request goes back into its queue, background first; False when nobody ranks below `claimant`."""
        victim = max(self._active, key=_rank)
        if _rank(victim) <= _rank(claimant):
            return False
        self._preempt(victim)
        return True

    def _preempt(self, request: Request) -> None:
        slot = _slot(request)
        self._active.remove(request)
        slot.request = request.slot = None
        self._cut(slot, 0)
        self._queue(request).appendleft(request)

    def _cut(self, slot: Slot, length: int) -> None:
        """Forget what `slot` holds behind its first `length` tokens."""
        if length < len(slot.tokens):
            self._decoder.remove(slot.sequence, length)
            self._cells.release(slot.cells[length:])
            del slot.tokens[length:], slot.cells[length:]
        if length == 0:
            slot.conversation = None

    def _queue(self, request: Request) -> deque[Request]:
        return self._background if request.background else self._chats


def _rank(request: Request) -> tuple[bool, int]:
    """Who gives way to whom: background to chats, the younger to the elder."""
    return request.background, request.order


def _slot(request: Request) -> Slot:
    assert request.slot is not None, "an active request has a slot"
    return request.slot
