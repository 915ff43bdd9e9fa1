"""What Cria learns from: an endless mix of conversations, the same ones for the same seed and Python.

Every prompt of the product is made by the product's own functions, so that what is learned is what will be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from random import Random

from cria import asking, coding, copying, document, forming, noting, proposing, reporting, talking, writing
from cria.document import Voice, context, heading, strange, voice
from cria.passage import Line, Passage, passage
from cria.sample import Sample

_CHARACTERS_A_TOKEN = {"en": 3.2, "zh": 1.15}  # roughly, of Cria's own tokenizer; prompts included
_LENGTHS = ((0.55, 900), (0.87, 3400), (1.0, 8000))  # up to this share of the samples, tokens at most
_INSTRUCTION_TOKENS = 500
_NOISE = 0.2  # of the documents
_PART_TOKENS = 2600  # of what notes are asked about; the plan of a summary cuts no longer parts

Make = Callable[[Voice, int], Sample]


def samples(seed: int, longest_tokens: int, judging: float = 0.0) -> Iterator[Sample]:
    """Conversations without end, hardly one longer than `longest_tokens` of Cria's tokens.

    `judging` of them are judgements alone and the finding of what is to be judged, all others of the whole mix.

    Longer ones happen, since tokens are only estimated: whoever packs them leaves those out.
    """
    rng = Random(seed)
    whole, judged = (_bounded(mix) for mix in (_MIX, _JUDGING))
    while True:
        own = voice(rng, "en" if rng.random() < 0.5 else "zh")
        makes, bounds = judged if judging and rng.random() < judging else whole
        (make,) = rng.choices(makes, cum_weights=bounds)
        yield make(own, _room(own, longest_tokens))


def _bounded(mix: Sequence[tuple[Make, float]]) -> tuple[tuple[Make, ...], tuple[float, ...]]:
    makes, weights = zip(*mix, strict=True)
    return makes, tuple(accumulate(weights))


def _room(own: Voice, longest_tokens: int) -> int:
    """Characters of a passage."""
    chance = own.rng.random()
    most = next(tokens for share, tokens in _LENGTHS if chance <= share)
    tokens = min(most, longest_tokens) * (0.15 + 0.85 * own.rng.random()) - _INSTRUCTION_TOKENS
    return max(120, int(tokens * _CHARACTERS_A_TOKEN[own.language]))


def _lines(own: Voice, room: int) -> list[Line]:
    return strange(own.rng, own.language, room) if own.rng.random() < _NOISE else document.lines(own, room)


def _passage(own: Voice, room: int) -> Passage:
    return passage(own.says("filename"), _lines(own, room), heading(own), context(own))


def _repeating(own: Voice, room: int) -> Sample:
    lines = _lines(own, min(room, 2000))
    return copying.repeating(own.rng, lines[: 1 + int(own.rng.random() * 6)], own.language)


def _part(own: Voice, room: int) -> Passage:
    """A passage that is hardly ever longer than a part of a summary."""
    longest = int(_PART_TOKENS * _CHARACTERS_A_TOKEN[own.language])
    return _passage(own, min(room, longest) if own.rng.random() < 0.9 else room)


def _noting(own: Voice, room: int) -> Sample:
    focus = own.says("focus") if own.rng.random() < 0.15 else ""
    return noting.noting(_part(own, room), focus)


_JUDGING: tuple[tuple[Make, float], ...] = (
    (lambda own, _: reporting.choosing(own), 9),
    (lambda own, _: reporting.confirming(own), 9),
    (lambda own, _: reporting.confirming_value(own), 2),
    (lambda own, room: reporting.labelling(own, min(room, 2500)), 6),
)
_MIX: tuple[tuple[Make, float], ...] = (
    (_repeating, 6),
    (lambda own, room: copying.quoting(own.rng, _passage(own, room)), 9),
    (_noting, 24),
    (lambda own, room: noting.noting_at_once(own.rng, _part(own, room)), 14),
    (lambda own, _: writing.writing(own), 7),
    (lambda own, _: writing.rewriting(own), 1),
    (lambda own, _: writing.counting(own), 1.5),
    (lambda own, room: reporting.labelling(own, min(room, 4000)), 13),
    (lambda own, room: reporting.finding(own, min(room, 6000)), 5),
    (lambda own, _: reporting.confirming(own), 24),
    (lambda own, _: reporting.confirming_value(own), 4),
    (lambda own, _: reporting.choosing(own), 12),
    (lambda own, room: proposing.phrasing(own, min(room, 4000)), 1.5),
    (lambda own, _: proposing.grouping(own), 1),
    (lambda own, room: asking.answering(own, room), 5),
    (lambda own, room: asking.listing(own, min(room, 3000)), 4),
    (lambda own, room: asking.chatting(own, room), 5),
    (lambda own, room: forming.filling(own, room), 4),
    (lambda own, _: forming.calling(own), 3),
    (lambda own, _: coding.remarking(own), 1.5),
    (lambda own, _: forming.titling(own), 2),
    (lambda own, room: forming.condensing(own, room), 1),
    (lambda own, _: talking.talking(own), 9),
)
