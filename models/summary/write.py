"""The last step: a few sentences by the model from the chosen notes, each checked before anyone sees it.

One passage sums up the whole; a long summary has one more for each section with enough to say. All are written from the
notes, never from each other, so nothing is summarised twice. A sentence that does not pass is written once more, from
the notes it cites alone; if that does not pass either, nobody sees it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from models.engine.protocol import ChatMessage, SamplingParams
from models.summary.answers import Answered, Heard
from models.summary.asking import Asking, Question
from models.summary.events import Note, Status
from models.summary.options import SummaryOptions
from models.summary.prompts import Prompts
from models.summary.verify import PASSED, Checker

WRITE_TOKENS = 400
_REWRITE_TOKENS = 120
_REWRITES = 12
_SECTION_NOTES = 3  # a section with fewer is its points
_SECTION_SENTENCES = 3
_MARKED = re.compile(r"(?P<claim>[^\[\]\n]+?)\s*(?P<marks>(?:\[\d{1,3}\]\s*[,，、]?\s*)+)[ \t]*(?P<end>[.。!！?？]?)")
_MARK = re.compile(r"\[(\d{1,3})\]")


class Passage(NamedTuple):
    """What is to be written: at most `sentences` from the notes of these numbers. `heading` None: about the whole."""

    numbers: tuple[int, ...]
    sentences: int
    heading: str | None = None


class Sentence(NamedTuple):
    """A sentence of the model and the numbers of the notes it cites."""

    claim: str
    marks: tuple[int, ...]


class Written(NamedTuple):
    """What passed, by passage. Of `written` sentences in all, `passed` did."""

    shown: dict[Passage, tuple[Sentence, ...]]
    written: int
    passed: int


def passages(notes: Sequence[Note], options: SummaryOptions) -> list[Passage]:
    """The whole, and in a long summary each section with enough notes of the model's."""
    by_model = [number for number, note in enumerate(notes, start=1) if note.status is not Status.RULE]
    if not by_model:
        return []
    found = [Passage(tuple(range(1, len(notes) + 1)), options.sentences)]
    if options.length == "long":
        for heading, group in groupby(by_model, key=lambda number: notes[number - 1].heading):
            numbers = tuple(group)
            if len(numbers) >= _SECTION_NOTES and len(numbers) < len(by_model):
                found.append(Passage(numbers, min(_SECTION_SENTENCES, len(numbers) - 1), heading))
    return found


