"""What a chat sets for itself, over what the settings say, over what the model's publisher recommends.

Three layers, the first that names a value counts: the chat's `Controls`, the settings, the model's card; below them
the engine's own defaults. The context length is none of them: it belongs to the loaded model, not to a chat.
"""

from __future__ import annotations

from typing import Any

import msgspec

from models.catalogue import Sampling as Recommended
from models.engine.protocol import SamplingParams
from models.engine.ranges import RANGES
from models.errors import ValueOutOfRange
from models.settings import Sampling, SamplingChoice


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer of a chat has to be: JSON that `json_schema` allows. `name` is what people call it."""

    name: str
    json_schema: dict[str, Any]


ANY_JSON: dict[str, Any] = {"type": "object"}


class Controls(SamplingChoice, frozen=True, kw_only=True, omit_defaults=True):
    """The values of one chat; None: as the settings say.

    `preset` is the name of the preset they came from, as long as nothing was changed since. With `fast` the small
    model beside the large one answers.
    """

    stop: tuple[str, ...] | None = None
    form: Form | None = None
    fast: bool = False
    preset: str = ""

    @classmethod
    def of(cls, kept: dict[str, Any] | None) -> Controls:
        """From what the store keeps; nothing of it when it is none, or has a number that no engine takes."""
        try:
            controls = msgspec.convert(kept or {}, cls)
            for name in NAMES:
                if (value := getattr(controls, name)) is not None:
                    RANGES[name].check(value)
        except (msgspec.ValidationError, ValueOutOfRange):  # an imported file may say anything
            return cls()
        return controls

    def kept(self) -> dict[str, Any]:
        """For the store, and for a file."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built

    @property
    def own(self) -> int:
        """How many values the chat sets."""
        return sum(getattr(self, name) is not None for name in (*NAMES, "stop"))

    def with_value(self, name: str, value: float | tuple[str, ...] | None) -> Controls:
        """Another value; what was a preset is none any more."""
        return msgspec.structs.replace(self, **{name: value, "preset": ""})


# The numbers among them, in the order of the engine's own words.
NAMES = (
    "temperature", "top_p", "top_k", "min_p", "repeat_penalty", "repeat_last_n", "presence_penalty",
    "frequency_penalty", "seed", "max_tokens",
)  # fmt: skip


def usual(recommended: Recommended | None) -> SamplingParams:
    """What a model is asked with when nobody chose anything: its card's values, else the engine's defaults."""
    if recommended is None:
        return SamplingParams()
    said = {name: value for name, value in msgspec.structs.asdict(recommended).items() if value is not None}
    return msgspec.structs.replace(SamplingParams(), **said)


def sampling(
    chosen: Sampling, recommended: Recommended | None = None, controls: Controls | None = None
) -> SamplingParams:
    """How the next answer is sampled: `controls` over `chosen` over `recommended`."""
    params = usual(recommended)
    for layer in (chosen, controls or Controls()):
        said = {name: value for name in NAMES if (value := getattr(layer, name)) is not None}
        params = msgspec.structs.replace(params, **said)
    form = controls.form if controls else None
    stop = controls.stop if controls and controls.stop is not None else chosen.stop
    return msgspec.structs.replace(params, stop=stop, json_schema=form.json_schema if form else None)
