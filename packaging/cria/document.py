"""Documents of many kinds that nobody wrote: what they tell is known line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from cria import noise
from cria.grammar import Grammar, Maker, pick
from cria.passage import Language, Line
from cria.values import chinese_makers, english_makers

TELLING = (
    "tells.decision", "tells.decision", "tells.figure", "tells.figure", "tells.figure", "tells.date", "tells.date",
    "tells.name", "tells.duty",
)  # fmt: skip
_KINDS = ("plain", "plain", "plain", "plain", "numbered", "markdown", "markdown", "dialogue", "table", "log")
_DENSITIES = (0.02, 0.04, 0.06, 0.08, 0.12, 0.25, 0.7)
_SHORTEST = 8  # letters and figures of a line that can be quoted
_STIRRED = 0.2  # of the sentences that tell nothing
_JOINTS = {"en": ("; ", ", and ", " — ", ", while "), "zh": ("；", "，而", "，同时", "——")}
_SPEAKERS = {"en": ("Q", "A", "HR", "Interviewer", "Chair"), "zh": ("问", "答", "主持人", "记者", "访谈人")}


class Voice(NamedTuple):
    """What speaks in one document: its language, its sentences, and its own people, places and figures.

    `made` is what `makers` made since it was last emptied: (maker, text).
    """

    rng: Random
    language: Language
    grammar: Grammar
    makers: Mapping[str, Maker]
    made: list[tuple[str, str]]

    def says(self, symbol: str) -> str:
        return self.grammar.expand(self.rng, symbol, self.makers)


@lru_cache(maxsize=4)
def grammar(language: Language, *, held_out: bool) -> Grammar:
    """The sentences to learn from, or those to test on."""
    own = f"{language}-held-out" if held_out else language
    return Grammar(f"{language}-words", language, own) if held_out else Grammar(f"{language}-words", language)


def voice(rng: Random, language: Language, *, held_out: bool = False) -> Voice:
    """A voice for one document."""
    makers = english_makers(rng) if language == "en" else chinese_makers(rng)
    made: list[tuple[str, str]] = []
    noted = {name: _noting(made, name, make) for name, make in makers.items()}
    return Voice(rng, language, grammar(language, held_out=held_out), noted, made)


def _noting(made: list[tuple[str, str]], name: str, make: Maker) -> Maker:
    def noted() -> str:
        text = make()
        made.append((name, text))
        return text

    return noted


def lines(own: Voice, room: int) -> list[Line]:
    """A document of about `room` characters, of any kind."""
    rng = own.rng
    density, dress = pick(rng, _DENSITIES), _DRESSES[pick(rng, _KINDS)]
    strange = rng.random() < 0.4  # lines of nothing that means anything among the others
    found: list[Line] = []
    number = 0
    while room > 0:
        chance = rng.random()
        number += 1
        if strange and chance < 0.3:
            line = strange_line(rng, own.language)
        elif chance > 0.94:
            line = Line(own.says("heading"), stands=False)
        elif rng.random() < density:
            kind = pick(rng, TELLING)
            own.made.clear()
            line = Line(own.says(kind), True, kind=kind, made=tuple(own.made))
        else:
            line = Line(own.says("filler"))
            if rng.random() < _STIRRED:
                text = stirred(own, line.text)
                line = Line(text, any(map(str.isdigit, text)))
        if line.stands and rng.random() < 0.15:
            line = _joined(own, line)
        line = dress(own, line, number)
        found.append(line)
        room -= len(line.text) + 6
    return found


def strange(rng: Random, language: Language, room: int) -> list[Line]:
    """Lines of nothing that means anything."""
    found: list[Line] = []
    while room > 0:
        found.append(strange_line(rng, language))
        room -= len(found[-1].text) + 6
    return found


def stirred(own: Voice, said: str) -> str:
    """A sentence with some of its words made others, or its parts exchanged: nobody knows it by heart."""
    rng = own.rng
    if own.language == "zh":
        at, other = int(rng.random() * len(said)), noise.chinese_prose(rng)[: 2 + int(rng.random() * 8)]
        return f"{said[:at]}{other}{said[at + int(rng.random() * 4) :]}"
    words = [noise.word(rng) if rng.random() < 0.25 else word for word in said.rstrip(".").split(" ")]
    at = int(rng.random() * len(words)) if rng.random() < 0.5 else 0
    text = " ".join((*words[at:], *words[:at]))
    return f"{text[:1].upper()}{text[1:]}."


def strange_line(rng: Random, language: Language) -> Line:
    """Random words, characters, code; what is no prose tells nothing."""
    chance = rng.random()
    if chance < 0.4:
        make = noise.english if language == "en" else noise.chinese
    elif chance < 0.8:
        make = noise.prose if language == "en" else noise.chinese_prose
    else:
        make = pick(rng, (noise.code, noise.soup, noise.mixed))
    text = make(rng)
    says_enough = sum(map(str.isalnum, text)) >= _SHORTEST
    return Line(text, says_enough and chance < 0.8 and any(map(str.isdigit, text)), says_enough)


def _joined(own: Voice, line: Line) -> Line:
    """Two sentences in one."""
    other = own.says("filler")
    first, second = (line.text, other) if own.rng.random() < 0.5 else (other, line.text)
    joint = pick(own.rng, _JOINTS[own.language])
    if own.language == "en" and second.startswith(("The ", "A ", "It ", "Most ", "Some ", "On ", "In ", "By ")):
        second = second[0].lower() + second[1:]
    return line._replace(text=first.rstrip(".。") + joint + second)


def _plain(own: Voice, line: Line, number: int) -> Line:
    return line if line.stands or own.rng.random() < 0.5 else line._replace(text=f"## {line.text}")


def _numbered(own: Voice, line: Line, number: int) -> Line:
    return line._replace(text=f"{1 + number // 9}.{number % 9} {line.text}")


def _markdown(own: Voice, line: Line, number: int) -> Line:
    rng = own.rng
    if not line.stands:
        return line._replace(text=f"{'#' * (1 + int(rng.random() * 3))} {line.text}")
    text = line.text
    if own.language == "en" and rng.random() < 0.3:
        words = text.split(" ")
        at = int(rng.random() * len(words))
        words[at] = pick(rng, ("**{}**", "`{}`", "*{}*", "[{}](docs/a.md)")).format(words[at])
        text = " ".join(words)
    return line._replace(text=f"- {text}" if rng.random() < 0.35 else text)


def _dialogue(own: Voice, line: Line, number: int) -> Line:
    if not line.stands:
        return line
    colon = ": " if own.language == "en" else "："
    if own.rng.random() < 0.75:
        return line._replace(text=f"{pick(own.rng, _SPEAKERS[own.language])}{colon}{line.text}")
    speaker = own.makers["person"]()
    return line._replace(text=f"{speaker}{colon}{line.text}", made=(("person", speaker), *line.made))


def _table(own: Voice, line: Line, number: int) -> Line:
    if own.rng.random() < 0.5 or not line.stands:
        return line
    cells = [own.says("noun"), own.makers["count"](), own.makers["money"](), own.makers["code"]()]
    own.rng.shuffle(cells)
    return Line(f"| {' | '.join(cells)} |", tells=False, stands=False)


def _log(own: Voice, line: Line, number: int) -> Line:
    if own.rng.random() < 0.7:
        return line
    return strange_line(own.rng, own.language)._replace(text=noise.code(own.rng), tells=False)


_DRESSES: Mapping[str, Callable[[Voice, Line, int], Line]] = {
    "plain": _plain, "numbered": _numbered, "markdown": _markdown, "dialogue": _dialogue, "table": _table, "log": _log,
}  # fmt: skip


def context(own: Voice) -> str:
    """What stood before a part, or nothing."""
    return " ".join(own.says("filler") for _ in range(2)) if own.rng.random() < 0.4 else ""


def heading(own: Voice) -> str:
    """The headings over a part, or none."""
    if own.rng.random() < 0.4:
        return ""
    path: Sequence[str] = [own.says("heading") for _ in range(1 + int(own.rng.random() * 2))]
    return " > ".join(path)
