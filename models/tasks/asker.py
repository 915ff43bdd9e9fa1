"""What tasks do with a model: ask about many parts side by side, keep the answers, say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

from models.engine.protocol import ChatMessage, Engine, SamplingParams
from models.errors import PaddockError
from models.store.outputs import Outputs
from models.summary import write
from models.summary.answers import Answered, GaveUp, Heard
from models.summary.asking import Asking, Question
from models.summary.events import Note, NotesFound, Planned, Scope, SummaryEvent
from models.summary.meter import Meter
from models.summary.options import SummaryOptions
from models.summary.prompts import Prompts
from models.tasks.desk import Desk
from models.tasks.files import Files


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


class Asker(Desk):
    """A desk with a model. `purpose` keeps its answers apart from other work's."""

    def __init__(self, model: Model, files: Files, purpose: str, *, fresh: bool) -> None:
        super().__init__(files, model.name)
        self.model, self._purpose, self._fresh = model, purpose, fresh
        self._parts: Sequence[Part] = ()
        self.answers: dict[int, Answered] = {}
        self.failed: dict[int, PaddockError] = {}

    @property
    def whole(self) -> bool:
        return not self.failed

    def asking(self, parallel: int) -> Asking:
        """Questions whose answers are kept."""
        model = self.model
        about = model.outputs.of(*(document.sha256 for document in self.files.documents))
        return Asking(
            model.engine, about, model.key or model.name, parallel, fresh=self._fresh, purpose=self._purpose
        )  # fmt: skip

    def ask(
        self, parts: Sequence[Part], parallel: int, take: Take, *, until: float = 1.0, main: bool = True
    ) -> Generator[SummaryEvent, None, None]:
        """Ask about all parts; `answers` and `failed` by number afterwards. The fraction ends at `until`.

        `take` makes notes of an answer as soon as it is there. Planned comes first, then Progress and NotesFound.
        `main` False is for a step beside the reading: it changes no scope, and may fail.
        Raises: the engine's error when every part failed; ModelNotLoaded.
        """
        answers: dict[int, Answered] = {}
        failed: dict[int, PaddockError] = {}
        if main:
            self._parts, self.answers, self.failed = parts, answers, failed
        asking = self.asking(parallel)
        questions = [Question(number, part.messages, part.sampling) for number, part in enumerate(parts)]
        cached = [question.number for question in questions if asking.known(question)]
        if main:
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
                        answers[part] = heard
                        if notes := take(part, heard):
                            yield NotesFound(tuple(map(self.files.placed, notes)))
                    case GaveUp(part=part, error=error):
                        meter.finished(part, 0)
                        failed[part] = error
                yield self.progress(start + (until - start) * meter.fraction, meter.eta_s)
        finally:
            asked.close()
        if main and parts and len(failed) == len(parts):
            raise failed[0]

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
        writing = write.Writer(self.asking(parallel), prompts, options, self.files.checker).run(wanted, notes)
        try:
            while True:
                yield self.progress(start + (0.99 - start) * next(writing))
        except StopIteration as end:
            written: write.Written = end.value
            return written
        finally:
            writing.close()

    def scope(self) -> Scope:
        """Pages count as processed when no part with some of them is still to be answered."""
        if not self._parts:
            return super().scope()
        answered, waiting = set[tuple[int, int]](), set[tuple[int, int]]()
        for number, part in enumerate(self._parts):
            (answered if number in self.answers else waiting).update(part.pages)
        return Scope(
            pages=sum(len(document.pages) for document in self.files.documents),
            pages_processed=len(answered - waiting),
            pages_without_text=self.files.pages_without_text,
            chunks=len(self._parts),
            chunks_processed=len(self.answers),
            chunks_failed=tuple(sorted(self.failed)),
        )
