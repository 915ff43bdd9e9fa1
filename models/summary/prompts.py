"""The words of a summary in one language: prompts for the model, phrases for the reader. Data of resources/prompts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from models import paths


@dataclass(frozen=True, slots=True)
class Prompts:
    """`notes` and `write` are system prompts; `phrases` are templates by name; `version` changes with any of them."""

    language: Literal["en", "zh"]
    notes: str
    write: str
    phrases: dict[str, str]
    version: str

    def phrase(self, key: str, /, **values: object) -> str:
        return self.phrases[key].format(**values)


@lru_cache(maxsize=4)
def prompts(language: Literal["en", "zh"]) -> Prompts:
    """The prompts of `language`, read once."""
    folder = paths.resources() / "prompts" / language
    notes, write, phrases = (_text(folder / name) for name in ("notes.txt", "write.txt", "phrases.json"))
    version = hashlib.sha256("\0".join((notes, write)).encode()).hexdigest()[:12]
    return Prompts(language, notes, write, msgspec.json.decode(phrases, type=dict[str, str]), version)


def language_of(text: str) -> Literal["en", "zh"]:
    """The language most of a text is in: Chinese when one letter of five is."""
    sample = text[:200_000]
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in sample)
    letters = sum(character.isalpha() for character in sample)
    return "zh" if chinese * 5 > letters else "en"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
