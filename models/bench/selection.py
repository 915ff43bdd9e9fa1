"""Which contexts and how many answers at once are to be measured, and which cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Set

import msgspec

from models.bench.effort import Item
from models.bench.events import Kind, SkipName, Skipped
from models.engine.hardware import Hardware
from models.engine.memory import padded
from models.engine.plan import Plan, plan
from models.engine.protocol import LoadParams
from models.engine.shape import Shape

CONTEXTS = (4096, 8192, 16_384, 32_768)
SEQUENCES = (1, 8, 16, 32)
SMALL_CONTEXTS = (2048, 1024, 512)  # for a machine on which the smallest of those takes too long
SMALLEST = 512
TOKENS, TOKENS_QUICK = 128, 32
_MARGIN = 8  # tokens of a prompt that were not counted
_TOGETHER_PROMPT, _TOGETHER_PROMPT_SLOW = 512, 128  # tokens of each of many prompts
_SLOW = 1000.0  # tokens a second of reading


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What to measure. Nothing named: what a few minutes allow; one kind named: nothing of the other kind."""

    contexts: tuple[int, ...] = ()
    sequences: tuple[int, ...] = ()
    repeats: int | None = None
    quick: bool = False

    @property
    def tokens(self) -> int:
        """The length of each answer."""
        return TOKENS_QUICK if self.quick else TOKENS


class Selection:
    """The items of a wish. `params` are the user's, `fixed` their fields that must not change.

    With `anyway` what the plan says does not fit is an item all the same. `plans` gets the plan of each item, and
    `skipped` what is no item.
    """

    def __init__(
        self, shape: Shape, machine: Hardware, params: LoadParams, wish: Wish, *, fixed: Set[str], anyway: bool
    ) -> None:
        self._shape = shape
        self._machine = machine
        self._params = params
        self._wish = wish
        self._fixed = {*fixed, "n_ctx"}
        self._anyway = anyway
        self.plans: dict[Item, Plan] = {}
        self.skipped: list[Skipped] = []

    def trial(self) -> Plan:
        """A small context: what is loaded first to see how fast the machine is."""
        return self._plan(n_ctx=2 * SMALLEST)

    def contexts(self) -> list[Item]:
        """One answer each, in a context that its prompt fills: the usual sizes and the user's own."""
        wish = self._wish
        if wish.sequences and not wish.contexts:
            return []
        trained = self._shape.n_ctx_train
        usual = {*CONTEXTS[: 1 if wish.quick else None], max(SMALLEST, self._params.n_ctx or trained)}
        items = []
        for size in sorted(set(wish.contexts) or usual):
            if trained and size > trained and not wish.contexts:
                self._skip("context", size, "beyond_training", {"trained": trained})
            elif item := self.context(size, explicit=bool(wish.contexts)):
                items.append(item)
        return items

    def context(self, size: int, *, explicit: bool = False) -> Item | None:
        """One answer in a context of `size`; None where that does not fit."""
        prompt = size - self._wish.tokens - _MARGIN
        return self._item("context", size, self._plan(n_ctx=size), prompt, explicit=explicit)

    def sequences(self, read_per_s: float) -> list[Item]:
        """Many answers at once, behind shorter prompts where the machine reads slowly."""
        wish = self._wish
        if wish.contexts and not wish.sequences:
            return []
        prompt = _TOGETHER_PROMPT_SLOW if wish.quick or read_per_s < _SLOW else _TOGETHER_PROMPT
        items = []
        for count in sorted(set(wish.sequences)) or SEQUENCES[: 2 if wish.quick else None]:
            found = self._plan(n_ctx=padded(count * (prompt + wish.tokens + _MARGIN)), n_seq_max=count)
            if item := self._item("sequences", count, found, prompt, explicit=bool(wish.sequences)):
                items.append(item)
        return items

    def is_chosen(self, item: Item) -> bool:
        """It is the context of the user's settings."""
        return item.kind == "context" and item.size == self._params.n_ctx

    def _plan(self, **changes: int) -> Plan:
        params = msgspec.structs.replace(self._params, **changes)
        return plan(self._shape, None, self._machine, params, fixed=self._fixed)

    def _item(self, kind: Kind, size: int, found: Plan, prompt: int, *, explicit: bool) -> Item | None:
        if not found.fits and not self._anyway:
            self._skip(kind, size, "does_not_fit", found.reason.values)
            return None
        item = Item(kind, size, found.params, prompt, self._wish.tokens, explicit)
        self.plans[item] = found
        return item

    def _skip(self, kind: Kind, size: int, why: SkipName, values: Mapping[str, int | float | str]) -> None:
        self.skipped.append(Skipped(kind=kind, size=size, why=why, values=dict(values)))
