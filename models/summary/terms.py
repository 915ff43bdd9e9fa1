"""The words a text is compared and scored by: English words, and pairs of neighbouring Chinese characters."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[a-z0-9][a-z0-9'’-]*|[\u4e00-\u9fff]+")
_STOP_WORDS = """
    the a an and or but of in on at to for from by with as is are was were be been being it its this that these those
    he she they we i you his her their our which who whom not no has have had do does did will would can could may
    might shall should must than then there here also into over under after before about more most such
"""
_STOP = frozenset(_STOP_WORDS.split())


def terms(text: str) -> list[str]:
    """Terms in order, repeated ones too; endings of English words are cut so that "pumps" meets "pump"."""
    found: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        if token[0] >= "\u4e00":
            found += [token[at : at + 2] for at in range(len(token) - 1)] or [token]
        elif token not in _STOP:
            found.append(stem(token))
    return found


def stem(word: str) -> str:
    """An English word without its ending; anything else as it is."""
    for ending in ("'s", "’s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def overlap(claim: str, source: str) -> float:
    """The share of the claim's terms that the source has, 0 to 1."""
    wanted = set(terms(claim))
    return len(wanted & set(terms(source))) / len(wanted) if wanted else 0.0


def similarity(first: set[str], second: set[str]) -> float:
    """Jaccard's: shared terms by all terms."""
    return len(first & second) / len(first | second) if first or second else 0.0
