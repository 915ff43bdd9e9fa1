"""A chat that has grown too long for the context: the figures of every way out. What each does: `models.chat.relief`.

Nothing is ever cut: the user chooses, and whatever was said stays in the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

import msgspec

from models.chat.compaction import spoken
from models.chat.condense import budget_for
from models.chat.context import content_of, messages_for, room_for
from models.engine.plan import Plan
from models.engine.protocol import Engine, SamplingParams
from models.store.conversations import Conversations
from models.store.message import Attachment, Message, Role

_AROUND_TOKENS = 8  # the template's marks around one message
_FILLED = 0.5  # of the context: what goes along may take, so that the chat can go on for a while
_LARGER = 1.25  # than what is needed now
_STEPS = tuple(1 << power for power in range(9, 21))  # the contexts that are offered: 512 to a million


class Recent(msgspec.Struct, frozen=True, kw_only=True):
    """What would go along: the last `messages`, from a question on; `left` before them would not.

    `after_tokens` is what the model would read in all. For a compaction that counts its notes, of `left_tokens`.
    """

    first: int
    messages: int
    left: int
    left_tokens: int
    after_tokens: int


class Larger(msgspec.Struct, frozen=True):
    """Load the model again with a context of `n_ctx`; `plan` says whether that fits, and into what."""

    n_ctx: int
    plan: Plan


class Weight(msgspec.Struct, frozen=True):
    """An attached file, or the message itself (no name), in tokens."""

    name: str
    tokens: int


class Overflow(msgspec.Struct, frozen=True, kw_only=True):
    """The branch that ends with `asked` needs `needed` tokens and room to answer; the context holds `n_ctx`.

    `question` is the user's last message in it.

    A way that does not lead anywhere is None. `weights` are the parts of the question itself. `shortened` are the
    tokens an attached file could be brought down to, where that helps.
    """

    conversation: int
    asked: int
    question: int
    needed: int
    n_ctx: int
    compact: Recent | None = None
    branch: Recent | None = None
    larger: Larger | None = None
    weights: tuple[Weight, ...] = ()
    shortened: int | None = None


Foresee = Callable[[int], Plan | None]


def survey(
    conversations: Conversations,
    engine: Engine,
    asked: int,
    *,
    n_ctx: int,
    n_ctx_train: int,
    sampling: SamplingParams,
    foresee: Foresee = lambda _n_ctx: None,
) -> Overflow:
    """Count the branch that ends with the message `asked`, a question or notes below one, and look at every way out.

    `foresee` plans a load of the same model with another context; None where that cannot be known.
    Raises: ChatMissing; StoreError; ModelNotLoaded; EngineError.
    """
    chat = conversations.get(conversations.message(asked).conversation)
    branch = conversations.branch(chat.id, asked)
    notes, messages = spoken(branch)
    attached = conversations.attachments(branch)
    room = min(room_for(sampling), n_ctx // 8)
    needed = engine.count_messages(messages_for(chat.instructions, branch, attached)) + room
    fixed, noted, *sizes = engine.count(
        [chat.instructions, notes, *(content_of(message, attached) for message in messages)]
    )
    turns = _Turns(messages, [size + _AROUND_TOKENS for size in sizes], noted, fixed + room, n_ctx)
    question = messages[-1]
    weights = _weights(engine, question, attached.get(question.id, ()))
    budget = budget_for(n_ctx)
    return Overflow(
        conversation=chat.id,
        asked=asked,
        question=question.id,
        needed=needed,
        n_ctx=n_ctx,
        compact=turns.kept_with(budget),
        branch=turns.kept_with(0),
        larger=_larger(needed, n_ctx, n_ctx_train, foresee),
        weights=weights,
        shortened=_shortened(weights, needed, n_ctx, budget),
    )


class _Turns:
    """Where a branch may be parted: before each question. `before` tokens stand there already: earlier notes."""

    def __init__(self, messages: Sequence[Message], sizes: Sequence[int], noted: int, fixed: int, n_ctx: int) -> None:
        self._messages = messages
        self._so_far = [0, *accumulate(sizes)]
        self._noted = noted
        self._fixed = fixed
        self._n_ctx = n_ctx

    def kept_with(self, budget: int) -> Recent | None:
        """As many turns as fill half of the context, at least the last; None where not even that fits, or all does."""
        total = self._so_far[-1]
        places = [place for place, each in enumerate(self._messages) if each.role is Role.USER and place > 0]
        if not places and self._noted and self._messages:
            places = [0]  # only earlier notes can be left behind
        fitting = None
        for place in reversed(places):
            left = self._so_far[place] + self._noted
            after = self._fixed + min(budget, left) + total - self._so_far[place]
            if after > (self._n_ctx if fitting is None else self._n_ctx * _FILLED):
                break
            fitting = Recent(
                first=self._messages[place].id,
                messages=len(self._messages) - place,
                left=place,
                left_tokens=left,
                after_tokens=after,
            )
        return fitting


def _weights(engine: Engine, question: Message, attached: Sequence[Attachment]) -> tuple[Weight, ...]:
    texts = [question.text, *(each.text for each in attached)]
    names = ["", *(each.name for each in attached)]
    return tuple(Weight(name, tokens) for name, tokens in zip(names, engine.count(texts), strict=True))


def _shortened(weights: Sequence[Weight], needed: int, n_ctx: int, budget: int) -> int | None:
    """What notes on the attached files take; None where there are none, or that does not help."""
    files = [weight.tokens for weight in weights if weight.name]
    after = sum(min(tokens, budget) for tokens in files)
    return after if after < sum(files) and needed - sum(files) + after <= n_ctx else None


def _larger(needed: int, n_ctx: int, n_ctx_train: int, foresee: Foresee) -> Larger | None:
    """The next context with room to go on, or the largest the model was trained for."""
    most = n_ctx_train or _STEPS[-1]
    wanted = next((step for step in _STEPS if step >= needed * _LARGER), most)
    chosen = min(wanted, most)
    if chosen <= n_ctx or chosen < needed:
        return None
    plan = foresee(chosen)
    return None if plan is None else Larger(chosen, plan)
