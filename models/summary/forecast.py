"""How long a summary will take here, said before it begins: the cost of its plan at the speeds of the loaded model.

The cost is counted as the meter counts it, in tokens read; a token written weighs as `WRITTEN_WEIGHT` of them. Where a
graphics card does all of the reading, its speed is not in the plan; it is taken from the writing, by the same weight
and by how many answers are written side by side. A guess to choose by, not a promise.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from models.engine.plan import Plan
from models.summary.meter import EXPECTED_ANSWER, WRITTEN_WEIGHT
from models.summary.options import QUICK_SHARE
from models.summary.plan import CHUNK_TOKENS

_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_TOKENS_A_WIDE = 0.75  # Qwen2.5's and Llama 3's vocabularies on Chinese prose: 0.6 to 0.9
_CHARACTERS_A_TOKEN = 4.0  # on English prose
_INSTRUCTION_TOKENS = 400
_CONCLUSION_TOKENS = 3000.0  # in tokens read: the sentences on top of the points
_CARD_SIDE_BY_SIDE = 6.0  # what eight answers at once write, in answers written alone


class Forecast(NamedTuple):
    """Seconds of a summary of everything, and of a quick one; None while the speeds are not known."""

    seconds: float | None
    quick_s: float | None


def tokens_of(text: str) -> int:
    """About how many tokens a text is, without the model."""
    wide = len(_WIDE.findall(text))
    return round(wide * _TOKENS_A_WIDE + (len(text) - wide) / _CHARACTERS_A_TOKEN)


def forecast(texts_tokens: list[int], plan: Plan | None) -> Forecast:
    """For documents of so many tokens, one after the other, with a model that is loaded by `plan`."""
    speed = reading_speed(plan)
    if speed is None:
        return Forecast(None, None)
    whole = sum(map(_cost, texts_tokens))
    quick = sum(_cost(max(1, round(tokens * QUICK_SHARE))) for tokens in texts_tokens)
    return Forecast(whole / speed, quick / speed)


def _cost(tokens: int) -> float:
    chunks = math.ceil(tokens / CHUNK_TOKENS)
    return tokens + _INSTRUCTION_TOKENS + chunks * WRITTEN_WEIGHT * EXPECTED_ANSWER + _CONCLUSION_TOKENS


def reading_speed(plan: Plan | None) -> float | None:
    """Tokens read a second, None while nobody knows."""
    if plan is None:
        return None
    if plan.reading_tokens_per_s:
        return plan.reading_tokens_per_s
    if plan.predicted_tokens_per_s:
        return plan.predicted_tokens_per_s * WRITTEN_WEIGHT * min(_CARD_SIDE_BY_SIDE, plan.params.n_seq_max)
    return None
