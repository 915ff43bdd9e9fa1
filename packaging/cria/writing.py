"""What is written from notes: a summary, its sections, a sentence once more, and the sentences of a report's counts."""

from __future__ import annotations

from random import Random

from cria import labels, noise
from cria.document import TELLING, Voice
from cria.grammar import pick
from cria.passage import Language
from cria.quoting import claim
from cria.sample import Sample, sample
from models.engine.protocol import ChatMessage
from models.report import prose
from models.report.words import words
from models.summary.prompts import prompts

_MARKS = set("[]\n")


def writing(own: Voice) -> Sample:
    """At most so many sentences from notes, each with its mark: the notes, spread evenly, as they are."""
    rng = own.rng
    first = 1 if rng.random() < 0.75 else 1 + int(rng.random() * 20)
    step = 1 if rng.random() < 0.85 else 2
    notes = {first + step * at: _claim(own) for at in range(1 + int(rng.random() * 14))}
    most = pick(rng, (2, 4, 4, 4, 7, 3))
    chosen = list(notes)
    if len(chosen) > most:
        chosen = [chosen[stretch * len(chosen) // most] for stretch in range(most)]
    answer = "\n".join(f"{notes[number]} [{number}]" for number in chosen)
    said = prompts(own.language)
    lines = [f"[{number}] {note}" for number, note in notes.items()]
    lines.append(said.phrase("write_ask", sentences=most))
    focus = "\n" + said.phrase("focus", focus=own.says("focus")) if rng.random() < 0.2 else ""
    asked = ChatMessage("system", said.write + focus), ChatMessage("user", "\n".join(lines))
    return sample("write", asked, answer)


def rewriting(own: Voice) -> Sample:
    """A sentence that said more than its notes, from them alone."""
    rng = own.rng
    numbers = sorted({1 + int(rng.random() * 24) for _ in range(1 + int(rng.random() * 2))})
    notes = {number: _claim(own) for number in numbers}
    said = prompts(own.language)
    wrong = pick(rng, list(notes.values())).rstrip(".。") + f", {own.says('filler')}"
    lines = [f"[{number}] {note}" for number, note in notes.items()]
    lines.append(said.phrase("rewrite_ask", sentence=wrong))
    asked = ChatMessage("system", said.write), ChatMessage("user", "\n".join(lines))
    return sample("write", asked, f"{notes[numbers[0]]} [{numbers[0]}]")


def counting(own: Voice) -> Sample:
    """Sentences about the lines of a table: the lines themselves."""
    rng, say = own.rng, words(own.language)
    codes = labels.some(own)
    total = 3 + int(rng.random() * 300)
    counts = sorted((1 + int(rng.random() * total) for _ in codes.kinds), reverse=True)
    title = codes.question if rng.random() < 0.5 else own.says("topic")
    table = []
    for place, (kind, count) in enumerate(zip(codes.kinds, counts, strict=True)):
        percent = 100 * count / total
        text = say("row", field=title, label=kind.label.label, count=count, total=total, percent=prose.short(percent))
        if rng.random() < 0.15:
            text = say("row_review", row=text, review=1 + int(rng.random() * 9))
        table.append(prose.Row(kind.label.label, text, count, total, percent, place == 0))
    count = min(3 + int(rng.random() * 3), len(table))
    answer = "\n".join(f"{table[number].text} [{number + 1}]" for number in range(count))
    return sample("write", prose.messages(table[: prose.MOST_ROWS], say), answer)


def _claim(own: Voice) -> str:
    """What a note says."""
    rng = own.rng
    chance = rng.random()
    said = own.says(pick(rng, TELLING)) if chance < 0.6 else own.says("filler")
    if chance > 0.75:
        said = _strange(rng, own.language)
    return claim(said.translate({ord(mark): " " for mark in _MARKS})) or own.says("filler")


def _strange(rng: Random, language: Language) -> str:
    return noise.english(rng) if language == "en" else noise.chinese(rng)
