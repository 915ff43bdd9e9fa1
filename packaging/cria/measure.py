"""How well Cria reads, through the product's own pipeline and engine: shares of what was right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from cria import reporting, talking
from cria.held_out import Planted, document, voice_of
from cria.passage import Language
from cria.sample import Sample
from models.documents.document import Chunk
from models.documents.locate import Located, fold
from models.documents.sentences import flat
from models.engine.protocol import Answering, ChatMessage, Completed, Engine, SamplingParams, TextDelta, Tool
from models.report import confirm, extract
from models.report.file import WorkingFile
from models.report.record import Verdict
from models.report.schema import Field
from models.report.words import words
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary import Summariser, notes, onepass
from models.summary.answers import Answered
from models.summary.events import Status, Summary
from models.summary.options import SummaryOptions
from models.summary.plan import budget

N_CTX = 8192
_SENTENCE = re.compile(r"^S\d+: ", re.MULTILINE)
_MARK = re.compile(r"\[(\d{1,3})\]")
_GREEDY = SamplingParams(temperature=0.0, seed=0, max_tokens=600)


class Share(msgspec.Struct):
    """`right` of `all`; added up over texts."""

    right: int = 0
    all: int = 0

    def add(self, right: int, of: int) -> None:
        self.right += right
        self.all += of

    @property
    def percent(self) -> float:
        """0 where there was nothing to look at."""
        return 100 * self.right / self.all if self.all else 0.0


class Reading(msgspec.Struct):
    """What became of the notes and the text of some summaries."""

    quotes: Share = msgspec.field(default_factory=Share)
    lines: Share = msgspec.field(default_factory=Share)
    facts: Share = msgspec.field(default_factory=Share)
    misattributed: Share = msgspec.field(default_factory=Share)
    citations: Share = msgspec.field(default_factory=Share)


class Listening:
    """An engine that is not held to any grammar, and what it answered: (messages, text)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.heard: list[tuple[Sequence[ChatMessage], list[str]]] = []

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams = _GREEDY,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
    ) -> Answering:
        assert not isinstance(messages, str), "summaries ask in messages"
        free = msgspec.structs.replace(sampling, grammar=None)
        said: list[str] = []
        self.heard.append((messages, said))
        return _Overheard(self._engine.generate(messages, free, background=background), said)

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return self._engine.count(texts)

    def count_messages(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> int:
        return self._engine.count_messages(messages, tools)


class _Overheard:
    def __init__(self, answer: Answering, said: list[str]) -> None:
        self._answer, self._said = answer, said

    def __iter__(self) -> _Overheard:
        return self

    def __next__(self) -> Any:
        event = next(self._answer)
        match event:
            case TextDelta(text=text):
                self._said.append(text)
            case Completed(finish_reason="length"):
                self._said.append("\n")  # what was cut is told by the pipeline itself
        return event

    def close(self) -> None:
        self._answer.close()


def summaries(engine: Engine, texts: Sequence[Planted], folder: Path) -> Reading:
    """Summarise all texts without a grammar, and look at every answer on the way."""
    found = Reading()
    database = Database(folder / "evaluation.sqlite3")
    try:
        for text in texts:
            listening = Listening(engine)
            summariser = Summariser(listening, Outputs(database), model_name="Cria", n_ctx=N_CTX, n_seq_max=1)
            *_, result = summariser.run(text.document, SummaryOptions(length="long"), fresh=True)
            assert isinstance(result, Summary)
            for messages, said in listening.heard:
                if sentences := _SENTENCE.findall(messages[-1].content):
                    _look_at_notes(found, messages[-1].content, len(sentences), "".join(said))
            _look_at_summary(found, text, result)
    finally:
        database.close()
    return found


def _look_at_notes(found: Reading, asked: str, sentences: int, answer: str) -> None:
    above = onepass.noted(answer)
    told = notes.parse(above, sentences, most=24)
    found.lines.add(len(told.lines), len(told.lines) + told.broken)
    located = Located(_SENTENCE.sub("", asked))
    found.quotes.add(sum(bool(located.all(line.anchor)) for line in told.lines), len(told.lines))


def _look_at_summary(found: Reading, text: Planted, result: Summary) -> None:
    whole = text.document.text
    passed = [note for note in result.notes if note.status is not Status.RULE]
    places = [(citation.start, citation.end) for note in passed for citation in note.citations]
    covered = 0
    for fact in text.facts:
        start = whole.find(fact)
        covered += any(first < start + len(fact) and start < last for first, last in places)
    found.facts.add(covered, len(text.facts))
    for note in passed:
        cited = " ".join(flat(whole[citation.start : citation.end]) for citation in note.citations)
        found.misattributed.add(int(fold(note.claim.rstrip("…. "))[0] not in fold(cited)[0]), 1)
    marks = [int(mark) for mark in _MARK.findall(result.text)]
    known = sum(1 <= mark <= len(result.notes) for mark in marks)
    found.citations.add(known, len(marks))
    found.citations.add(result.prose_checked, result.prose_sentences)


def reported_labels(engine: Engine, language: Language, count: int) -> Share:
    """Labels with their sentences that a report counts, of files where others are denied and asked.

    All of a report's looks at a file, as the product takes them. One too many is one wrong.
    """
    share = Share()
    for number in range(count):
        own = voice_of(number, language)
        passage, codes, truth = reporting.labelled(own, 1500 if language == "en" else 600, held_out=True)
        field, lines = codes.field(), [line.text for line in passage.lines]
        counted = _counted(engine, passage.name, lines, field, language)
        wanted = {(fold(lines[place - 1])[0], kind.label.label) for place, kind in truth.items()}
        share.add(len(counted & wanted), len(counted | wanted))
    return share


def _counted(engine: Engine, name: str, lines: Sequence[str], field: Field, language: Language) -> set[tuple[str, str]]:
    """(sentence, label) of what a report on these lines counts."""
    said = words(language)
    system = extract.messages(said, field, Chunk(index=0, sentences=(), tokens=0), "", name, 1)
    room = budget(N_CTX, 1, engine.count_messages(system))
    file = WorkingFile(name, document(name, "\n\n".join(lines)), [field], said, room, engine.count)
    for asked in list(file.questions()):
        file.answered(asked.number, Answered(asked.number, answered(engine, asked.messages, asked.sampling), 1, False))
    for asked in list(file.second_questions()):
        text = answered(engine, asked.messages, asked.sampling)
        file.confirmed(asked.number, Answered(asked.number, text, 1, False))
    for asked in list(file.third_questions()):
        text = answered(engine, asked.messages, asked.sampling)
        file.chosen(asked.number, Answered(asked.number, text, 1, False))
    return {
        (fold(entry.evidence[0].quote)[0], entry.value)
        for entry in file.entries(field)
        if entry.verdict is Verdict.COUNTED
    }


def closed_labels(engine: Engine, language: Language, count: int) -> Share:
    """Which label of the closed list does the passage prove, if any? A number, held to nothing."""
    share = Share()
    for number in range(count):
        said, wanted = _said(engine, reporting.choosing(voice_of(30_000 + number, language), held_out=True))
        share.add(int(said.strip() == wanted), 1)
    return share


def yes_or_no(engine: Engine, language: Language, count: int) -> Share:
    """Does the passage prove the label? One word, held to nothing."""
    share = Share()
    for number in range(count):
        said, wanted = _said(engine, reporting.confirming(voice_of(10_000 + number, language), held_out=True))
        share.add(int(confirm.says_yes(said) is confirm.says_yes(wanted)), 1)
    return share


def _said(engine: Engine, sample: Sample) -> tuple[str, str]:
    """What is answered, and what is right."""
    *asked, wanted = sample.messages
    return answered(engine, [ChatMessage(*message) for message in asked], _GREEDY), wanted.content


def talk(engine: Engine, language: Language, every: int) -> Share:
    """Questions about Paddock and others in words that were not learnt: the one answer that belongs to each."""
    share = Share()
    own = voice_of(20_000, language)
    asked = [(rule, topic.answer) for topic in talking.topics(language) for rule in topic.held_out]
    for rule, wanted in asked[::every]:
        question = own.grammar.expanded(own.rng, rule, own.makers)
        said = answered(engine, [ChatMessage("user", question)], _GREEDY)
        share.add(int(said.strip() == wanted), 1)
    return share


def answered(engine: Engine, messages: Sequence[ChatMessage], sampling: SamplingParams) -> str:
    """The whole text of an answer."""
    answer = engine.generate(messages, sampling)
    try:
        return "".join(event.text for event in answer if isinstance(event, TextDelta))
    finally:
        answer.close()
