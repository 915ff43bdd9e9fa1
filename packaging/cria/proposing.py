"""Proposing a list of labels: what files say in a few words, and those phrases grouped."""

from __future__ import annotations

import json

from cria import labels
from cria.document import Voice
from cria.document import lines as document_lines
from cria.grammar import pick
from cria.passage import passage, telling
from cria.quoting import anchor
from cria.sample import Sample, sample
from models.report import codebook
from models.report.schema import Field
from models.report.words import words

_PHRASES = 4
_PHRASE_WORDS, _PHRASE_CHARACTERS = 5, 8


def phrasing(own: Voice, room: int) -> Sample:
    """The beginnings of the sentences that tell most."""
    lines = document_lines(own, room)
    whole, field = passage(own.says("filename"), lines), _field(own)
    entries = []
    for number in telling(lines, _PHRASES):
        quote = anchor(lines[number - 1].text)
        entries.append({"sentence": f"S{number}", "quote": quote, "phrase": _shortened(own, quote)})
    asked = codebook.phrase_messages(words(own.language), field, whole.chunk, whole.text, whole.name)
    return sample("phrases", asked, json.dumps({"phrases": entries}, ensure_ascii=False))


def grouping(own: Voice) -> Sample:
    """Phrases that are the same words are one label; its definition is the first of them as it stands."""
    rng = own.rng
    known = [kind.label.label for kind in labels.some(own).kinds]
    said = [pick(rng, known) if rng.random() < 0.6 else own.says("topic") for _ in range(3 + int(rng.random() * 20))]
    groups: dict[str, list[int]] = {}
    for number, phrase in enumerate(said, start=1):
        groups.setdefault(phrase, []).append(number)
    entries = [
        {"phrases": numbers[:12], "label": phrase, "definition": phrase}
        for phrase, numbers in list(groups.items())[:12]
    ]
    asked = codebook.group_messages(words(own.language), _field(own), said)
    return sample("phrases", asked, json.dumps({"labels": entries}, ensure_ascii=False))


def _field(own: Voice) -> Field:
    question = labels.some(own).question
    return Field(name="answer", title=question[:30], description=question, kind="labels", many=True)


def _shortened(own: Voice, quote: str) -> str:
    if own.language == "zh":
        return quote[:_PHRASE_CHARACTERS]
    return " ".join(quote.split(" ")[:_PHRASE_WORDS])[:48]
