"""How Cria quotes: which words of a sentence prove it, and what it says of the sentence, which is the sentence."""

from __future__ import annotations

import re

from models.summary.notes import unmarked

_ANCHOR_WORDS = 8
_ANCHOR_CHARACTERS = (10, 16)  # of Chinese: the end of a clause between these, else the later
_LONGEST_ANCHOR = 110
_LONGEST_CLAIM = 280
_CLAUSE = re.compile(r"[;:，；：、]|,(?!\d)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_EDGES = "\"'“”‘’「」『』《》` "  # what the product's parser takes off a quote


def anchor(sentence: str) -> str:
    """The first words of a sentence, without the marks of a heading or an item before them."""
    plain = claim(sentence)
    if len(_WIDE.findall(plain[:40])) * 3 > min(len(plain), 40):
        return _wide(plain).strip(_EDGES)
    words = plain.split(" ")
    if len(words) <= _ANCHOR_WORDS + 2:
        return _cut(plain, _LONGEST_ANCHOR).strip(_EDGES)
    return _cut(" ".join(words[:_ANCHOR_WORDS]), _LONGEST_ANCHOR).strip(_EDGES + ",;:")


def claim(sentence: str) -> str:
    """The sentence itself; of one longer than a note may be, its first clauses."""
    plain = unmarked(sentence).replace("|", " ")
    plain = " ".join(plain.split())
    return plain if len(plain) <= _LONGEST_CLAIM else _clauses(plain)


def _wide(plain: str) -> str:
    least, most = _ANCHOR_CHARACTERS
    if len(plain) <= most + 4:
        return plain.rstrip("。！？；")
    end = _CLAUSE.search(plain, least, most)
    return plain[: end.start() if end else most]


def _clauses(plain: str) -> str:
    ends = [match.start() for match in _CLAUSE.finditer(plain, _LONGEST_CLAIM // 3, _LONGEST_CLAIM)]
    return plain[: ends[-1]] if ends else _cut(plain, _LONGEST_CLAIM)


def _cut(plain: str, longest: int) -> str:
    """At a blank, where there is one."""
    if len(plain) <= longest:
        return plain
    blank = plain.rfind(" ", longest // 2, longest)
    return plain[: blank if blank > 0 else longest].rstrip()
