"""Sentences by rule: a grammar in a text file, expanded at random.

A file has `[symbol]` headings; below each stand its alternatives, a line each, or several on a line parted by " / ".
`{symbol}` in an alternative is expanded in turn; `{name}` of a `Maker` (a figure, a date, a person of the document) is
made by it; `{symbol.cap}` begins with a capital, and `{symbol.file}` is part of a file's name. A symbol of a later file
takes the place of an earlier one's, so that texts to test on can have other words and sentences than those to learn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")
Maker = Callable[[], str]

FOLDER = Path(__file__).parent / "grammar"
_SLOT = re.compile(r"\{([^{}]+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiouAEIO])")
_FORMS: Mapping[str, Callable[[str], str]] = {
    "cap": lambda text: text[:1].upper() + text[1:],
    "file": lambda text: text.lower().replace(" ", "-"),
}


class Grammar:
    """The symbols of some files."""

    def __init__(self, *names: str) -> None:
        self._rules: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            self._rules |= _rules((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))

    def __contains__(self, symbol: str) -> bool:
        return symbol in self._rules

    def items(self, symbol: str) -> list[str]:
        """The alternatives of a symbol that are plain words."""
        return [rule[0] for rule in self._rules[symbol] if len(rule) == 1]

    def expand(self, rng: Random, symbol: str, makers: Mapping[str, Maker]) -> str:
        """One text of `symbol`. Raises: KeyError for a slot that nothing makes."""
        return self.expanded(rng, ("", symbol, ""), makers)

    def expanded(self, rng: Random, rule: tuple[str, ...], makers: Mapping[str, Maker]) -> str:
        """One text of a `compiled` alternative. Raises: KeyError for a slot that nothing makes."""
        pieces: list[str] = []
        self._follow(rng, rule, makers, pieces)
        return _ARTICLE.sub(r"\1n ", "".join(pieces)).replace("..", ".")

    def _expand(self, rng: Random, symbol: str, makers: Mapping[str, Maker], pieces: list[str]) -> None:
        rules = self._rules.get(symbol)
        if rules is None:
            base, _, form = symbol.partition(".")
            if form:
                own: list[str] = []
                self._expand(rng, base, makers, own)
                pieces.append(_FORMS[form]("".join(own)))
            else:
                pieces.append(makers[symbol]())
            return
        self._follow(rng, rules[int(rng.random() * len(rules))], makers, pieces)

    def _follow(self, rng: Random, rule: tuple[str, ...], makers: Mapping[str, Maker], pieces: list[str]) -> None:
        for at, part in enumerate(rule):
            if at % 2:
                self._expand(rng, part, makers, pieces)
            else:
                pieces.append(part)


def compiled(alternative: str) -> tuple[str, ...]:
    """An alternative as text, symbol, text, symbol, ..., text."""
    return tuple(_SLOT.split(alternative))


def _rules(text: str) -> dict[str, list[tuple[str, ...]]]:
    rules: dict[str, list[tuple[str, ...]]] = {}
    own: list[tuple[str, ...]] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            own = rules[line[1:-1]] = []
        elif line.strip():
            own += [compiled(each) for each in line.strip().split(" / ")]
    return rules


def pick(rng: Random, items: Sequence[T]) -> T:
    """One of them; three times as fast as `Random.choice`."""
    return items[int(rng.random() * len(items))]
