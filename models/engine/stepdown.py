"""What to try after an engine's deaths, and the sentence that says what was given up."""

from __future__ import annotations

from collections.abc import Set

import msgspec

from models.engine.protocol import LoadParams
from models.errors import EngineOnProcessor, EngineReduced, EngineReducedOnProcessor, EngineSteppedDown

SMALLEST_CTX = 2048


def ladder(wished: LoadParams, fixed: Set[str] = frozenset()) -> tuple[LoadParams, ...]:
    """What to try after one death, after two, and so on: the same, half the context, the processor, both.

    What the user has set, named in `fixed`, is the same on every step.
    """
    half = wished
    if "n_ctx" not in fixed:
        half = msgspec.structs.replace(wished, n_ctx=max(min(wished.n_ctx, SMALLEST_CTX), wished.n_ctx // 2))
    steps = [wished, half]
    if wished.n_gpu_layers != 0 and "n_gpu_layers" not in fixed:
        steps += [msgspec.structs.replace(step, n_gpu_layers=0) for step in (wished, half)]
    return tuple(dict.fromkeys(steps))


def stepped_down(deaths: int, wished: LoadParams, now: LoadParams) -> EngineSteppedDown | None:
    """What is not as wished after so many deaths; None when nothing is."""
    values = {"deaths": deaths, "n_ctx": now.n_ctx, "wished": wished.n_ctx}
    match now.n_ctx != wished.n_ctx, now.n_gpu_layers != wished.n_gpu_layers:
        case True, False:
            return EngineReduced(**values)
        case False, True:
            return EngineOnProcessor(**values)
        case True, True:
            return EngineReducedOnProcessor(**values)
    return None
