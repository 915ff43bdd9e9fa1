"""The notes of a summary, by the product's own prompts: of a part by itself, and of a text that is one part."""

from __future__ import annotations

from random import Random

from cria.passage import Passage, telling
from cria.quoting import anchor, claim
from cria.sample import Sample, sample
from models.summary import notes, onepass
from models.summary.options import SummaryOptions
from models.summary.prompts import prompts

NONE = "NONE"
_BRACKETS = str.maketrans("[]", "()")
_LENGTHS = tuple(SummaryOptions(length=length) for length in ("short", "medium", "medium", "medium", "long"))


def note(passage: Passage, number: int) -> str:
    """The note on sentence `number`."""
    said = passage.lines[number - 1].text
    return f"S{number}|{anchor(said)}|{claim(said)}"


def noting(passage: Passage, focus: str = "") -> Sample:
    """The notes on a part."""
    said = prompts(passage.language)
    options = SummaryOptions(focus=focus)
    messages = (
        notes.instruction(said, options, passage.name),
        notes.question(said, passage.chunk, passage.text),
    )
    found = telling(passage.lines, notes.MOST_NOTES)
    return sample("notes", messages, "\n".join(note(passage, number) for number in found) or NONE)


def noting_at_once(rng: Random, passage: Passage) -> Sample:
    """The notes on the only part, and below them the summary."""
    said, options = prompts(passage.language), _LENGTHS[int(rng.random() * len(_LENGTHS))]
    messages = (
        notes.instruction(said, options, passage.name),
        onepass.question(said, passage.chunk, passage.text, options),
    )
    found = telling(passage.lines, notes.MOST_NOTES)
    if not found:
        return sample("one pass", messages, NONE)
    above = "\n".join(note(passage, number) for number in found)
    places = range(1, min(len(found), options.sentences) + 1)
    below = "\n".join(f"{_unmarked(claim(passage.lines[found[place - 1] - 1].text))} [{place}]" for place in places)
    return sample("one pass", messages, f"{above}\n---\n{below}")


def _unmarked(said: str) -> str:
    """Without the brackets that would be taken for marks of notes."""
    return said.translate(_BRACKETS)
