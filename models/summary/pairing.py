"""Whether a claim gives one name the figure that its source gives another, in the same sentence.

"Northwind employed 3,000 people, while Southgate employed 9,000": a claim that Northwind employed 9,000 has only names
and figures of its source. Seen when the source keeps the two in clauses of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.summary.polarity import clauses
from models.summary.roles import mentions
from models.summary.values import Number, values


def mispaired(claim: str, sentence: str, names: Iterable[str]) -> bool:
    """Whether a figure of the claim stands, in the sentence, with other names than in the claim."""
    known = tuple(names)
    parts = [(_named(part, known), _numbers(part)) for part in clauses(sentence)]
    if sum(bool(named and numbers) for named, numbers in parts) < 2:
        return False
    for clause in clauses(claim):
        named = _named(clause, known)
        for number in _numbers(clause) if named else ():
            holding = [others for others, numbers in parts if number in numbers]
            own = any(named & others and numbers for others, numbers in parts)
            if own and holding and all(others and not named & others for others in holding):
                return True
    return False


def _named(text: str, names: tuple[str, ...]) -> set[str]:
    return {mention.name for mention in mentions(text, names)}


def _numbers(text: str) -> set[Number]:
    return {value for value in values(text) if isinstance(value, Number)}
