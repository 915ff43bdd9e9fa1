"""Whether a claim says yes where its source says no, "may" for "must", "rose" for "fell", or drops a condition.

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
_OPPOSITES = (
    (
        r"\b(?:rose|ris(?:e|es|en|ing)|increas\w+|grew|grow\w*|higher|up|gain\w*|climb\w*)\b|\bmore than (?!\d)"
        r"|增长|增加|增至|上升|升至|提高|上涨|高于|多于",
        r"\b(?:fell|fall\w*|decreas\w+|declin\w+|lower\w*|down|drop\w*|shr[aiu]nk\w*)\b|\b(?:less|fewer) than (?!\d)"
        r"|下降|减少|减至|降至|降低|下滑|下跌|低于|少于",
    ),
    (r"\bprofit\w*|盈利|利润", r"\bloss\w*|亏损"),
    (r"\b(?:at least|minimum)\b|至少|不少于|不低于", r"\b(?:at most|maximum|up to)\b|至多|最多|不超过|不高于"),
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_CLAUSE = re.compile(
    r"(?:[;!?，；：。！？\n]|[,.:](?!\d)|(?<!\d)[,.:])+|\b(?:but|while|whereas|although)\b|但是|但|而是|然而|而(?!且)",
    re.IGNORECASE,
)


def negated(text: str) -> bool:
    """Whether the text says no of something."""
    return bool(_NEGATION.search(_NO_NEGATION.sub(" ", text)))


def differs(claim: str, source: str) -> bool:
    """Whether the claim and the part of the source it comes from differ in negation, duty or condition."""
    sentence = closest_sentence(claim, source)
    parts = clauses(sentence)
    clause = _closest(claim, parts)
    if negated(claim) != negated(clause) and (negated(claim) != negated(sentence) or len(parts) == 1):
        return True
    if any(_side(claim, *pair) * (_side(clause, *pair) or _side(sentence, *pair)) < 0 for pair in _OPPOSITES):
        return True
    if _one_sided(claim) * (_one_sided(clause) or _one_sided(sentence)) < 0:
        return True
    return bool(_CONDITION.search(sentence)) and not _CONDITION.search(claim)


def closest_sentence(claim: str, source: str) -> str:
    """The sentence of the source that shares most with the claim."""
    return _closest(claim, _SENTENCE.split(source))


def clauses(sentence: str) -> list[str]:
    """Its parts between commas and the words that set one thing against another."""
    return [part for part in _CLAUSE.split(sentence) if part.strip()]


def _one_sided(text: str) -> int:
    """1 when it only obliges, -1 when it only permits, else 0."""
    return bool(_MUST.search(text)) - bool(_MAY.search(text))


def _side(text: str, one: str, other: str) -> int:
    """1 when the text has words of the one side only, -1 of the other, 0 of both or none."""
    return bool(re.search(one, text, re.IGNORECASE)) - bool(re.search(other, text, re.IGNORECASE))


def _closest(claim: str, parts: list[str]) -> str:
    """The part that shares most with the claim."""
    wanted = set(terms(claim))
    return max(parts, key=lambda part: len(wanted & set(terms(part))), default="")
