"""What made an answer: kept with it, shown to whoever asks, and enough to ask for it once more."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from models.engine.protocol import ChatMessage, Completed, Loaded, SamplingParams
from models.store.message import Message


class Maker(msgspec.Struct, frozen=True, kw_only=True):
    """The model that answers: what people call it, its file, and its sha256 where that is known.

    `size_bytes` and `mtime_ns` tell its file from another of that name where it is not. `fast`: it is the small one
    beside the large one, which the answer says of itself.
    """

    name: str = ""
    file: str = ""
    sha256: str | None = None
    size_bytes: int = 0
    mtime_ns: int = 0
    fast: bool = False

    @property
    def key(self) -> str:
        """What no other model has."""
        return self.sha256 or f"{self.file}:{self.size_bytes}:{self.mtime_ns}"


def receipt(
    maker: Maker, loaded: Loaded | None, sampling: SamplingParams, prompt: str, completed: Completed | None
) -> dict[str, Any]:
    """The receipt of an answer; the figures are missing when it was cut short, the maker when there was none.

    `prompt` is what `prompt_sha256` says of all the model was given to read.
    """
    made: dict[str, Any] = {"sampling": _plain(sampling), "prompt_sha256": prompt}
    if maker.file:
        made |= {"model": maker.name, "file": maker.file}
    if maker.fast:
        made["fast"] = True
    if maker.sha256:
        made["sha256"] = maker.sha256
    if loaded is not None:
        made["engine"] = _plain(loaded)
    if completed is not None:
        made |= {"figures": _plain(completed), "seed": completed.seed}
    return made


def prompt_sha256(messages: Sequence[ChatMessage]) -> str:
    """Of the instructions and all messages, as they go to the model's template."""
    return hashlib.sha256(msgspec.json.encode(list(messages))).hexdigest()


def sampling_of(made: dict[str, Any] | None) -> SamplingParams | None:
    """How to draw the same answer once more: with the seed it was drawn with; None when the receipt does not say."""
    kept = (made or {}).get("sampling")
    seed = (made or {}).get("seed")
    if not isinstance(kept, dict) or not isinstance(seed, int):
        return None
    try:
        return msgspec.convert({**kept, "seed": seed, "type": "SamplingParams"}, SamplingParams)
    except msgspec.ValidationError:  # an imported file may say anything
        return None


def figures_of(made: dict[str, Any] | None) -> Completed | None:
    """What an answer cost, when it was written now: one from the cache cost nothing."""
    figures = (made or {}).get("figures")
    if not isinstance(figures, dict) or (made or {}).get("cached_ms"):
        return None
    try:
        return msgspec.convert({**figures, "id": 0, "type": "Completed"}, Completed)
    except msgspec.ValidationError:  # an imported file may say anything
        return None


def repeats(first: Message, made: dict[str, Any], again: str) -> dict[str, Any]:
    """What a second answer with the receipt `made` proves: is it the first, and how many characters do they share?

    `changed` names what was not as it had been: the model, its engine, or what it was given to read.
    """
    alike = next((at for at, (one, other) in enumerate(zip(first.text, again, strict=False)) if one != other), None)
    shared = min(len(first.text), len(again)) if alike is None else alike
    return {"identical": first.text == again, "alike": shared, "changed": changed(first.receipt or {}, made)}


def changed(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Which of model, engine and prompt differ between two receipts; what one of them does not say is no difference."""
    by = "sha256" if before.get("sha256") and now.get("sha256") else "file"
    pairs = {
        "model": [made.get(by) for made in (before, now)],
        "engine": [_of_engine(made) for made in (before, now)],
        "prompt": [made.get("prompt_sha256") for made in (before, now)],
    }
    return [name for name, (one, other) in pairs.items() if one and other and one != other]


def _of_engine(made: dict[str, Any]) -> object:
    engine = made.get("engine")
    return (engine.get("build"), engine.get("device")) if isinstance(engine, dict) else None


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    return {name: each for name, each in msgspec.structs.asdict(value).items() if name != "id"}
