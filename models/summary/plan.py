"""How a document is cut for the model that is loaded: tokens a chunk, answers at a time."""

from __future__ import annotations

from typing import NamedTuple

from models.documents.chunk import CONTEXT_TOKENS
from models.errors import ContextFull

ANSWER_TOKENS = 600
CHUNK_TOKENS = 2400  # recall falls with longer chunks on small models, whatever their context
MOST_AT_ONCE = 32
_TEMPLATE_TOKENS = 40
_HEADING_TOKENS = 60
_SLACK = 0.03
_FEWEST_CHUNK_TOKENS = 96


class Budget(NamedTuple):
    """`slot_tokens` of context for each of `parallel` requests; the parts of a slot in tokens."""

    slot_tokens: int
    chunk_tokens: int
    answer_tokens: int
    parallel: int


def budget(n_ctx: int, n_seq_max: int, prefix_tokens: int, chunk_tokens: int = CHUNK_TOKENS) -> Budget:
    """Slots in a context shared by all requests: C = slot - prefix - heading and context - answer - template - 3 %.

    Raises: ContextFull when not even a few sentences fit beside the instructions.
    """
    answer = min(ANSWER_TOKENS, n_ctx // 4)
    around = prefix_tokens + _HEADING_TOKENS + CONTEXT_TOKENS + answer + _TEMPLATE_TOKENS
    slot = min(n_ctx, round((around + chunk_tokens) / (1 - _SLACK)))
    chunk = min(chunk_tokens, int(slot * (1 - _SLACK)) - around)
    if chunk < _FEWEST_CHUNK_TOKENS:
        raise ContextFull(needed=round((around + _FEWEST_CHUNK_TOKENS) / (1 - _SLACK)), n_ctx=n_ctx)
    return Budget(slot, chunk, answer, max(1, min(n_ctx // slot, n_seq_max, MOST_AT_ONCE)))
