"""Names of people, firms and places, as an inventory of one document.

A name counts only when the document itself uses it as one; a claim is compared with that list. Open patterns over
Chinese text (surname plus two characters) gave 13 % false alarms in the trial, so there are none: a Chinese name here
ends in a word such as 公司 or 大学, or is a party (甲方).
"""

from __future__ import annotations

import re
from functools import cached_property

_WORD = re.compile(r"[A-Za-z][0-9A-Za-z_\u00c0-\u024f'’-]*")  # Latin only: E公司 is a name of its own
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SUFFIX = (
    "公司|集团|集團|银行|銀行|大学|大學|学院|医院|法院|委员会|研究院|研究所|基金会|协会|出版社|工厂|酒店|机场|车站|"
    "省|市|县|区|镇|村|大桥|项目部|事业部"
)
_CHINESE = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·]{{1,6}}?(?:{_SUFFIX})")
_PARTY = re.compile(r"[甲乙丙丁戊][方队组]|[A-Za-z甲乙丙丁]\s?(?:公司|厂|队|组|栋|区)")
_BORDER = re.compile(
    "[的了在与和及由向对為为被将是该本从到给等并但因而且也都其此这那我你他她它说称把让使个家名位有以至于]"
    r"|无(?!锡)|\d+[年月日号]|兴建|建设|新建|建立|成立|投资|收购|位于"
)
_TITLES = frozenset({"The", "A", "An", "In", "On", "At", "By", "For", "It", "This", "That", "These", "Those", "We",
                     "He", "She", "They", "I", "If", "When", "As", "But", "And", "Or", "No", "Not", "To", "From",
                     "With", "After", "Before", "Its", "Their", "Our", "There", "All", "Each", "Of"})  # fmt: skip
_CALENDAR = frozenset(
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)  # fmt: skip


class Names:
    """The names a document uses, and which of them a claim uses without its source doing so."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_bare(word) for word in _WORD.findall(self._text))

    @cached_property
    def _common(self) -> frozenset[str]:
        """The words that the document also writes small."""
        return frozenset(word for word in _WORD.findall(self._text) if word.islower())

    def missing(self, claim: str, source: str) -> tuple[str, ...]:
        """The names of the claim that are not in the source (which includes its headings)."""
        absent = [name for name in chinese_names(claim) if not _holds(source, name)]
        folded = source.casefold()
        first = True
        for match in _WORD.finditer(claim):
            word = match.group()
            begins, first = first, False
            if not self._is_name(word, begins):
                continue
            if not _stands_in(folded, _bare(word)):
                absent.append(word)
        return tuple(absent)

    def missing_across(self, claim: str, source: str) -> tuple[str, ...]:
        """The same for a claim in another language than the document, by the Latin letters that both can hold.

        Covered: a name that the document has elsewhere, and in a Chinese claim one that it has nowhere. Not covered:
        names that were translated, or written in the other script.
        """
        folded = source.casefold()
        chinese = _HAN.search(claim) is not None
        absent = []
        for match in _WORD.finditer(claim):
            word, plain = match.group(), _bare(match.group())
            if len(word) < 3 or not self._is_name(word, begins=False):
                continue
            invented = chinese and not word.isupper()  # CEO may stand for an office that the source writes out
            if (plain in self._words or invented) and not _stands_in(folded, plain):
                absent.append(word)
        return tuple(absent)

    def of(self, text: str) -> tuple[str, ...]:
        """The names in a text, each once."""
        words = [match.group() for match in _WORD.finditer(text) if self._is_name(match.group(), match.start() == 0)]
        bare = (word.removesuffix("'s").removesuffix("’s") for word in words)
        return tuple(dict.fromkeys([*bare, *chinese_names(text)]))

    def _is_name(self, word: str, begins: bool) -> bool:
        """A capitalised word that the document never writes small; at the beginning only if it knows it at all."""
        if not word[0].isupper() or word in _TITLES or word in _CALENDAR:
            return False
        plain = _bare(word)
        if plain in self._common:
            return len(word) == 1 or (word.isupper() and len(word) > 1)
        return plain in self._words or not begins


def _stands_in(folded: str, plain: str) -> bool:
    """Whether a word of the text begins with it."""
    return re.search(rf"(?<![0-9a-z\u00c0-\u024f]){re.escape(plain)}", folded) is not None


def _bare(word: str) -> str:
    return word.casefold().removesuffix("'s").removesuffix("’s")


def chinese_names(text: str) -> list[str]:
    """Names by their last word (…公司), cut where a function word shows that the name begins later; and parties."""
    found = []
    for match in _CHINESE.finditer(text):
        name = _BORDER.split(match.group())[-1]
        if len(name) > 2:
            found.append(name[-8:])
    return found + _PARTY.findall(text)


def _holds(source: str, name: str) -> bool:
    """The whole name, or its core without the last word, stands in the source."""
    if name in source:
        return True
    core = re.sub(rf"(?:{_SUFFIX})$", "", name)
    return len(core) >= 3 and core in source
