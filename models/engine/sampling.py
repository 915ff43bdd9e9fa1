"""How one request chooses its tokens: a chain of llama.cpp's samplers, and a grammar checked after the choice.

The order of the chain is llama.cpp's own (common/common.h: penalties, top_k, top_p, min_p, temperature). A grammar
is asked about the one chosen token first; the vocabulary is masked only when that one is refused, because masking
all of it costs 18-48 ms at 152 000 tokens.
"""

from __future__ import annotations

import secrets

import numpy as np

from models.engine import llama
from models.engine.protocol import SamplingParams
from models.engine.schema import gbnf
from models.errors import SchemaRefused

_DRAWN_BY_LLAMA = 0xFFFFFFFF  # LLAMA_DEFAULT_SEED: llama.cpp would draw one and not say which
_NEAR = 512  # candidates the grammar is asked about before the whole vocabulary


class GrammarEnded(Exception):
    """The grammar allows nothing more: the answer is complete."""


class Sampler:
    """Chooses the tokens of one request. `seed` is the one in force, drawn here when none was given.

    Raises:
        SchemaRefused: The grammar or schema cannot be used.
    """

    def __init__(self, vocabulary: llama.Vocabulary, params: SamplingParams) -> None:
        self.seed = secrets.randbits(31) if params.seed is None else params.seed % _DRAWN_BY_LLAMA
        self._params = params
        self._grammar = _grammar(vocabulary, params)
        self._chain = _chain(vocabulary, params, self.seed)
        self._all = np.arange(vocabulary.size, dtype=np.int32) if self._grammar else None

    @property
    def device_chain(self) -> llama.Chain | None:
        """The chain, if the device could run it: nothing in it that needs the CPU."""
        return None if self._grammar or self._reordered else self._chain

    @property
    def _reordered(self) -> bool:
        """The chain changes which tokens are likeliest."""
        p = self._params
        penalised = p.repeat_penalty != 1.0 or p.presence_penalty != 0.0 or p.frequency_penalty != 0.0
        return penalised or bool(p.logit_bias) or p.ignore_eos

    def sample(self, context: llama.Context, row: int) -> int:
        """The next token, from the logits of batch row `row`. Raises: GrammarEnded."""
        if self._grammar is None:
            return self._chain.sample(context, row)
        token = self._constrained(context.logits(row), self._grammar)
        self._grammar.accept(token)
        self._chain.accept(token)
        return token

    def close(self) -> None:
        self._chain.close()
        if self._grammar:
            self._grammar.close()

    def _constrained(self, logits: np.ndarray[tuple[int, ...], np.dtype[np.float32]], grammar: llama.Chain) -> int:
        """The distribution of masking everything, at the price of one check in the usual case."""
        assert self._all is not None
        token = self._choose(llama.Candidates(self._all, logits))
        if _allowed(grammar, np.array([token], np.int32), logits).size:
            return token
        if not self._reordered:
            near = np.argpartition(logits, -_NEAR)[-_NEAR:] if len(logits) > _NEAR else self._all
            allowed = _allowed(grammar, near.astype(np.int32), logits)
            # With top_k, and for the greedy one, what lies further down could not have been chosen.
            needed = 1 if self._params.temperature <= 0 else self._params.top_k or len(logits)
            if allowed.size >= needed:
                return self._choose(llama.Candidates(allowed, logits[allowed]))
        allowed = _allowed(grammar, self._all, logits)
        if not allowed.size:
            raise GrammarEnded
        return self._choose(llama.Candidates(allowed, logits[allowed]))

    def _choose(self, candidates: llama.Candidates) -> int:
        self._chain.apply(candidates)
        token = candidates.chosen
        assert token is not None, "every chain ends in a sampler that chooses"
        return token


def _allowed(
    grammar: llama.Chain,
    tokens: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    logits: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    candidates = llama.Candidates(tokens, logits[tokens])
    grammar.apply(candidates)
    return np.asarray(tokens[candidates.entries["logit"] != -np.inf])


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


def _grammar(vocabulary: llama.Vocabulary, params: SamplingParams) -> llama.Chain | None:
    text = params.grammar
    where = "the grammar"
    if params.json_schema is not None:
        text, where = gbnf(params.json_schema), "$"
    if text is None:
        return None
    chain = llama.Chain()
    try:
        chain.grammar(vocabulary, text)
    except llama.LlamaError as error:
        raise SchemaRefused(path=where, detail=str(error)) from error
    return chain
