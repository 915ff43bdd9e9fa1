"""How words are written into the index of what was said, and how they are found in a text again.

A term is a run of letters and digits, folded. Chinese, Japanese and Korean have no spaces: there every pair of
neighbours is a term, and the last character of a run by itself, so that one character finds all pairs it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<wide>[{_WIDE}]+)|[^\W_{_WIDE}]+")
_IS_WIDE = re.compile(rf"[{_WIDE}]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


def folded(text: str) -> str:
    """`text` in lower case and with full-width letters made narrow; every character stays at its place."""
    if text.isascii():
        return text.lower()
    if _FULL_WIDTH.search(text):
        text = text.translate(_NARROW)
    lower = text.lower()
    if len(lower) != len(text):  # İ becomes two
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower.replace("ς", "σ")  # which of the two `lower` writes depends on what follows


def terms(text: str) -> Iterator[str]:
    """What `text` can be found by; some come several times."""
    for run in _RUN.finditer(folded(text)):
        found = run.group()
        if run["wide"]:
            yield from pairs(found)
            yield found[-1]
        else:
            yield found


def pairs(run: str) -> Iterator[str]:
    """Each two neighbours."""
    return (run[at : at + 2] for at in range(len(run) - 1))


def wanted(word: str) -> Iterator[tuple[str, bool]]:
    """The terms that a text with `word` in it has, and whether each may be the beginning of a longer one."""
    last = len(folded(word))
    for run in _RUN.finditer(folded(word)):
        found = run.group()
        if not run["wide"]:
            yield found, run.end() == last
        elif len(found) == 1:
            yield found, True
        else:
            yield from ((pair, False) for pair in pairs(found))


def place(text: str, word: str, start: int = 0) -> int:
    """Where `word` stands in `text`, both folded, at the beginning of a term; -1 where it does not."""
    at = text.find(word, start)
    while at > 0 and _goes_on(text[at - 1], word[0]):
        at = text.find(word, at + 1)
    return at


def _goes_on(before: str, character: str) -> bool:
    """Are the two of one run of letters?"""
    return before.isalnum() and character.isalnum() and not (_IS_WIDE.match(before) or _IS_WIDE.match(character))
