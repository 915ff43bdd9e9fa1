"""The words of the tasks in one language: prompts for the model, phrases for the reader. Data of resources/prompts."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from models.paths import resources

Language = Literal["en", "zh"]


class Words:
    """Templates by name."""

    def __init__(self, templates: dict[str, str]) -> None:
        self._templates = templates

    def __call__(self, name: str, /, **values: object) -> str:
        return self._templates[name].format(**values)


@lru_cache(maxsize=4)
def words(language: Language) -> Words:
    """The words of `language`, read once."""
    path = resources() / "prompts" / language / "tasks.json"
    return Words(msgspec.json.decode(path.read_bytes(), type=dict[str, str]))
