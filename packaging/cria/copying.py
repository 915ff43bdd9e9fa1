"""Copying what was just read, asked for in many ways."""

from __future__ import annotations

from random import Random

from cria.grammar import pick
from cria.passage import Line, Passage
from cria.sample import Sample, asked, sample

_REPEAT = {
    "en": ("Repeat this word for word:", "Copy this exactly:", "Say this again, letter for letter:", "Repeat:"),
    "zh": ("逐字重复：", "请原样抄写：", "把下面的文字一字不差地写一遍：", "重复："),
}
_QUOTE = {
    "en": ("Copy {which} exactly.", "Quote {which} word for word.", "Write down {which}, letter for letter."),
    "zh": ("照抄{which}。", "请逐字引用{which}。", "把{which}原样写出来。"),
}


def repeating(rng: Random, lines: list[Line], language: str) -> Sample:
    """Some lines said again, in order."""
    text = "\n".join(line.text for line in lines)
    return sample("copy", asked(f"{pick(rng, _REPEAT[language])}\n{text}"), text)


def quoting(rng: Random, passage: Passage) -> Sample:
    """Sentences of a passage by their numbers, or the one after a number."""
    count = len(passage.lines)
    numbers = sorted({1 + int(rng.random() * count) for _ in range(1 + int(rng.random() * 4))})
    which = ", ".join(f"S{number}" for number in numbers)
    text = "\n".join(f"S{number}: {line.text}" for number, line in enumerate(passage.lines, start=1))
    ask = pick(rng, _QUOTE[passage.language]).format(which=which)
    answer = "\n".join(f"S{number}: {passage.lines[number - 1].text}" for number in numbers)
    question = f"{text}\n\n{ask}" if rng.random() < 0.7 else f"{ask}\n\n{text}"
    return sample("copy", asked(question), answer)
