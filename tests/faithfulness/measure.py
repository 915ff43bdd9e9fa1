"""The pipeline on planted documents with an oracle that errs at a chosen rate: what of its errors is shown as checked.

`python -m tests.faithfulness` prints the table.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.documents.document import Document
from models.documents.sentences import flat
from models.store.database import Database
from models.store.outputs import Outputs
from models.summary.events import Citation, Note, NotesFound, Status, Summary
from models.summary.job import Summariser
from models.summary.options import SummaryOptions
from tests.faithfulness.facts import Fact, Language, fact
from tests.faithfulness.spoilers import EVERYDAY, Said, Spoiler, faithful
from tests.models.summary.engines import NOTE, SENTENCE, TextEngine
from tests.models.summary.planted import FILLER_EN, FILLER_ZH, of_pages

FACTS_A_PAGE = 2  # a chunk of three pages or so asks for six notes


def planted(language: Language, pages: int = 100, seed: int = 1) -> tuple[Document, list[Fact]]:
    """A document with facts on each page; the last of a page runs over to the next one."""
    chance = random.Random(seed)
    filler, space = (FILLER_EN, " ") if language == "en" else (FILLER_ZH, "")
    facts: list[Fact] = []
    texts: list[str] = []
    over = ""
    for page in range(1, pages + 1):
        sentences = [chance.choice(filler) for _ in range(36)]
        own = [fact(chance, FACTS_A_PAGE * page + number, language) for number in range(FACTS_A_PAGE)]
        facts += own
        for each in own[:-1]:
            sentences.insert(chance.randrange(1, len(sentences)), each.source)
        head, over = over, own[-1].source if page < pages else ""
        cut = _cut(over)
        tail = over[:cut] if over else own[-1].source
        over = over[cut:].strip()
        title = f"{page} Report of department {page}" if language == "en" else f"第{page}章 部门报告"
        # What runs over comes first on the next page; its heading stands below it.
        start = f"{head}\n\n" if head else ""
        texts.append(f"{start}{title}\n\n{space.join([*sentences, tail])}")
    return of_pages(texts), facts


def _cut(sentence: str) -> int:
    """Where a page may end in a sentence: near its middle, not within a word or a figure."""
    pairs = ((at, sentence[at - 1 : at + 1]) for at in range(len(sentence) // 2, len(sentence)))
    return next((at for at, pair in pairs if not pair.isascii() or pair[0] == " "), 0)


class Reader(TextEngine):
    """Notes every planted fact it reads; at the rate `error` by one of `spoilers`. `said` is what it claimed."""

    def __init__(self, facts: Sequence[Fact], error: float, spoilers: Sequence[Spoiler], seed: int, free: bool) -> None:
        super().__init__()
        self._facts = {_bare(each.source): each for each in facts}
        self._all = facts
        self._error, self._spoilers, self._seed, self._free = error, spoilers, seed, free
        self.said: dict[str, Said] = {}

    def reply(self, question: str) -> str:
        chance = random.Random(f"{self._seed} {question}")
        if notes := NOTE.findall(question):
            return "\n".join(f"{self._sentence(chance, claim)} [{number}]" for number, claim in notes[:7])
        lines = []
        for number, text in SENTENCE.findall(question):
            if (known := self._facts.get(_bare(text))) is None:
                continue
            said = self._spoilt(chance, faithful(chance, known, free=self._free))
            self.said[flat(said.claim)] = said
            cited = max(1, int(number) + said.shift)
            lines.append(f"S{cited}|{said.anchor}|{said.claim}")
        return "\n".join(lines) or "NONE"

    def _spoilt(self, chance: random.Random, said: Said) -> Said:
        if chance.random() >= self._error:
            return said
        for spoiler in chance.sample(self._spoilers, len(self._spoilers)):
            if spoilt := spoiler(chance, said, self._all):
                return spoilt
        return said

    def _sentence(self, chance: random.Random, claim: str) -> str:
        known = self.said.get(flat(claim))
        return self._spoilt(chance, Said(known.fact, claim, "")).claim if known else claim


@dataclass
class Figures:
    """Shares, 0 to 1. `by_error`: of each kind of error, (shown as checked, made)."""

    language: Language
    coverage: float = 0.0
    deciles: list[float] = field(default_factory=list)
    wrong: float = 0.0
    misattributed: float = 0.0
    invented: float = 0.0
    false_alarms: float = 0.0
    quotes_exact: float = 0.0
    prose_wrong: float = 0.0
    by_error: dict[str, tuple[int, int]] = field(default_factory=dict)
    verified: int = 0


def measure(
    language: Language,
    error: float,
    folder: Path,
    *,
    spoilers: Sequence[Spoiler] = EVERYDAY,
    pages: int = 100,
    seed: int = 1,
    free: bool = False,
) -> Figures:
    """Run the whole job once and count."""
    document, facts = planted(language, pages, seed)
    reader = Reader(facts, error, spoilers, seed, free)
    database = Database(folder / f"{language}-{error}-{seed}-{free}.db")
    try:
        summariser = Summariser(reader, Outputs(database), model_name="oracle", n_ctx=8192, n_seq_max=4)
        events = list(summariser.run(document, SummaryOptions(length="long")))
    finally:
        database.close()
    notes = [note for event in events if isinstance(event, NotesFound) for note in event.notes]
    summary = next(event for event in events if isinstance(event, Summary))
    by_model = [note for note in notes if note.status is not Status.RULE]
    return _figures(language, document, facts, reader, by_model, summary)


def _figures(
    language: Language,
    document: Document,
    facts: Sequence[Fact],
    reader: Reader,
    notes: Sequence[Note],
    summary: Summary,
) -> Figures:
    truth = Truth(document.text, facts)
    wrong = [note for note in notes if not truth.holds(note.claim, note.citations)]
    borrowed = [n for n in wrong if truth.elsewhere(n.claim) or "other" in reader.said[n.claim].how]
    covered = {fact.source for note in notes if note not in wrong for fact in truth.cited(note.citations)}
    tenth = max(1, len(facts) // 10)
    tenths = [facts[at : at + tenth] for at in range(0, len(facts), tenth)]
    made = Counter(said.how for said in reader.said.values())
    honest = [said.claim for said in reader.said.values() if not said.how]
    shown, kept = max(1, len(notes)), {note.claim for note in notes}
    prose = [
        truth.holds(sentence, [citation for mark in marks for citation in summary.notes[mark - 1].citations])
        for sentence, marks in _prose(summary.text)
    ]
    exact = [n.quote == document.text[n.citations[0].start : n.citations[0].end] for n in summary.notes]
    passed = Counter(reader.said[note.claim].how for note in wrong)
    return Figures(
        language,
        coverage=len(covered) / len(facts),
        deciles=[sum(fact.source in covered for fact in some) / len(some) for some in tenths],
        wrong=len(wrong) / shown,
        misattributed=len(borrowed) / shown,
        invented=sum(reader.said[note.claim].how.startswith("invented") for note in wrong) / shown,
        false_alarms=sum(flat(claim) not in kept for claim in honest) / max(1, len(honest)),
        quotes_exact=sum(exact) / max(1, len(exact)),
        prose_wrong=prose.count(False) / max(1, len(prose)),
        by_error={how: (passed[how], made[how]) for how in sorted(made) if how},
        verified=len(notes),
    )


class Truth:
    """What is true, and of which sentence: an error counts by what is shown, whatever the reader meant by it."""

    def __init__(self, text: str, facts: Sequence[Fact]) -> None:
        self._text = text
        self._facts = {_bare(fact.source): fact for fact in facts}
        self._claims = {_bare(claim) for fact in facts for claim in (*fact.claims, fact.free)}

    def cited(self, citations: Iterable[Citation]) -> list[Fact]:
        spans = (_bare(self._text[c.start : c.end]) for c in citations)
        return [self._facts[span] for span in spans if span in self._facts]

    def holds(self, claim: str, citations: Iterable[Citation]) -> bool:
        return any(_bare(claim) == _bare(true) for fact in self.cited(citations) for true in (*fact.claims, fact.free))

    def elsewhere(self, claim: str) -> bool:
        return _bare(claim) in self._claims


def _prose(text: str) -> Iterator[tuple[str, list[int]]]:
    """The sentences that the model wrote, with their marks: what stands above the list of points."""
    for line in text.split("##")[0].splitlines():
        sentence, _, marks = line.replace("\\", "").partition(" [")
        if marks:
            yield sentence, [int(number) for number in re.findall(r"\d+", marks)]


def _bare(text: str) -> str:
    """Without white space: a page may end within a sentence."""
    return "".join(text.split())
