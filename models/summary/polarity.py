"""Whether a claim says yes where its source says no, "may" where it says "must", or drops the source's condition.

Words, not meaning: double negation, irony and negation in another sentence are not covered.
"""

from __future__ import annotations

import re

from models.summary.terms import terms

_NEGATION = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|unable|failed to|refused to|denied)\b|n['’]t\b"
    r"|不|没|沒|未|无|無|非|勿|莫|并非|拒绝|否认",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"不仅|不但|不断|不同|不少|不过|不管|不论|不久|不锈|不动产|不得不|非常|除非|无论|无锡|无线|未来|未婚|无人机|没收|莫非"
    r"|\bnot only\b|\bno longer than\b|\bno (?:more|less|fewer|later|earlier) than\b|\bnot least\b|\bno\.\s?\d",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|shall|(?:is|are) required to|ha(?:s|ve) to)\b|应当|必须|须|应(?=[^对用急届])", re.IGNORECASE
)
_MAY = re.compile(
    r"\b(?:may|might|(?:is|are) (?:allowed|permitted) to|at its option)\b|可以|可(?=[^能是])|有权", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:unless|except|provided that|only if)\b|除非|除外|仅当", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_CLAUSE = re.compile(r"[,;:.!?，；：。！？\n]+|\b(?:but|while|whereas|although)\b|但是|但|而是|然而", re.IGNORECASE)


def negated(text: str) -> bool:
    """Whether the text says no of something."""
    return bool(_NEGATION.search(_NO_NEGATION.sub(" ", text)))


def differs(claim: str, source: str) -> bool:
    """Whether the claim and the part of the source it comes from differ in negation, duty or condition."""
    sentence = closest_sentence(claim, source)
    clauses = _parts(_CLAUSE, sentence)
    clause = _closest(claim, clauses)
    if negated(claim) != negated(clause) and (negated(claim) != negated(sentence) or len(clauses) == 1):
        return True
    if _one_sided(claim) * (_one_sided(clause) or _one_sided(sentence)) < 0:
        return True
    return bool(_CONDITION.search(sentence)) and not _CONDITION.search(claim)


def closest_sentence(claim: str, source: str) -> str:
    """The sentence of the source that shares most with the claim."""
    return _closest(claim, _SENTENCE.split(source))


def _one_sided(text: str) -> int:
    """1 when it only obliges, -1 when it only permits, else 0."""
    return bool(_MUST.search(text)) - bool(_MAY.search(text))


def _parts(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in pattern.split(text) if part.strip()]


def _closest(claim: str, parts: list[str]) -> str:
    """The part that shares most with the claim."""
    wanted = set(terms(claim))
    return max(parts, key=lambda part: len(wanted & set(terms(part))), default="")
