"""How long a translation or a list will take here, said before it begins; counted and as rough as a summary's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.engine.plan import Plan
from models.summary.forecast import reading_speed
from models.summary.meter import EXPECTED_ANSWER, WRITTEN_WEIGHT
from models.tasks.items import PART_TOKENS
from models.tasks.translate.job import GROUP_TOKENS

_GROUP_INSTRUCTION = 60  # tokens around each group of paragraphs; the instruction before them is read once


def translating(texts_tokens: Sequence[int], plan: Plan | None) -> float | None:
    """Seconds for documents of so many tokens, with a model that is loaded by `plan`: as much is written as is read."""
    return _seconds(
        sum(
            tokens * (1 + WRITTEN_WEIGHT) + _GROUP_INSTRUCTION * math.ceil(tokens / GROUP_TOKENS)
            for tokens in texts_tokens
        ),
        plan,
    )


def listing(texts_tokens: Sequence[int], plan: Plan | None) -> float | None:
    """Seconds of a list over all these documents: every part is read and answered."""
    parts = math.ceil(sum(texts_tokens) / PART_TOKENS)
    return _seconds(sum(texts_tokens) + parts * WRITTEN_WEIGHT * EXPECTED_ANSWER, plan)


def _seconds(cost: float, plan: Plan | None) -> float | None:
    speed = reading_speed(plan)
    return None if speed is None else cost / speed
