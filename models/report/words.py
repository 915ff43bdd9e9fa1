"""The words of a report in one language: prompts for the model, phrases for the reader. Data of resources/prompts."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec

from models.paths import resources
from models.report.schema import Language

_PROMPTS = (
    "extract", "label_rule", "value_rule", "confirm", "confirm_ask", "choose", "choose_ask", "choose_none", "phrases",
    "codebook", "write",
)  # fmt: skip


class Words:
    """Templates by name. `version` changes with any prompt: answers to another wording are other answers."""

    def __init__(self, language: Language, templates: dict[str, str]) -> None:
        self.language = language
        self._templates = templates
        self.version = hashlib.sha256("\0".join(templates[name] for name in _PROMPTS).encode()).hexdigest()[:12]

    def __call__(self, name: str, /, **values: object) -> str:
        return self._templates[name].format(**values)


@lru_cache(maxsize=4)
def words(language: Language) -> Words:
    """The words of `language`, read once."""
    path = resources() / "prompts" / language / "report.json"
    return Words(language, msgspec.json.decode(path.read_bytes(), type=dict[str, str]))
