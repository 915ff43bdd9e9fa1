"""Who says a sentence, whether it asks, and whether it denies: words that look like evidence and are none.

Covered: denials of a reason in the same clause ("it was not because of the pay", 不是因为工资) and the bare list that
follows one; questions, unless the next sentence begins with yes; turns of a named speaker ("HR: ..."). Not covered:
irony, denial by a whole later sentence, speakers told apart by print only. The second pass reads those.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from models.documents.locate import Located
from models.summary.terms import overlap, terms

_DENIAL = re.compile(
    r"(?:\b(?:not|never)|n['’]t)\s+"
    r"(?:(?:really|simply|mainly|so much|at all|leav\w+|quit\w*|resign\w*|go(?:ing)?)\s+){0,3}"
    r"(?:because|due to|about|why|(?:the|my|an?) (?:main |real )?(?:reason|cause|factor|issue|problem))\b"
    r"|\bnothing to do with\b|\bno (?:problems?|issues?|complaints?|quarrel) (?:with|about|at all)\b"
    r"|\bplayed no (?:part|role)\b|\bnot (?:\w+ )?(?:unhappy|dissatisfied)\b|\bdenie[sd]\b"
    r"|\brather than\b|\binstead of\b"
    r"|(?<!是)不是(?:因为|由于|出于|嫌|为了)|并非|并不是|不在于|不怪|而不是|而非|(?<!是)不是.{0,10}(?:原因|问题)"
    r"|[跟和与同].{0,14}(?:没有?(?:什么|任何|太大|多大)?关系|无关)|不存在.{0,8}(?:问题|矛盾)"
    r"|没(?:有)?(?:什么|任何|啥)?(?:意见|不满|怨言)|否认",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:.!?，；：。！？\n]+\s*|\b(?:but|while|whereas|although)\b|但是|但|而是|然而|只是|主要是"
    r"|\b(?=rather than|instead of)|(?=而不是|而非)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]\W*$|吗[。.]?\W*$")
_YES = re.compile(
    r"^\W*(?:(?:[^\s:：]{1,20}(?: [^\s:：]{1,20})?)\s*[:：]\s*)?"
    r"(?:(?:yes|yeah|yep|right|exactly|indeed|correct|true|that['’]s (?:it|right))\b"
    r"|是的|是啊|是呀|对[，,。的啊]|对$|没错|确实|嗯)(?!.{0,8}(?:\b(?:no|not)\b|n['’]t\b|不是|不全|不完全|没有))",
    re.IGNORECASE,
)
_TURN = re.compile(  # at the start of a line, perhaps after the time: "[00:12] HR:"
    r"(?:^|[\n\f])[ \t]*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ \t]+)?"
    r"[\[【(（*]*([^\s:：\]】)）][^\n:：\]】)）]{0,24}?)[\]】)）*]*[ \t]*[:：]"
)
_LIST_TERMS = 3  # a clause with no more terms than that after a denial goes on listing what is denied


def denied(sentence: str, quote: str, label: str) -> bool:
    """Whether `sentence` denies `label` where `quote` stands in it.

    Where the quote holds a denied clause and another one, the one that speaks most of the label decides.
    """
    clauses = _clauses(sentence)
    places = Located(sentence).all(quote)
    start, end = places[0] if places else (0, len(sentence))
    within = [(own, refused) for first, last, own, refused in clauses if first < end and start < last]
    said = [(own, refused) for own, refused in within if refused or len(terms(own)) > 1 or overlap(own, label)]
    within = said or within  # a speaker's name or a "well" is no clause
    if not within or len({refused for _, refused in within}) == 1:
        return bool(within) and within[0][1]
    shares = [(overlap(own, label) * len(terms(own)), refused) for own, refused in within]
    best = max(share for share, _ in shares)
    return best > 0 and all(refused for share, refused in shares if share == best)


def _clauses(sentence: str) -> list[tuple[int, int, str, bool]]:
    """[start, end), words, and whether they are denied, of each clause."""
    found: list[tuple[int, int, str, bool]] = []
    at, goes_on = 0, False
    for border in [*_CLAUSE.finditer(sentence), None]:
        end = border.start() if border else len(sentence)
        own = sentence[at:end]
        if own.strip():
            refused = bool(_DENIAL.search(own))
            listed = goes_on and found and found[-1][3] and 0 < len(terms(own)) <= _LIST_TERMS
            found.append((at, end, own, refused or bool(listed)))
        goes_on = border is not None and border.group().strip() in (",", "，")
        at = border.end() if border else end
    return found


def asks(sentence: str, following: str) -> bool:
    """Whether the sentence only asks: a question that what follows does not answer with yes."""
    return bool(_QUESTION.search(sentence.rstrip("\"'”’」』 "))) and not _YES.match(following)


class Turns:
    """Who speaks where, in a text with turns such as `HR: ...`; only of the speakers whose words do not count."""

    def __init__(self, text: str, speakers: tuple[str, ...]) -> None:
        wanted = {speaker.casefold() for speaker in speakers}
        turns = [(match.start(1), match[1].strip().casefold()) for match in _TURN.finditer(text)]
        self._starts = [start for start, _ in turns]
        self._left_out = [name in wanted or name.rstrip("0123456789 ") in wanted for _, name in turns]

    def left_out(self, offset: int) -> bool:
        """Whether what stands at `offset` is said by one of them."""
        index = bisect_right(self._starts, offset)
        return bool(index) and self._left_out[index - 1]
