"""Closed lists of labels, and sentences that say each of them: written ones, and lists made up for one document."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import NamedTuple

from cria import noise
from cria.document import Voice
from cria.grammar import FOLDER, compiled, pick
from cria.passage import Language
from models.report.schema import Field, Label


class Kind(NamedTuple):
    """A label with the sentences that say it, as alternatives of a grammar: to learn from, and to test on."""

    label: Label
    says: tuple[tuple[str, ...], ...]
    held_out: tuple[tuple[str, ...], ...]


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
    """The lists of `grammar/*-labels.txt`: ? question, = label | definition, + sentence, - sentence to test on."""
    found: list[tuple[str, list[tuple[Label, list[str], list[str]]]]] = []
    for line in (FOLDER / f"{language}-labels.txt").read_text(encoding="utf-8").splitlines():
        mark, said = line[:1], line[2:]
        if mark == "?":
            found.append((said, []))
        elif mark == "=":
            name, _, definition = said.partition(" | ")
            found[-1][1].append((Label(name, definition), [], []))
        elif mark in "+-" and mark:
            found[-1][1][-1][1 if mark == "+" else 2].append(said)
    return tuple(
        Codes(
            question,
            tuple(Kind(label, tuple(map(compiled, says)), tuple(map(compiled, held))) for label, says, held in kinds),
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
    """A sentence that proves the label; empty where none can."""
    rules = (kind.held_out if held_out else kind.says) or kind.says
    return own.grammar.expanded(own.rng, pick(own.rng, rules), own.makers) if rules else ""


def denies(own: Voice, kind: Kind) -> str:
    """A sentence that names the label and denies it."""
    return _about(own, "denies", kind)


def asks(own: Voice, kind: Kind) -> str:
    """A question whether it is so."""
    return _about(own, "asks", kind)


def _about(own: Voice, symbol: str, kind: Kind) -> str:
    name = kind.label.label
    said = own.says(symbol).replace("<>", name if own.rng.random() < 0.2 else _small(name))
    return said[:1].upper() + said[1:]


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
        said = tuple(compiled(own.says("label.says").replace("<>", word)) for word in known)
        kinds.append(Kind(Label(name, definition), said, ()))
    question = own.says("label.question")
    return Codes(question, tuple(kinds))


def _made_label(rng: Random, own: Voice) -> tuple[str, list[str], str]:
    if own.language == "zh":
        name = noise.han_run(rng, 2 + int(rng.random() * 3)) if rng.random() < 0.5 else own.says("topic")
        words = [own.says("noun") for _ in range(2)]
        definition = "、".join(words) + "。"
    else:
        name = f"{noise.made_word(rng)} {own.says('noun')}" if rng.random() < 0.5 else own.says("topic")
        name = name[:1].upper() + name[1:]
        words = [own.says("plural") for _ in range(2)]
        definition = f"{words[0][:1].upper()}{words[0][1:]} or {words[1]}."
    return name, [_small(name), name, *words], definition
