"""What a measurement says while it runs: small frozen values that a terminal prints and a page can plot."""

from __future__ import annotations

from typing import Literal

import msgspec

SkipName = Literal["does_not_fit", "beyond_training", "takes_long", "failed"]
Kind = Literal["context", "sequences"]

# One sentence a reason, with its values, so that a window can translate the template and then fill it in.
SKIPS: dict[SkipName, str] = {
    "does_not_fit": "does not fit: needs {needed_gb:g} GB and {free_gb:g} GB is free on {device}",
    "beyond_training": "the model was trained for {trained} tokens",
    "takes_long": "would take about {minutes} min here",
    "failed": "failed: {detail}",
}


class Value(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Base of all events: immutable, tagged with its class name."""


class Receipt(Value, frozen=True):
    """What was measured, on what, when: without it a figure is a rumour.

    `date` is ISO 8601 in UTC. `device` is the engine's own word; `driver` is empty on the processor. `build` is the
    engine's build line, `sha256` None where nobody has computed it. `tokens` is the length of each answer.
    """

    date: str
    version: str
    model: str
    size_bytes: int
    sha256: str | None
    architecture: str
    device: str
    driver: str
    cpu: str
    threads: int
    ram_bytes: int
    build: str
    tokens: int


class Memory(Value, frozen=True):
    """Bytes on the card, or of the engine's process; the plan's figure knows neither CUDA's share nor Python's."""

    planned_bytes: int
    measured_bytes: int


class Rival(Value, frozen=True):
    """Medians of llama-bench on the same file, alternating with ours."""

    first_token_ms: float
    tokens_per_s: float


class Skipped(Value, frozen=True):
    """A context or a number of answers that was not measured, and why; `str()` is the English sentence.

    Announced has those known beforehand; as an event of its own it is one that the engine failed on.
    """

    kind: Kind
    size: int
    why: SkipName
    values: dict[str, int | float | str] = {}

    def __str__(self) -> str:
        return SKIPS[self.why].format(**self.values)


class Announced(Value, frozen=True):
    """What is going to be measured, what is left out, and how long it will take as far as a short trial tells.

    `repeats` is how often each figure is taken; the medians count.
    """

    receipt: Receipt
    contexts: tuple[int, ...]
    sequences: tuple[int, ...]
    left_out: tuple[Skipped, ...]
    repeats: int
    seconds: float


class Working(Value, frozen=True):
    """How far all of it is, 0 to 1; `left_s` None while nobody can tell. `size` is that of `kind`, 0 in the trial."""

    kind: Kind
    size: int
    fraction: float
    left_s: float | None = None


class Alone(Value, frozen=True):
    """One answer behind a prompt that fills a context of `n_ctx`: medians, and every sample.

    `first_token_ms` is from the question's arrival at the engine to its first token. `n_gpu_layers` of `n_layers`
    are on the card. `chosen` is True for the context of the user's settings.
    """

    n_ctx: int
    chosen: bool
    prompt_tokens: int
    n_gpu_layers: int
    n_layers: int
    type_k: str
    first_token_ms: float
    tokens_per_s: float
    first_token_ms_samples: tuple[float, ...]
    tokens_per_s_samples: tuple[float, ...]
    memory: Memory
    rival: Rival | None = None


class Together(Value, frozen=True):
    """`sequences` answers at once behind a prompt each: tokens a second in all, while everybody writes."""

    sequences: int
    prompt_tokens: int
    tokens_per_s: float
    tokens_per_s_samples: tuple[float, ...]
    memory: Memory


Event = Announced | Working | Alone | Together | Skipped
