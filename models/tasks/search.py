"""Finds the passages of a text that have most to do with a question: BM25 over words and pairs of Chinese characters.

Okapi BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) and the
idf that is never negative. No model, no vectors: what it cannot find is what is said in other words altogether.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from models.summary.terms import terms

_K1, _B = 1.2, 0.75


class Index:
    """Passages made searchable once."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._bags = [Counter(terms(passage)) for passage in passages]
        self._lengths = [bag.total() for bag in self._bags]
        self._average = sum(self._lengths) / max(1, len(self._lengths)) or 1.0
        self._holding = Counter(term for bag in self._bags for term in bag)

    def scores(self, query: str) -> list[float]:
        """What each passage scores; 0 where it has no word of the query."""
        wanted = {term: self._rarity(term) for term in dict.fromkeys(terms(query)) if term in self._holding}
        return [
            sum(rarity * self._weight(bag[term], length) for term, rarity in wanted.items() if term in bag)
            for bag, length in zip(self._bags, self._lengths, strict=True)
        ]

    def best(self, query: str) -> list[int]:
        """The passages with a word of the query, the best first."""
        scores = self.scores(query)
        return sorted((n for n, score in enumerate(scores) if score > 0), key=lambda n: (-scores[n], n))

    def _rarity(self, term: str) -> float:
        holding = self._holding[term]
        return math.log(1 + (len(self._bags) - holding + 0.5) / (holding + 0.5))

    def _weight(self, count: int, length: int) -> float:
        return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / self._average))
