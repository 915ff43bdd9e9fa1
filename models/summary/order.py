"""Whether the words a claim takes from its source stand together as they do there.

A claim may put phrases in another order, but within a phrase words follow each other: "approved by the board in May"
shares "the board" and "in May" with "the board of Calder approved it in May". Words in any order share next to nothing.
English is told by the share of neighbours that are neighbours in the source; Chinese, whose characters follow each
other within every word, by that share and the share of characters in runs longer than a word. Measured on 32
paraphrases written by hand and the claims of tests/faithfulness: at least 0.30 (English) and 0.98 (Chinese, both shares
together); words in any order have a median of 0.06 and 0.53.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.summary.prompts import language_of
from models.summary.terms import stem

_WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_\u4e00-\u9fff]+(?:['’][^\W\d_\u4e00-\u9fff]+)?|[\u4e00-\u9fff]")
_LEAST_EN, _FEWEST_EN = 0.28, 4  # words that the source has; twice as many where a claim has many others
_LEAST_ZH, _FEWEST_ZH = 0.9, 8  # characters that the source has
_MOSTLY = 0.75
_RUN = 4  # characters; Chinese words have one to three


def in_phrases(claim: str, source: str) -> bool:
    """Whether the words of the claim that the source has keep enough of the source's order.

    True for a claim with too few of them to tell: names and figures alone.
    """
    known = _words(source)
    places: dict[str, list[int]] = {}
    for at, word in enumerate(known):
        places.setdefault(word, []).append(at)
    said = _words(claim)
    shared = [places[word] for word in said if word in places]
    is_english = language_of(claim) == "en"
    fewest = _FEWEST_ZH
    if is_english:
        fewest = _FEWEST_EN if len(shared) >= _MOSTLY * len(said) else 2 * _FEWEST_EN
    if len(shared) < fewest:
        return True
    runs = _runs(shared)
    neighbours = (len(shared) - len(runs)) / (len(shared) - 1)
    if is_english:
        return neighbours >= _LEAST_EN
    return neighbours + sum(run for run in runs if run >= _RUN) / len(shared) >= _LEAST_ZH


def _words(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text.lower())]


def _runs(shared: Sequence[Sequence[int]]) -> list[int]:
    """The lengths of the runs that follow each other in the source, from the beginning on as long as each can be."""
    lengths: list[int] = []
    ends: set[int] = set()
    for places in shared:
        if following := {place for place in places if place - 1 in ends}:
            lengths[-1] += 1
            ends = following
        else:
            lengths.append(1)
            ends = set(places)
    return lengths
