"""Closed lists of labels, and sentences that say each of them: written ones, and lists made up for one document."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import NamedTuple

from cria import noise
from cria.document import Voice, stirred
from cria.grammar import FOLDER, compiled, pick
from cria.passage import Language
from models.report.schema import Field, Label

_ARTICLE = re.compile(r"^(?:the|an?|my|your|his|so|too|no|being) ")
_NOT = {
    "en": ("not {}", "never {}", "not because of {}", "no {}"),
    "zh": ("不是{}", "没有{}", "并不是因为{}", "并非{}"),
}


class Kind(NamedTuple):
    """A label with the sentences that say it, as alternatives of a grammar: to learn from, and to test on.

    `words` are what else says it, in any sentence that does not deny it or ask.
    """

    label: Label
    says: tuple[tuple[str, ...], ...]
    held_out: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]


class Codes(NamedTuple):
    """A question with its list. `topics`: any sentence may say one of them, so that few are sure to say none."""

    question: str
    kinds: tuple[Kind, ...]
    topics: bool = False

    def field(self, *, main: bool = False) -> Field:
        """As the product knows it."""
        labels = tuple(kind.label for kind in self.kinds)
        return Field(
            name="answer", title=self.question[:30], description=self.question, kind="labels", many=True,
            labels=labels, main=main,
        )  # fmt: skip


@lru_cache(maxsize=2)
def written(language: Language) -> tuple[Codes, ...]:
    """The lists of `grammar/*-labels.txt`.

    ? question, = label | definition, * words, + sentence, - sentence to test on.
    """
    found: list[tuple[str, list[tuple[Label, list[str], list[str], list[str]]]]] = []
    for line in (FOLDER / f"{language}-labels.txt").read_text(encoding="utf-8").splitlines():
        mark, said = line[:1], line[2:]
        if mark == "?":
            found.append((said, []))
        elif mark == "=":
            name, _, definition = said.partition(" | ")
            found[-1][1].append((Label(name, definition), [], [], []))
        elif mark == "*":
            found[-1][1][-1][3].extend(said.split(" / "))
        elif mark in "+-" and mark:
            found[-1][1][-1][1 if mark == "+" else 2].append(said)
    return tuple(
        Codes(
            question,
            tuple(
                Kind(label, tuple(map(compiled, says)), tuple(map(compiled, held)), tuple(words))
                for label, says, held, words in kinds
            ),
            topics=place == len(found) - 1,
        )
        for place, (question, kinds) in enumerate(found)
    )


def some(own: Voice, *, held_out: bool = False) -> Codes:
    """A list for one document: a written one, part of one in another order, or one made up."""
    rng = own.rng
    if rng.random() < 0.3:
        return _made(own)
    codes = pick(rng, written(own.language))
    kinds = list(codes.kinds)
    if not held_out and rng.random() < 0.5:
        rng.shuffle(kinds)
        kinds = kinds[: 2 + int(rng.random() * (len(kinds) - 1))]
    if rng.random() < 0.15:
        kinds = [kind._replace(label=Label(kind.label.label)) for kind in kinds]
    return codes._replace(kinds=tuple(kinds))


def says(own: Voice, kind: Kind, *, held_out: bool = False) -> str:
    """A sentence that proves the label: one written for it, or any with one of its words; empty where none can."""
    rng = own.rng
    if held_out and kind.held_out:
        return own.grammar.expanded(rng, pick(rng, kind.held_out), own.makers)
    if not kind.words:
        return ""
    chance = rng.random()
    if kind.says and not held_out and chance < 0.4:
        return own.grammar.expanded(rng, pick(rng, kind.says), own.makers)
    word = own.grammar.expanded(rng, compiled(pick(rng, kind.words)), own.makers)
    if not held_out and chance > 0.72:
        return _among(own, word)
    made = held_out or (not kind.says and rng.random() < 0.5)
    return _begun(own.says("label.says" if made else "label.keyword").replace("<>", word))


def speaks_of(codes: Codes, text: str) -> bool:
    """Whether a text has words of any of the labels, and may so be thought to prove it."""
    folded = text.casefold()
    return any(word in folded for word in _telltale(codes))


@lru_cache(maxsize=4096)
def _telltale(codes: Codes) -> tuple[str, ...]:
    said = [word for kind in codes.kinds for word in (kind.label.label, *kind.words) if "{" not in word]
    return tuple(_ARTICLE.sub("", word.casefold()) for word in said)


def _among(own: Voice, word: str) -> str:
    """The word among others of no meaning."""
    rng = own.rng
    if own.language == "zh":
        said = noise.chinese_prose(rng)[:40]
        at = int(rng.random() * len(said))
        return f"{said[:at]}{word}{said[at:]}"
    words = noise.prose(rng).split(" ")[: 4 + int(rng.random() * 12)]
    words.insert(int(rng.random() * len(words)), word)
    return _begun(" ".join(words).rstrip(".,;!?") + ".")


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def says_otherwise(own: Voice, codes: Codes) -> str:
    """A sentence that looks like one that proves a label, and has no word of any of them."""
    rng = own.rng
    for _ in range(6):
        chance = rng.random()
        if chance < 0.3:
            about = f"the {own.says('adjective')} {own.says('noun')}" if own.language == "en" else own.says("noun")
            frame = own.says("label.says" if rng.random() < 0.5 else "label.keyword")
            said = _begun(frame.replace("<>", about if rng.random() < 0.6 else noise.word(rng)))
        elif chance < 0.5 and not codes.topics:
            others = [each for each in written(own.language) if each.question != codes.question and not each.topics]
            said = says(own, pick(rng, [kind for kind in pick(rng, others).kinds if kind.words]))
        elif chance < 0.8:
            said = stirred(own, own.says("filler"))
        else:
            said = noise.prose(rng) if own.language == "en" else noise.chinese_prose(rng)
        if not speaks_of(codes, said):
            return said
    return own.says("heading")


def denies(own: Voice, kind: Kind) -> str:
    """A sentence that names the label and denies it."""
    if own.rng.random() < 0.2:
        return _among(own, pick(own.rng, _NOT[own.language]).format(_small(kind.label.label)))
    return _about(own, "denies", kind)


def asks(own: Voice, kind: Kind) -> str:
    """A question whether it is so."""
    return _about(own, "asks", kind)


def _about(own: Voice, symbol: str, kind: Kind) -> str:
    name = kind.label.label
    said = own.says(symbol).replace("<>", name if own.rng.random() < 0.2 else _small(name))
    return _begun(said)


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _made(own: Voice) -> Codes:
    """Labels of words at random: a sentence says one by naming it, or a word of its definition."""
    rng = own.rng
    kinds: list[Kind] = []
    taken: set[str] = set()
    for _ in range(2 + int(rng.random() * 9)):
        name, known, definition = _made_label(rng, own)
        if taken & {name, *known}:  # no sentence says two labels
            continue
        taken |= {name, *known}
        kinds.append(Kind(Label(name, definition), (), (), tuple(dict.fromkeys(known))))
    question = own.says("label.question")
    return Codes(question, tuple(kinds))


def _made_label(rng: Random, own: Voice) -> tuple[str, list[str], str]:
    if own.language == "zh":
        name = noise.han_run(rng, 2 + int(rng.random() * 3)) if rng.random() < 0.6 else own.says("topic")
        words = [own.says("noun") for _ in range(2)]
        definition = "、".join(words) + "。"
    else:
        name = f"{noise.made_word(rng)} {own.says('noun')}" if rng.random() < 0.6 else own.says("topic")
        name = name[:1].upper() + name[1:]
        words = [own.says("plural") for _ in range(2)]
        definition = f"{words[0][:1].upper()}{words[0][1:]} or {words[1]}."
    return name, [_small(name), name, *words], definition
