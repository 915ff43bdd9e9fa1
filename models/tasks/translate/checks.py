"""What code can tell of a translation: figures, addresses and placeholders kept, its length, its script, its terms.

Not checked: meaning. A number written out in words is known in English and Chinese only; for other languages the
digits are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from models.summary.values import Date, Number, Value, chinese, supports, values
from models.tasks.translate.languages import LANGUAGES, Language, foreign

Problem = Literal["missing", "untranslated", "length", "figures", "placeholders", "terms", "cells"]

_KEPT = re.compile(
    r"https?://[^\s<>，。；、）)]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\$?\{\{?\w*\}?\}|%(?:\(\w+\))?[sdif]\b|</?[a-zA-Z][^<>]{0,80}>|`[^`]+`"
)
_CHINESE_RUN = re.compile(r"[〇零一二三四五六七八九两十百千万亿]+")
_SMALL = re.compile(
    r"\b(?:(?P<n1>an?|one|once|single|first)|(?P<n2>both|second|twice|double)|(?P<n3>third)|(?P<n4>fourth)|(?P<n5>fifth)"
    r"|(?P<n6>sixth)|(?P<n7>seventh)|(?P<n8>eighth)|(?P<n9>ninth)|(?P<n10>tenth))\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d+)*")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_BAR = re.compile(r"(?<!\\)\|")
_SHORT = 12  # characters, wide ones counted twice: of less, length and script say nothing
_LONGER = {(False, False): (0.4, 2.6), (True, True): (0.4, 2.6), (True, False): (0.9, 9.0), (False, True): (0.1, 1.3)}
_FOREIGN = 0.6  # a sentence full of foreign names is still a translation


def problems(source: str, translation: str, target: str, terms: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong with a translation into `target`. `terms` are the fixed translations of the source's terms."""
    if not translation.strip():
        return ("missing",)
    language = LANGUAGES[target]
    found: list[Problem] = []
    if _untranslated(source, translation, language):
        found.append("untranslated")
    if not _in_band(source, translation, language):
        found.append("length")
    if Counter(_KEPT.findall(source)) != Counter(_KEPT.findall(translation)):
        found.append("placeholders")
    bare, told = _KEPT.sub(" ", source), _KEPT.sub(" ", translation)
    if not (_figures_agree(bare, told) if target in ("en", "zh", "zh-TW") else _digits(bare) == _digits(told)):
        found.append("figures")
    if any(term in source and fixed.casefold() not in translation.casefold() for term, fixed in terms.items()):
        found.append("terms")
    if len(_BAR.findall(source)) != len(_BAR.findall(translation)):
        found.append("cells")
    return tuple(found)


def _untranslated(source: str, translation: str, language: Language) -> bool:
    if _width(source) < _SHORT:
        return False
    if foreign(source, language) < 0.2:  # it is in the target's script: only the very same words say it was left
        return _width(source) >= 3 * _SHORT and source.split() == translation.split()
    own = _KEPT.sub(" ", translation)
    return foreign(own, language) > _FOREIGN or (
        foreign(own, language) > 0.2 and source.split() == translation.split()
    )  # fmt: skip


def _in_band(source: str, translation: str, language: Language) -> bool:
    if _width(source) < _SHORT:
        return _width(translation) <= 12 * _SHORT
    wide = sum(character > "\u2e7f" for character in source) * 2 > sum(map(str.isalpha, source))
    least, most = _LONGER[wide, language.wide]
    return least <= len(translation) / len(source) <= most


def _figures_agree(source: str, translation: str) -> bool:
    """Every value of one in the other, in whatever words; small ones also where they are an article or an ordinal."""
    ours, theirs = values(source), values(translation)
    return _held(ours, theirs, _loose(translation)) and _held(theirs, ours, _loose(source))


def _held(wanted: tuple[Value, ...], given: tuple[Value, ...], loose: set[Decimal]) -> bool:
    return all(
        any(_equal(one, value) for one in given)
        or (isinstance(value, Number) and value.value in loose)
        or (isinstance(value, Date) and all(part is None or Decimal(part) in loose for part in value))
        for value in wanted
    )


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, Number) and isinstance(other, Number):
        return one.value == other.value and one.percent == other.percent
    return supports(one, other) or supports(other, one)


def _loose(text: str) -> set[Decimal]:
    """Numbers that `values` takes for words: 第三章, "the third chapter", "a"."""
    found = {chinese(run) for run in _CHINESE_RUN.findall(text)}
    found |= {Decimal(run) for run in re.findall(r"[0-9]{1,18}", text)}
    found |= {Decimal(name[1:]) for match in _SMALL.finditer(text) for name, own in match.groupdict().items() if own}
    return found


def _digits(text: str) -> Counter[str]:
    return Counter(re.sub(r"\D", "", run) for run in _DIGITS.findall(text))


def _width(text: str) -> int:
    return len(text) + sum(character > "\u2e7f" for character in text)
