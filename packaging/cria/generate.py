"""What Cria learns from: an endless mix of conversations, the same ones for the same seed and Python.

Every prompt of the product is made by the product's own functions, so that what is learned is what will be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from cria import copying, document, noting
from cria.document import context, heading, strange, voice
from cria.passage import Language, passage
from cria.sample import Sample

_CHARACTERS_A_TOKEN = {"en": 3.2, "zh": 1.15}  # roughly, of Cria's own tokenizer; prompts included
_LENGTHS = ((0.55, 700), (0.85, 2000), (1.0, 8000))  # up to this share of the samples, tokens at most


def samples(seed: int, longest_tokens: int) -> Iterator[Sample]:
    """Conversations without end, hardly one longer than `longest_tokens` of Cria's tokens.

    Longer ones happen, since tokens are only estimated: whoever packs them leaves those out.
    """
    rng = Random(seed)
    while True:
        yield _one(rng, longest_tokens)


def _one(rng: Random, longest_tokens: int) -> Sample:
    language: Language = "en" if rng.random() < 0.5 else "zh"
    room = _room(rng, longest_tokens, language)
    own = voice(rng, language)
    lines = strange(rng, language, room) if rng.random() < 0.25 else document.lines(own, room)
    chance = rng.random()
    if chance < 0.15:
        return copying.repeating(rng, lines[: 1 + int(rng.random() * 6)], language)
    whole = passage(own.says("filename"), lines, heading(own), context(own))
    if chance < 0.4:
        return copying.quoting(rng, whole)
    return noting.noting(rng, whole) if chance < 0.7 else noting.noting_at_once(rng, whole)


def _room(rng: Random, longest_tokens: int, language: Language) -> int:
    """Characters of a passage."""
    chance = rng.random()
    most = next(tokens for share, tokens in _LENGTHS if chance <= share)
    tokens = min(most, longest_tokens) * (0.15 + 0.85 * rng.random()) - 500
    return max(120, int(tokens * _CHARACTERS_A_TOKEN[language]))
