"""The languages a translation can be asked for: their names in prompts, and how their script is told."""

from __future__ import annotations

import re
from typing import NamedTuple


class Language(NamedTuple):
    """`own` matches a letter of its script. `wide` scripts say the same in fewer characters."""

    own_name: str
    english: str
    chinese: str
    own: re.Pattern[str]
    wide: bool = False


_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_HAN = re.compile(r"[\u3400-\u9fff]")

LANGUAGES = {
    "en": Language("English", "English", "英文", _LATIN),
    "zh": Language("简体中文", "Chinese (simplified)", "简体中文", _HAN, wide=True),
    "zh-TW": Language("繁體中文", "Chinese (traditional)", "繁体中文", _HAN, wide=True),
    "ja": Language("日本語", "Japanese", "日文", re.compile(r"[\u3040-\u30ff\u3400-\u9fff]"), wide=True),
    "ko": Language("한국어", "Korean", "韩文", re.compile(r"[\uac00-\ud7af]"), wide=True),
    "ru": Language("Русский", "Russian", "俄文", re.compile(r"[\u0400-\u04ff]")),
    "fr": Language("Français", "French", "法文", _LATIN),
    "de": Language("Deutsch", "German", "德文", _LATIN),
    "es": Language("Español", "Spanish", "西班牙文", _LATIN),
    "it": Language("Italiano", "Italian", "意大利文", _LATIN),
    "pt": Language("Português", "Portuguese", "葡萄牙文", _LATIN),
}
"""By code of BCP 47."""


def foreign(text: str, target: Language) -> float:
    """The share of the letters that are not of the target's script, 0 to 1."""
    letters = [character for character in text if character.isalpha()]
    own = len(target.own.findall(text))
    return 1 - min(1.0, own / len(letters)) if letters else 0.0
