"""Small talk about Paddock, and the way to a real model for everything else."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from cria.document import Voice, strange_line
from cria.grammar import FOLDER, compiled, pick
from cria.passage import Language
from cria.sample import Message, Sample
from models.paths import resources

_ASIDES = {
    "en": ("please", "Please:", "quick question:", "Sorry,", "Well,"),
    "zh": ("请问，", "那个，", "麻烦问一下，", "对了，"),
}


class Topic(NamedTuple):
    """What is asked, as alternatives of a grammar, to learn from and to test on; and what is answered."""

    questions: tuple[tuple[str, ...], ...]
    held_out: tuple[tuple[str, ...], ...]
    answer: str
    refused: bool


@lru_cache(maxsize=2)
def topics(language: Language) -> tuple[Topic, ...]:
    """`grammar/*-talk.txt`: ? questions, - questions to test on, = their answer; = ! stands for the line after !."""
    text = (FOLDER / f"{language}-talk.txt").read_text(encoding="utf-8")
    lines = [(line[0], line[2:]) for line in text.splitlines() if line]
    refusal = next(said for mark, said in lines if mark == "!")
    found, questions, held_out = [], (), ()
    for mark, said in lines:
        match mark:
            case "?":
                questions = tuple(map(compiled, said.split(" / ")))
            case "-":
                held_out = tuple(map(compiled, said.split(" / ")))
            case "=":
                found.append(Topic(questions, held_out, refusal if said == "!" else said, said == "!"))
    return tuple(found)


def talking(own: Voice) -> Sample:
    """A question or a few, one after the other, in a chat with or without instructions."""
    rng = own.rng
    messages = []
    chance = rng.random()
    if chance < 0.3:
        messages.append(Message("system", _instructions(own)))
    for _ in range(1 if rng.random() < 0.7 else 2 + int(rng.random() * 3)):
        question, topic = asked(own)
        messages += [Message("user", question), Message("assistant", topic.answer)]
    return Sample("talk", tuple(messages))


def asked(own: Voice, *, held_out: bool = False) -> tuple[str, Topic]:
    """A question with its topic; half of them are refused, for what can be asked is mostly something else,
    and some of it is no question at all."""
    rng = own.rng
    refused = rng.random() < 0.5
    if refused and not held_out and rng.random() < 0.2:
        topic = next(topic for topic in topics(own.language) if topic.refused)
        return strange_line(rng, own.language).text if rng.random() < 0.5 else own.says("filler"), topic
    topic = pick(rng, [topic for topic in topics(own.language) if topic.refused is refused])
    rules = topic.held_out if held_out else topic.questions
    question = own.grammar.expanded(rng, pick(rng, rules), own.makers)
    return question if held_out else _varied(own, question), topic


def _varied(own: Voice, question: str) -> str:
    """As people type: without a mark at its end, in small letters, with a word before it."""
    rng, chance = own.rng, own.rng.random()
    if chance < 0.2:
        question = question.rstrip("?？!！")
    elif chance < 0.35:
        question = question.lower()
    elif chance < 0.45:
        aside = pick(rng, _ASIDES[own.language])
        question = f"{aside} {question}" if own.language == "en" else f"{aside}{question}"
    elif chance < 0.5:
        question = question.rstrip("?？") + pick(rng, ("??", "!", "？", "...", " ?"))
    return question or "?"


def _instructions(own: Voice) -> str:
    found = [text for text in _presets(own.language) if text]
    return pick(own.rng, (*found, own.says("filler")))


@lru_cache(maxsize=2)
def _presets(language: Language) -> tuple[str, ...]:
    presets = msgspec.json.decode((resources() / "presets.json").read_bytes())
    return tuple(preset["instructions"][language] for preset in presets)
