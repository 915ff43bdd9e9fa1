"""Documents to test on: other seeds, other sentences, other words than those learnt from, with facts planted."""

from __future__ import annotations

import hashlib
from random import Random
from typing import NamedTuple

from cria.document import TELLING, Voice, voice
from cria.grammar import pick
from cria.passage import Language
from models.documents.document import Document, Page, Report

_SEED = 900_000_007
_FACT_EVERY = {"en": 1450, "zh": 480}  # characters: at most six in what is read at once
_PARAGRAPH = 5  # sentences


class Planted(NamedTuple):
    """A document, and the facts in it; everything else in it tells nothing."""

    document: Document
    facts: tuple[str, ...]


def voice_of(number: int, language: Language) -> Voice:
    """Who speaks in held-out text `number`."""
    return voice(Random(_SEED + number * 2 + (language == "zh")), language, held_out=True)


def planted(number: int, language: Language, characters: int) -> Planted:
    """Paragraphs and headings of about so many characters."""
    own = voice_of(number, language)
    rng, every = own.rng, _FACT_EVERY[language]
    facts, said, paragraphs = [], 0, []
    due = every * rng.random()
    while said < characters:
        if rng.random() < 0.15:
            paragraphs.append(f"## {own.says('heading')}")
        sentences = []
        for _ in range(2 + int(rng.random() * _PARAGRAPH)):
            sentence = own.says("filler")
            if said >= due:
                sentence = own.says(pick(rng, TELLING))
                facts.append(sentence)
                due += every * (0.8 + 0.4 * rng.random())
            sentences.append(sentence)
            said += len(sentence)
        paragraphs.append((" " if language == "en" else "").join(sentences))
    return Planted(document(f"{own.says('noun')}.txt", "\n\n".join(paragraphs)), tuple(dict.fromkeys(facts)))


def document(name: str, text: str) -> Document:
    """A text file as the reader hands it over."""
    return Document(
        name=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        kind="text",
        pages=(Page(number=1, start=0, text=text),),
        report=Report(pages=1, characters=len(text)),
    )
