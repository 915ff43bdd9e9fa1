"""Many prompts in one call, answered at the same time.

with EngineClient(log) as engine:
    for _ in engine.load(path, LoadParams()):
        pass
    one, two = answers(engine, ["The horse is", "The meadow is"])
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing

from models.engine.protocol import ChatMessage, Engine, SamplingParams, TextDelta


def answers(
    engine: Engine, prompts: Sequence[str | Sequence[ChatMessage]], sampling: SamplingParams | None = None
) -> list[str]:
    """The answer to each prompt (a raw text, or the messages of a conversation), in their order.

    All are in the engine's hands from the start, which decodes as many side by side as it has sequences. They are
    background work: a chat that is going on is not slowed down. An error of one ends all.

    Raises:
        ModelNotLoaded, ContextFull, TemplateRefused, SchemaRefused, EngineCrashed, EngineHung.
    """
    sampling = sampling or SamplingParams()
    with ExitStack() as stack:
        running = [stack.enter_context(closing(engine.generate(p, sampling, background=True))) for p in prompts]
        return ["".join(event.text for event in one if isinstance(event, TextDelta)) for one in running]
