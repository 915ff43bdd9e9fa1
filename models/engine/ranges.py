"""What each number of a load or a request may be: one list for the command, the settings page and the engine.

A value outside of it makes llama.cpp abort, or an answer that means nothing, so it never gets there.
"""

from __future__ import annotations

import msgspec

from models.engine.protocol import LoadParams, SamplingParams
from models.errors import ValueOutOfRange


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """From `low` to `high`, both included. `setting` is what people call it."""

    setting: str
    low: float
    high: float

    def check(self, value: float) -> None:
        """Raises: ValueOutOfRange; NaN and the infinities are in no range."""
        if not self.low <= value <= self.high:
            said, low, high = map(_figure, (value, self.low, self.high))
            raise ValueOutOfRange(setting=self.setting, value=said, low=low, high=high)


# By the names of LoadParams and SamplingParams. Where nothing else is said the bounds are OpenAI's or llama.cpp's own.
RANGES = {
    "n_ctx": Range(setting="the context length", low=256, high=16_777_216),  # llama.cpp's cells come in 256s
    "n_gpu_layers": Range(setting="the number of layers on the graphics card", low=-1, high=9999),
    "main_gpu": Range(setting="the number of the graphics card", low=0, high=63),
    "n_batch": Range(setting="the batch size", low=32, high=65_536),
    "n_ubatch": Range(setting="the batch size", low=32, high=65_536),
    "n_seq_max": Range(setting="the number of answers at a time", low=1, high=256),  # LLAMA_MAX_SEQ
    "n_threads": Range(setting="the number of threads", low=1, high=512),  # GGML_MAX_N_THREADS; it crashes on more
    "temperature": Range(setting="the temperature", low=0, high=2),
    "top_k": Range(setting="the top-k value", low=0, high=1000),
    "top_p": Range(setting="the top-p value", low=0, high=1),
    "min_p": Range(setting="the min-p value", low=0, high=1),
    "repeat_penalty": Range(setting="the repeat penalty", low=0.5, high=2),
    "repeat_last_n": Range(setting="the reach of the repeat penalty", low=-1, high=16_777_216),
    "presence_penalty": Range(setting="the presence penalty", low=-2, high=2),
    "frequency_penalty": Range(setting="the frequency penalty", low=-2, high=2),
    "seed": Range(setting="the seed", low=0, high=2**32 - 1),
    "max_tokens": Range(setting="the longest answer", low=1, high=16_777_216),
}


def check(params: LoadParams | SamplingParams) -> None:
    """Every number of `params` that is given. Raises: ValueOutOfRange."""
    for name, value in msgspec.structs.asdict(params).items():
        if value is not None and name in RANGES:
            RANGES[name].check(value)


def _figure(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.12g}"
