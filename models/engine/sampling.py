"""How one request chooses its tokens: a chain of llama.cpp's samplers, and a constraint checked after the choice.

The order of the chain is llama.cpp's own (common/common.h: penalties, top_k, top_p, min_p, temperature). A constraint
is asked about the one chosen token first; only when that one is refused is another chosen among all it allows.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.engine import llama
from models.engine.protocol import SamplingParams

if TYPE_CHECKING:
    from models.engine.constraint import Constraint

_DRAWN_BY_LLAMA = 0xFFFFFFFF  # LLAMA_DEFAULT_SEED: llama.cpp would draw one and not say which


class GrammarEnded(Exception):
    """The constraint allows nothing more: the answer is complete."""


class Sampler:
    """Chooses the tokens of one request, within `constraint` if there is one.

    `seed` is the one in force, drawn here when none was given.
    """

    def __init__(
        self, vocabulary: llama.Vocabulary, params: SamplingParams, constraint: Constraint | None = None
    ) -> None:
        self.seed = secrets.randbits(31) if params.seed is None else params.seed % _DRAWN_BY_LLAMA
        self._params = params
        self._ends = vocabulary.end_of_generation if params.ignore_eos else frozenset()
        self._chain = _chain(vocabulary, params, self.seed)
        self._all = np.arange(vocabulary.size, dtype=np.int32) if constraint else None
        self.constraint = constraint

    @cached_property
    def needs(self) -> int | None:
        """How many of the likeliest tokens decide the choice; None when it may be any token."""
        p = self._params
        lifted = p.repeat_penalty < 1 or p.presence_penalty < 0 or p.frequency_penalty < 0
        if self.constraint or self._width <= 0 or lifted or any(bias > 0 for _, bias in p.logit_bias):
            return None
        # What lowers tokens can lower as many of the likeliest as it knows.
        if self._penalises and p.repeat_last_n < 0:
            return None
        return self._width + len(p.logit_bias) + len(self._ends) + p.repeat_last_n * self._penalises

    @cached_property
    def unless(self) -> frozenset[int] | None:
        """The likeliest token is chosen unless it is one of these; None where more must be looked at."""
        if self.needs is None or self._width > 1 or self._penalises:
            return None
        return self._ends | {token for token, _ in self._params.logit_bias}

    @property
    def _width(self) -> int:
        """Among how many of the likeliest it draws, once the logits are what they shall be."""
        return 1 if self._params.temperature <= 0 else self._params.top_k

    @property
    def _penalises(self) -> bool:
        p = self._params
        return p.repeat_penalty != 1 or p.presence_penalty != 0 or p.frequency_penalty != 0

    def sample(self, context: llama.Context, row: int) -> int:
        """The next token, from the logits of batch row `row`. Raises: GrammarEnded."""
        if self.constraint is None:
            return self._chain.sample(context, row)
        token = self._constrained(context.logits(row), self.constraint)
        self.constraint.accept(token)
        self._chain.accept(token)
        return token

    def choose(self, candidates: llama.Candidates) -> int:
        """The next token, from candidates that hold at least as many of the likeliest as this sampler `needs`."""
        token = self._choose(candidates)
        self._chain.accept(token)
        return token

    def close(self) -> None:
        self._chain.close()

    def _constrained(self, logits: NDArray[np.float32], constraint: Constraint) -> int:
        """The distribution of masking everything, at the price of one check in the usual case."""
        assert self._all is not None
        token = self._choose(llama.Candidates.of(self._all, logits))
        if constraint.allows(token):
            return token
        allowed = constraint.allowed()
        if not allowed.size:
            raise GrammarEnded
        return self._choose(llama.Candidates.of(allowed, logits[allowed]))

    def _choose(self, candidates: llama.Candidates) -> int:
        self._chain.apply(candidates)
        token = candidates.chosen
        assert token is not None, "every chain ends in a sampler that chooses"
        return token


def _chain(vocabulary: llama.Vocabulary, params: SamplingParams, seed: int) -> llama.Chain:
    chain = llama.Chain()
    biases = list(params.logit_bias)
    if params.ignore_eos:
        biases += [(token, -np.inf) for token in vocabulary.end_of_generation]
    if biases:
        chain.logit_bias(vocabulary.size, biases)
    if params.repeat_penalty != 1.0 or params.frequency_penalty or params.presence_penalty:
        chain.penalties(
            vocabulary.size,
            params.repeat_last_n,
            params.repeat_penalty,
            params.frequency_penalty,
            params.presence_penalty,
        )
    if params.temperature <= 0:
        chain.greedy()
        return chain
    if params.top_k > 0:
        chain.top_k(params.top_k)
    if params.top_p < 1:
        chain.top_p(params.top_p)
    if params.min_p > 0:
        chain.min_p(params.min_p)
    chain.temperature(params.temperature)
    chain.distribution(seed)
    return chain
