"""What every task does with a model: ask about many parts side by side, keep the answers, say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

from models.engine.protocol import ChatMessage, Engine, SamplingParams
from models.errors import PaddockError
from models.store.outputs import Outputs
from models.summary import report, write
from models.summary.answers import Answered, GaveUp, Heard
from models.summary.asking import Asking, Question
from models.summary.events import Note, NotesFound, Planned, Progress, Scope, Summary, SummaryEvent, TextWritten
from models.summary.meter import Meter
from models.summary.options import SummaryOptions
from models.summary.prompts import Prompts
from models.tasks.files import Files
from models.tasks.words import Words


class Model(NamedTuple):
    """The model that is loaded in `engine`, and where its answers are kept.

    `key` is what makes them its own: the file's sha256, or the name where that is not known.
    """

    engine: Engine
    outputs: Outputs
    name: str
    n_ctx: int = 8192
    n_seq_max: int = 8
    key: str = ""


class Part(NamedTuple):
    """One question of a round, the tokens it reads, and the (file, page) places it is about."""

    messages: tuple[ChatMessage, ...]
    sampling: SamplingParams
    tokens: int
    pages: frozenset[tuple[int, int]]


Take = Callable[[int, Answered], Sequence[Note]]


class Desk:
    """One job's questions, progress and scope. `purpose` keeps its answers apart from other work's."""

    def __init__(self, model: Model, files: Files, purpose: str, *, fresh: bool) -> None:
        self.model, self._files, self._purpose, self._fresh = model, files, purpose, fresh
        self._fraction = 0.0
        self._parts: Sequence[Part] = ()
        self.answers: dict[int, Answered] = {}
        self.failed: dict[int, PaddockError] = {}

    def asking(self, parallel: int) -> Asking:
        """Questions whose answers are kept."""
        model = self.model
        return Asking(
            model.engine, model.outputs, model.key or model.name, parallel, fresh=self._fresh, purpose=self._purpose
        )  # fmt: skip

    def ask(
        self, parts: Sequence[Part], parallel: int, take: Take, *, until: float = 1.0
    ) -> Generator[SummaryEvent, None, None]:
        """Ask about all parts; `answers` and `failed` by number afterwards. The fraction ends at `until`.

        `take` makes notes of an answer as soon as it is there. Planned comes first, then Progress and NotesFound.
        Raises: the engine's error when every part failed; ModelNotLoaded.
        """
        self._parts, self.answers, self.failed = parts, {}, {}
        asking = self.asking(parallel)
        questions = [Question(number, part.messages, part.sampling) for number, part in enumerate(parts)]
        cached = [question.number for question in questions if asking.known(question)]
        yield Planned(chunks=len(parts), cached=len(cached), tokens=sum(part.tokens for part in parts))
        meter = Meter([part.tokens for part in parts], 0.0)
        start, known = self._fraction, set(cached)
        asked = asking.all(questions)
        try:
            for heard in asked:
                match heard:
                    case Heard(part=part, read=share, tokens=0):
                        meter.reading(part, share)
                    case Heard(part=part, tokens=tokens):
                        meter.writing(part, tokens)
                        if not meter.moved:
                            continue
                    case Answered(part=part, tokens=tokens):
                        (meter.already if part in known else meter.finished)(part, tokens)
                        self.answers[part] = heard
                        if notes := take(part, heard):
                            yield NotesFound(tuple(map(self._files.placed, notes)))
                    case GaveUp(part=part, error=error):
                        meter.finished(part, 0)
                        self.failed[part] = error
                yield self.progress(start + (until - start) * meter.fraction, meter.eta_s)
        finally:
            asked.close()
        if parts and len(self.failed) == len(parts):
            raise self.failed[0]

    def write(
        self,
        wanted: Sequence[write.Passage],
        notes: Sequence[Note],
        prompts: Prompts,
        options: SummaryOptions,
        parallel: int,
    ) -> Generator[SummaryEvent, None, write.Written]:
        """A few sentences by the model from checked notes, each checked in turn."""
        start = self._fraction
        writing = write.Writer(self.asking(parallel), prompts, options, self._files.checker).run(wanted, notes)
        try:
            while True:
                yield self.progress(start + (0.99 - start) * next(writing))
        except StopIteration as end:
            written: write.Written = end.value
            return written
        finally:
            writing.close()

    def unread(self, words: Words) -> list[str]:
        """What of the files is no text that could be read: a line each."""
        lines = []
        for document in self._files.documents:
            if pages := document.report.pages_without_text:
                lines.append(words("unread", name=document.name, pages=report.numbered(pages)))
            if characters := document.report.characters_not_read:
                lines.append(words("unread_end", name=document.name, characters=f"{characters:,}"))
        return lines

    def progress(self, fraction: float, eta_s: float | None = None) -> Progress:
        """How far the job is; never less than it was."""
        self._fraction = max(self._fraction, min(1.0, fraction))
        return Progress(fraction=self._fraction, eta_s=eta_s, scope=self.scope())

    def scope(self) -> Scope:
        """Pages count as processed when no part with some of them is still to be answered."""
        answered, waiting = set[tuple[int, int]](), set[tuple[int, int]]()
        for number, part in enumerate(self._parts):
            (answered if number in self.answers else waiting).update(part.pages)
        documents = self._files.documents
        return Scope(
            pages=sum(len(document.pages) for document in documents),
            pages_processed=len(answered - waiting),
            pages_without_text=() if self._files.several else documents[0].report.pages_without_text,
            chunks=len(self._parts),
            chunks_processed=len(self.answers),
            chunks_failed=tuple(sorted(self.failed)),
        )

    def conclude(
        self,
        lines: Sequence[str],
        notes: Sequence[Note],
        *,
        complete: bool = True,
        found: int | None = None,
        written: int = 0,
        passed: int = 0,
    ) -> Generator[SummaryEvent, None, None]:
        """The end of a job: its text line by line, and the result. `notes` are in the joined text."""
        for line in lines:
            yield TextWritten(line)
        scope = self.scope()
        yield self.progress(1.0)
        yield Summary(
            document=self._files.name,
            text="".join(lines),
            notes=tuple(map(self._files.placed, notes)),
            scope=scope,
            model=self.model.name,
            complete=complete and not self.failed and self._files.whole,
            points_found=len(notes) if found is None else found,
            prose_sentences=written,
            prose_checked=passed,
            files=self._files.names,
        )
