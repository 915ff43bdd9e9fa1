"""What may come next in an answer that repeats something: what followed the same few tokens before.

Quotes and edited code repeat their prompt for hundreds of tokens. Tokens guessed so are drafted: many are computed in
one batch, where each by itself would read all weights (prompt lookup decoding, Saxena 2023).
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np

_BITS = 21  # of a token in a key; no vocabulary has two million tokens
_GRAM = 3  # tokens that must be the same: with two, every common pair of words is a guess
_MASK = (1 << _BITS * _GRAM) - 1
_SETTLED = 8  # a source that was right so often in a row is trusted by another measure than a new one
_TRUST = 0.5, 0.8  # at first: in a new source, and in a settled one
_RATE = 0.1  # by how much one token changes it


class Lookup:
    """The index of one request's tokens, prompt and answer. Some 10 ms for the first 100 000, then O(1) a token."""

    def __init__(self) -> None:
        self._behind: dict[int, int] = {}  # of every n-gram, the position behind its last occurrence
        self._key = 0  # the last n-gram
        self._n_known = 0
        self._source: int | None = None  # the position of the token that is expected next
        self._run = 0  # how often in a row it was right
        self._trust = list(_TRUST)

    @property
    def trust(self) -> float:
        """How likely the next token of a draft is right, by how it was lately."""
        return self._trust[self._run >= _SETTLED]

    def update(self, tokens: Sequence[int]) -> None:
        """`tokens` are those of the last call and some more."""
        if not self._n_known:
            self._read(tokens[:-1])  # the last one may be the start of a repetition
        for at in range(self._n_known, len(tokens)):
            self._follow(tokens, at)
            self._key = (self._key << _BITS | tokens[at]) & _MASK
            if self._source is None and at + 1 >= _GRAM:
                self._source = self._behind.get(self._key)
            if at + 1 >= _GRAM:
                self._behind[self._key] = at + 1
        self._n_known = len(tokens)

    def draft(self, tokens: Sequence[int], count: int, ends: Container[int] = ()) -> list[int]:
        """Up to `count` tokens that may follow `tokens`, which `update` knows; none of them is one of `ends`."""
        if self._source is None or count <= 0:
            return []
        draft = list(tokens[self._source : self._source + count])
        while len(draft) < count:  # the source reaches into the draft itself: it goes round
            draft += draft[: count - len(draft)]
        end = next((at for at, token in enumerate(draft) if token in ends), count)
        return draft[:end]

    def _read(self, tokens: Sequence[int]) -> None:
        self._n_known = len(tokens)
        for token in tokens[-_GRAM:]:
            self._key = (self._key << _BITS | token) & _MASK
        if len(tokens) >= _GRAM:
            known = np.array(tokens, np.int64)
            keys = known[:-2] << 2 * _BITS | known[1:-1] << _BITS | known[2:]
            self._behind = dict(zip(keys.tolist(), range(_GRAM, len(tokens) + 1), strict=True))

    def _follow(self, tokens: Sequence[int], at: int) -> None:
        """Was the token at `at` the expected one?"""
        if self._source is None:
            return
        right, settled = tokens[self._source] == tokens[at], self._run >= _SETTLED
        self._trust[settled] += _RATE * (right - self._trust[settled])
        self._source, self._run = (self._source + 1, self._run + 1) if right else (None, 0)
