"""Answers a question about files, every sentence with the passage that proves it; which text was read is said.

The whole text at once where it takes at most 70 % of the free context; else a search finds the passages that share
words with the question. A question about all of something, and one that the search did not answer, is asked of every
part side by side: "not found" is only said of what was read.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Literal

import msgspec

from models import demo
from models.documents.document import Chunk, Document, Sentence
from models.documents.sentences import flat
from models.summary import merge, report, write
from models.summary.events import Note, SummaryEvent, Unread
from models.summary.options import SummaryOptions
from models.summary.plan import CHUNK_TOKENS
from models.summary.prompts import Prompts, language_of, prompts
from models.summary.terms import overlap
from models.tasks.asker import Asker, Model
from models.tasks.files import Files
from models.tasks.question import needs_everything
from models.tasks.reading import Found, Reading
from models.tasks.search import Index
from models.tasks.words import words

Way = Literal["auto", "whole", "search", "every"]

MOST_LINES = 8
WHOLE_SHARE = 0.7
PASSAGE_TOKENS = 256
_LONGEST_QUESTION = 1000  # characters
_SENTENCES_NUMBERED = 9999
_SHOWN = 40
_NEAREST = 3
_SEARCHED, _ASKED = 0.15, 0.9  # where the fraction stands after a search, and after every part


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """`way` "auto" is what the question and the length of the text ask for; "search" reads nothing further."""

    way: Way = "auto"


def ask(
    model: Model,
    documents: Sequence[Document],
    question: str,
    options: Options | None = None,
    *,
    unread: Sequence[Unread] = (),
    fresh: bool = False,
) -> Generator[SummaryEvent, None, None]:
    """Planned, Progress and NotesFound as the work goes, TextWritten, and Summary last. Closing pauses.

    The answer names the files that could not be read, `unread`, and is not complete then.
    Raises: ContextFull; FileHasNoText; ModelNotLoaded; EngineError when the engine failed on every part.
    """
    files = Files(documents, unread=unread)
    yield from _Job(model, files, flat(question)[:_LONGEST_QUESTION], options or Options(), fresh).run()


class _Job:
    def __init__(self, model: Model, files: Files, question: str, options: Options, fresh: bool) -> None:
        self._files, self._question, self._options = files, question, options
        self._desk = Asker(model, files, "ask", fresh=fresh)
        language = language_of(question)
        self._prompts: Prompts = prompts(language)
        self._words = words(language)
        system = "\n".join(
            (self._words("answer", most=MOST_LINES), self._prompts.phrase("title", name=flat(files.name)[:120]),
             self._words("question", question=self._question))
        )  # fmt: skip
        closing = self._words("answer_ask", question=self._question)
        self._reading = Reading(files, self._prompts, system, closing, MOST_LINES)
        self._room = self._reading.room(self._desk)
        self._passages = files.chunks(min(PASSAGE_TOKENS, self._room.chunk_tokens), model.engine.count)

    def run(self) -> Generator[SummaryEvent, None, None]:
        match self._way():
            case "whole":
                found = yield from self._at_once(self._by_file(), until=1.0)
                yield from self._direct(found, [self._words("way_whole")], whole=True)
            case "every":
                yield from self._every(self._words("way_every", parts="{parts}"))
            case _:
                yield from self._search()

    def _way(self) -> Way:
        if self._options.way != "auto":
            return self._options.way
        total = sum(passage.tokens for passage in self._passages)
        free = self._desk.model.n_ctx - (self._room.slot_tokens - self._room.chunk_tokens)
        fits = total <= WHOLE_SHARE * free and len(self._files.sentences) <= _SENTENCES_NUMBERED
        if needs_everything(self._question):
            return "whole" if fits and total <= CHUNK_TOKENS else "every"
        return "whole" if fits else "search"

    def _by_file(self) -> list[Chunk]:
        """The whole text as one passage a file."""
        parts: dict[int, list[Chunk]] = {}
        for passage in self._passages:
            parts.setdefault(self._files.file_at(passage.sentences[0].start), []).append(passage)
        return [
            Chunk(
                index=0,
                sentences=tuple(sentence for each in own for sentence in each.sentences),
                tokens=sum(each.tokens for each in own),
                heading=flat(self._files.documents[file].name) if self._files.several else "",
            )
            for file, own in parts.items()
        ]

    def _search(self) -> Generator[SummaryEvent, None, None]:
        """The best passages in one question; every part when they do not answer it."""
        ranked = self._ranked()
        chosen: list[Chunk] = []
        for number in ranked:
            passage = self._passages[number]
            if sum(each.tokens for each in chosen) + passage.tokens > self._room.chunk_tokens:
                break
            chosen.append(msgspec.structs.replace(passage, context=""))
        chosen.sort(key=lambda passage: passage.index)
        only = self._options.way == "search"
        if chosen:
            found = yield from self._at_once(chosen, until=1.0 if only else _SEARCHED)
            if only or found.notes:
                read = sum(s.end - s.start for passage in chosen for s in passage.sentences)
                share = f"{100 * read / max(1, len(self._files.text)):.0f}"
                said = self._words("way_search", passages=len(chosen), percent=share)
                yield from self._direct(found, [said], whole=False)
                return
        elif only:
            nothing = Found((), 0, True)
            yield from self._direct(nothing, [self._words("way_search", passages=0, percent=0)], whole=False)
            return
        yield from self._every(self._words("way_escalated", parts="{parts}"))

    def _ranked(self) -> list[int]:
        said = [
            f"{each.heading}\n" + "\n".join(self._files.said(sentence) for sentence in each.sentences)
            for each in self._passages
        ]
        return Index(said).best(self._question)

    def _at_once(self, passages: Sequence[Chunk], *, until: float) -> Generator[SummaryEvent, None, Found]:
        """One question about all of these passages."""
        found = yield from self._reading.ask(self._desk, [passages], self._room, until=until)
        return found[0]

    def _direct(self, found: Found, said: list[str], *, whole: bool) -> Generator[SummaryEvent, None, None]:
        """The end of an answer that came at once: its sentences, a list where there are several."""
        notes = [point.note for point in merge.points(found.notes)]
        bullet = "- " if len(notes) > 1 else ""
        lines = [f"{bullet}{report.plain(note.claim)} [{number}]\n" for number, note in enumerate(notes, start=1)]
        if not notes:
            notes, lines = self._without_answer(found.none, whole)
        yield from self._desk.conclude(
            [*lines, self._foot(said, found.written, len(found.notes))], notes, complete=whole,
            written=found.written, passed=len(found.notes), checks_told=False,
        )  # fmt: skip

    def _without_answer(self, none: bool, whole: bool) -> tuple[list[Note], list[str]]:
        """Nothing that proves itself: said so, and what to read instead where the model did answer.

        That the demo model found nothing says nothing of the files: there, too, what a search found is to be read.
        """
        nearest = [self._passages[number] for number in self._ranked()[:_NEAREST]]
        of_demo = demo.made(self._desk.model.name)
        if none and not (of_demo and nearest):
            name = "not_found_search" if not whole else "not_found_files" if self._files.several else "not_found"
            return [], [self._words(name) + "\n"]
        notes = [self._files.checker.by_rule(self._closest(passage), passage) for passage in nearest]
        said = self._words("nothing_by_demo" if none else "nothing_checked")
        return notes, [said + "\n\n", *report.points(notes, self._prompts, {})]

    def _every(self, said: str) -> Generator[SummaryEvent, None, None]:
        """Every part by itself; what they found as a few sentences and as a list."""
        chunks = self._files.chunks(self._room.chunk_tokens, self._desk.model.engine.count)
        answers = yield from self._reading.ask(self._desk, [[each] for each in chunks], self._room, until=_ASKED)
        found = list(answers.values())
        merged = merge.points(note for each in found for note in each.notes)
        chosen = merge.choose(merged, _SHOWN, self._question)
        written, passed = sum(each.written for each in found), sum(len(each.notes) for each in found)
        lines: list[str] = []
        if chosen:
            options = SummaryOptions(focus=self._question)
            wanted = [write.Passage(tuple(range(1, len(chosen) + 1)), options.sentences)]
            prose = yield from self._desk.write(wanted, chosen, self._prompts, options, self._room.parallel)
            lines += [f"{report.plain(each.claim)} {report.marked(each.marks)}\n" for each in prose.shown[wanted[0]]]
            lines += ["\n" if lines else "", self._words("evidence") + "\n\n"]
            lines += report.points(chosen, self._prompts, {})
            written, passed = written + prose.written, passed + prose.passed
        else:
            chosen, lines = self._without_answer(all(each.none for each in found), True)
        tail = [said.format(parts=len(chunks))]
        if merged:
            tail.append(self._words("found", found=len(merged), parts=len(chunks), shown=len(chosen)))
        yield from self._desk.conclude(
            [*lines, self._foot(tail, written, passed)],
            chosen,
            found=len(merged),
            written=written,
            passed=passed,
            checks_told=False,
        )

    def _closest(self, passage: Chunk) -> Sentence:
        return max(passage.sentences, key=lambda s: overlap(self._question, self._files.said(s)))

    def _foot(self, said: list[str], written: int, passed: int) -> str:
        """Which way it was answered, what was dropped, what of the files was not read."""
        lines = list(said)
        if written > passed:
            lines.append(self._words("dropped", dropped=written - passed, written=written))
        return report.quoted([*lines, *self._desk.unread(self._words)])