class Writer:
    """Writes the passages of one summary."""

    def __init__(self, asking: Asking, prompts: Prompts, options: SummaryOptions, checker: Checker) -> None:
        self._asking = asking
        self._prompts = prompts
        self._options = options
        self._checker = checker

    def run(
        self, wanted: Sequence[Passage], notes: Sequence[Note], begun: Sequence[Sentence] = ()
    ) -> Generator[float, None, Written]:
        """Yields the share that is done. An engine that fails costs sentences, nothing else.

        `begun` are sentences of the first passage that are there already; they are checked as the others are.
        """
        asked = wanted[1:] if begun else wanted
        texts = yield from self._answers([self._question(n, each, notes) for n, each in enumerate(asked)], 0.0, 0.8)
        drafts = [(wanted[0], sentence) for sentence in begun[: wanted[0].sentences]] if begun else []
        drafts += [
            (each, sentence)
            for each, text in zip(asked, texts, strict=True)
            for sentence in islice(parsed(text), each.sentences)
        ]
        passed = {at for at, (each, draft) in enumerate(drafts) if self._passes(draft, each, notes)}
        worth = [at for at, (each, draft) in enumerate(drafts) if at not in passed and _cites(draft, each)][:_REWRITES]
        questions = [self._again(number, drafts[at][1], notes) for number, at in enumerate(worth)]
        again = yield from self._answers(questions, 0.8, 1.0)
        for at, text in zip(worth, again, strict=True):
            each, flagged = drafts[at]
            second = next(parsed(text), None)
            if second and set(second.marks) <= set(flagged.marks) and self._passes(second, each, notes):
                drafts[at] = each, second
                passed.add(at)
        shown = {
            each: tuple(draft for at, (own, draft) in enumerate(drafts) if own is each and at in passed)
            for each in wanted
        }
        return Written(shown, len(drafts), len(passed))

    def _answers(self, questions: Sequence[Question], start: float, end: float) -> Generator[float, None, list[str]]:
        """The answers in the order of the questions, empty where the engine failed."""
        texts = [""] * len(questions)
        shares = [0.0] * len(questions)
        asked = self._asking.all(questions)
        try:
            for heard in asked:
                match heard:
                    case Heard(part=part, tokens=tokens):
                        shares[part] = min(0.95, tokens / (questions[part].sampling.max_tokens or WRITE_TOKENS))
                    case Answered(part=part, text=text):
                        texts[part], shares[part] = text, 1.0
                yield start + (end - start) * sum(shares) / len(shares)
        finally:
            asked.close()
        return texts

    def _question(self, number: int, passage: Passage, notes: Sequence[Note]) -> Question:
        lines = [f"[{own}] {notes[own - 1].claim}" for own in passage.numbers]
        lines.append(self._prompts.phrase("write_ask", sentences=passage.sentences))
        sampling = SamplingParams(
            temperature=0.0, seed=0, max_tokens=WRITE_TOKENS, grammar=grammar(passage.numbers, passage.sentences)
        )
        return Question(number, (self._system(), ChatMessage("user", "\n".join(lines))), sampling)

    def _again(self, number: int, flagged: Sentence, notes: Sequence[Note]) -> Question:
        lines = [f"[{own}] {notes[own - 1].claim}" for own in flagged.marks]
        lines.append(self._prompts.phrase("rewrite_ask", sentence=flagged.claim))
        sampling = SamplingParams(
            temperature=0.0, seed=0, max_tokens=_REWRITE_TOKENS, grammar=grammar(flagged.marks, 1)
        )  # fmt: skip
        return Question(number, (self._system(), ChatMessage("user", "\n".join(lines))), sampling)

    def _system(self) -> ChatMessage:
        system = self._prompts.write
        if self._options.focus.strip():
            system += "\n" + self._prompts.phrase("focus", focus=" ".join(self._options.focus.split())[:300])
        return ChatMessage("system", system)

    def _passes(self, sentence: Sentence, passage: Passage, notes: Sequence[Note]) -> bool:
        if not _cites(sentence, passage):
            return False
        return self._checker.prose(sentence.claim, [notes[number - 1] for number in sentence.marks]) in PASSED


def grammar(numbers: Sequence[int], sentences: int) -> str:
    """GBNF: whole lines, each ending with marks of notes that exist."""
    return f'root ::= sentence ("\\n" sentence){{0,{sentences - 1}}}\n{rules(numbers)}'


def rules(numbers: Sequence[int]) -> str:
    """What a `sentence` of a grammar is."""
    marks = " | ".join(f'"[{number}]"' for number in numbers)
    return f'sentence ::= [^\\[\\]\\n]{{8,400}} " "? mark mark? mark? mark?\nmark ::= {marks}\n'


def _cites(sentence: Sentence, passage: Passage) -> bool:
    return bool(sentence.claim and sentence.marks) and set(sentence.marks) <= set(passage.numbers)


def parsed(text: str) -> Iterator[Sentence]:
    """The sentences of an answer; one without a mark proves nothing, and is counted all the same."""
    for line in text.splitlines():
        end = 0
        for match in _MARKED.finditer(line):
            end = match.end()
            claim = match["claim"].strip(" -*•\t")
            marks = dict.fromkeys(int(mark) for mark in _MARK.findall(match["marks"]))
            yield Sentence(f"{claim}{match['end']}" if claim else "", tuple(marks))
        if sum(character.isalnum() for character in line[end:]) > 3:
            yield Sentence(line[end:].strip(), ())
