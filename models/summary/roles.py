"""Whether a claim lets two names change places: who pays and who is paid.

A name's role is read from what stands beside it: the word before it (to, from, 向, 由) or its place among names without
one. Two names that exchange their roles are a swap; so is a party that is obliged where the source obliges another.
"B bought from A" for "A sold to B" exchanges nothing and passes. Words, not grammar: roles that only a verb tells apart
(lend, borrow) are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_SUBJECT, _OBJECT = "subject", "object"
_PARTIES = re.compile(
    r"[甲乙丙丁]方|[买卖供需]方|(?:出租|承租|发包|承包|委托|受托|转让|受让|贷款|借款|保证|出卖|买受|用人|劳动)(?:方|人|单位|者)"
    r"|\bparty [a-d]\b|\b(?:buyer|seller|tenant|landlord|lessor|lessee|supplier|customer|licensor|licensee|contractor"
    r"|client|employer|employee|borrower|lender|purchaser|vendor|guarantor|insurer|distributor|manufacturer)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?P<word>to|from|by|with|for|of|in|at|on|against|between|than|under|and|or)\s+"
    r"|(?P<sign>[向给对为从自由被把将与和同在于比及、]|应由|须由))(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_JOINING = frozenset(["and", "or", "与", "和", "及", "、"])
_AGENT = frozenset(["by", "由", "被", "应由", "须由"])
_ALIKE = {
    "向": "to",
    "给": "to",
    "对": "to",
    "从": "from",
    "自": "from",
    "将": _OBJECT,
    "把": _OBJECT,
    "于": "in",
    "在": "in",
}
_OBLIGED = re.compile(
    r"\b(?:must|shall|may|is required to|are required to)\b|应当|必须|应(?![对用急届])|须|可以|有权", re.IGNORECASE
)
_WORD_END = r"(?![A-Za-z0-9])"


class Mention(NamedTuple):
    """A name in a text, and what it is there."""

    name: str
    role: str


def swapped(claim: str, source: str, names: Iterable[str]) -> bool:
    """Whether two names of the claim have each other's role of the source, or an obliged party is not the source's.

    `names` are the names the document uses; the parties of a contract are known besides.
    """
    known = tuple(names)
    ours, theirs = _roles(mentions(claim, known)), _roles(mentions(source, known))
    shared = [name for name in ours if name in theirs]
    for at, first in enumerate(shared):
        for second in shared[at + 1 :]:
            if (
                ours[first] != ours[second]
                and ours[first] == theirs[second]
                and ours[second] == theirs[first]
            ):  # fmt: skip
                return True
    return _other_obliged(claim, ours, theirs)


def mentions(text: str, names: Iterable[str]) -> list[Mention]:
    """Every name in the order of the text."""
    places = {match.start(): match.group() for match in _PARTIES.finditer(text)}
    for name in names:
        for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(name)}{_WORD_END if name[-1].isascii() else ''}", text):
            if len(places.get(match.start(), "")) < len(name):
                places[match.start()] = match.group()
    found: list[Mention] = []
    previous = ""
    bare = []
    for start, name in sorted(places.items()):
        before = _BEFORE.search(text, max(0, start - 16), start)
        word = (before["word"] or before["sign"]).lower() if before else ""
        role = previous if word in _JOINING and previous else _SUBJECT if word in _AGENT else _ALIKE.get(word, word)
        if text[start + len(name) : start + len(name) + 2] in ("'s", "’s") or text[start + len(name) :].startswith(
            "的"
        ):
            role = "of"
        if not role:
            bare.append(len(found))
        found.append(Mention(name.casefold(), role))
        previous = role
    passive = any(mention.role == _SUBJECT for mention in found)
    for number, place in enumerate(bare):
        role = _OBJECT if passive or number else _SUBJECT
        found[place] = found[place]._replace(role=role)
    return found


def _roles(found: Iterable[Mention]) -> dict[str, str]:
    """The role of each name; of one with several, none."""
    roles: dict[str, str] = {}
    for mention in found:
        roles[mention.name] = mention.role if roles.get(mention.name, mention.role) == mention.role else "several"
    return {name: role for name, role in roles.items() if role != "several"}


def _other_obliged(claim: str, ours: dict[str, str], theirs: dict[str, str]) -> bool:
    """The claim obliges or allows one party alone, which the source only pays or tells, while another one acts."""
    acting = [name for name, role in ours.items() if role == _SUBJECT and _PARTIES.fullmatch(name)]
    if len(acting) != 1 or not _OBLIGED.search(claim):
        return False
    role = theirs.get(acting[0])
    others = [name for name, other in theirs.items() if other == _SUBJECT and name != acting[0]]
    return role not in (None, _SUBJECT, "of") and bool(others)
