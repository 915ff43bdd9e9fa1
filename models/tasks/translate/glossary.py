"""The list of terms of a document, translated once and then the same everywhere.

Which terms: names the document uses more than once, and what it puts in quotation marks. The model translates them, in
one question; code keeps only what names a term of the list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from models.engine.protocol import ChatMessage, SamplingParams
from models.summary.names import Names, chinese_names
from models.tasks.translate.languages import LANGUAGES, foreign
from models.tasks.words import Words

MOST_TERMS = 40
TERM_TOKENS = 24  # of the answer for each
_QUOTED = re.compile(r"[“「『《]([^“”「」『』《》\n]{2,24})[”」』》]")
_PHRASE = re.compile(r"\b[A-Z][\w’'-]+(?: (?:of |the |and )?[A-Z][\w’'-]+)+")
_ARTICLE = re.compile(r"^(?:The|An?|This|That|In|On|At|For|From|By)\s+")
_LONGEST = 40


def candidates(text: str, target: str) -> list[str]:
    """Terms worth one translation, the most used first; none that is in the target's script already."""
    counts: Counter[str] = Counter(_QUOTED.findall(text))
    counts.update(_ARTICLE.sub("", match.group()) for match in _PHRASE.finditer(text))
    counts.update(chinese_names(text))
    counts.update(_single_names(text))
    language = LANGUAGES[target]
    used = [
        (term, count)
        for term, count in counts.items()
        if (count > 1 or term in _QUOTED.findall(text)) and len(term) <= _LONGEST and foreign(term, language) > 0.5
    ]
    return [term for term, _ in sorted(used, key=lambda item: (-item[1], item[0]))][:MOST_TERMS]


def _single_names(text: str) -> list[str]:
    names = Names(text)
    return [name for line in text.splitlines() for name in names.of(line) if len(name) > 2]


def question(words: Words, terms: Sequence[str]) -> tuple[ChatMessage, ...]:
    """All terms, one to a line."""
    return ChatMessage("system", words("terms")), ChatMessage("user", "\n".join([*terms, words("terms_ask")]))


def sampling(terms: Sequence[str]) -> SamplingParams:
    """One line for each term, in their order."""
    lines = ' "\\n" '.join(f'"{_literal(term)} = " text' for term in terms)
    return SamplingParams(
        temperature=0.0, seed=0, max_tokens=TERM_TOKENS * len(terms) + 16,
        grammar=f"root ::= {lines}\ntext ::= [^=\\n]{{1,60}}\n",
    )  # fmt: skip


def parse(answer: str, terms: Sequence[str]) -> dict[str, str]:
    """The translations of terms of the list; the first one of each."""
    fixed: dict[str, str] = {}
    for line in answer.splitlines():
        term, sign, translation = line.partition("=")
        term, translation = term.strip(" -*•\t"), translation.strip()
        if sign and term in terms and translation and len(translation) <= 2 * _LONGEST:
            fixed.setdefault(term, translation)
    return fixed


def occurring(fixed: Mapping[str, str], text: str) -> dict[str, str]:
    """The terms that a text uses; of "Acme" and "Acme Works" only the longer where that is what stands there."""
    found: dict[str, str] = {}
    rest = text
    for term in sorted(fixed, key=len, reverse=True):
        if term in rest:
            found[term] = fixed[term]
            rest = rest.replace(term, "\0")
    return found


def _literal(term: str) -> str:
    return term.replace("\\", "\\\\").replace('"', '\\"')
