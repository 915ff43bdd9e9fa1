"""Chooses the sentences that say most, by rule and always the same ones.

What a sentence scores: how much it shares with what the whole document is about (TF-IDF against the centroid), a
little for figures, for opening a section, and for what the reader asked about. It is what remains when the model gives
nothing that can be checked, and what the quick mode reads.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from models.documents.document import Sentence
from models.documents.sentences import flat
from models.documents.structure import heading_level
from models.summary.terms import terms

_SHORTEST, _LONGEST = 12, 400
_FIGURE, _OPENING, _FOCUS = 0.15, 0.1, 0.5


class KeySentences:
    """Scores for the sentences of one document, computed once."""

    def __init__(self, text: str, sentences: Sequence[Sentence], focus: str = "") -> None:
        bags = [Counter(terms(text[s.start : s.end])) for s in sentences]
        present = Counter(term for bag in bags for term in bag)
        count = max(1, len(sentences))
        rarity = {term: math.log((1 + count) / (1 + seen)) + 1 for term, seen in present.items()}
        centroid = {term: seen / count * rarity[term] for term, seen in present.items()}
        scale = math.sqrt(sum(weight * weight for weight in centroid.values())) or 1.0
        wanted = set(terms(focus))
        self._scores: dict[int, float] = {}
        opens = True
        for sentence, bag in zip(sentences, bags, strict=True):
            own = flat(text[sentence.start : sentence.end])
            if heading_level(own) is not None:
                opens = True
                continue
            if _fits(own):
                score = sum(n * rarity[term] * centroid[term] for term, n in bag.items())
                length = math.sqrt(sum((n * rarity[term]) ** 2 for term, n in bag.items())) or 1.0
                asked = len(wanted & bag.keys()) / len(wanted) if wanted else 0.0
                figure = not own.startswith("|") and any(character.isdigit() for character in own)  # rows all have one
                self._scores[sentence.id] = (
                    score / length / scale + _FIGURE * figure + _OPENING * opens + _FOCUS * asked
                )  # fmt: skip
            opens = False

    def score(self, sentence: Sentence) -> float:
        """How much it says; 0 for headings and scraps."""
        return self._scores.get(sentence.id, 0.0)

    def best(self, sentences: Sequence[Sentence], count: int) -> list[Sentence]:
        """The `count` best of `sentences`, in their own order; whatever there is when none of them scores."""
        ranked = sorted(sentences, key=lambda s: (-self.score(s), s.id))
        chosen = [s for s in ranked[:count] if self.score(s) > 0] or ranked[:1]
        return sorted(chosen, key=lambda s: s.id)


def _fits(own: str) -> bool:
    """Long enough to say something, in words or in a row; Chinese says as much in a third of the characters."""
    wide = sum(character > "\u2e7f" for character in own)
    says = str.isalnum if own.startswith("|") else str.isalpha
    return len(own) + wide >= _SHORTEST and len(own) <= _LONGEST and sum(map(says, own)) * 2 > len(own)
