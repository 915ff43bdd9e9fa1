"""The whole job: a document in, a checked summary out, as events. Stop it and run it again: nothing done is redone.

Plan -> a question about each chunk, several at a time -> checked notes -> merged by code -> points chosen -> a few
sentences by the model, each checked -> Markdown with marks. A text that is one chunk is read and summed up in one
answer. Every finished answer is kept by the hash of all it
depends on, and everything after the answers is code, so a resumed run ends exactly as an uninterrupted one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import msgspec

from models import demo
from models.documents.chunk import chunk
from models.documents.document import Chunk, Document, Sentence
from models.documents.outline import Outline
from models.documents.sentences import flat, sentences_of
from models.engine.protocol import ChatMessage, Engine, SamplingParams
from models.errors import FileHasNoText, PaddockError
from models.store.outputs import Outputs, key_of
from models.summary import merge, notes, onepass, report, write
from models.summary.answers import Answered, Asked, GaveUp, Heard, ask_all
from models.summary.asking import Asking
from models.summary.events import (
    Note,
    NotesFound,
    Planned,
    Progress,
    Scope,
    Status,
    Summary,
    SummaryEvent,
    TextWritten,
)
from models.summary.meter import WRITTEN_WEIGHT, Meter
from models.summary.options import DEFAULT_OPTIONS, QUICK_SHARE, SummaryOptions
from models.summary.plan import Budget, budget
from models.summary.prompts import Prompts, language_of, prompts
from models.summary.rule import KeySentences
from models.summary.verify import PASSED, Checker

_FEWEST_BY_RULE, _MOST_BY_RULE = 2, 6  # of a chunk about which the model said nothing that can be checked
_WRITE_READS = 1500


class Summariser:
    """Summarises documents with the model that is loaded in `engine`.

    `n_ctx` and `n_seq_max` are the loaded model's; `model_key` is what makes its answers its own (the file's sha256;
    the name where that is not known). One object may run several jobs.
    """

    def __init__(
        self,
        engine: Engine,
        outputs: Outputs,
        *,
        model_name: str,
        n_ctx: int = 8192,
        n_seq_max: int = 8,
        model_key: str = "",
    ) -> None:
        self._engine = engine
        self._outputs = outputs
        self._model = model_name
        self._model_key = model_key or model_name
        self._n_ctx = n_ctx
        self._n_seq_max = n_seq_max

    def run(
        self, document: Document, options: SummaryOptions = DEFAULT_OPTIONS, *, fresh: bool = False
    ) -> Generator[SummaryEvent, None, None]:
        """Planned, then Progress and NotesFound as the work goes, TextWritten, and Summary last.

        Closing pauses: answers on their way are stopped, finished ones are kept for the next run. `fresh` asks the
        model everything again.

        Raises:
            ContextFull: The loaded context is too small for the instructions and a few sentences.
            ModelNotLoaded: There is no model.
            EngineError: The engine failed on every part.
        """
        job = _Job(self._engine, self._outputs, document, options, self._model, self._model_key, fresh)
        yield from job.run(self._n_ctx, self._n_seq_max)


class _Job:
    def __init__(
        self,
        engine: Engine,
        outputs: Outputs,
        document: Document,
        options: SummaryOptions,
        model: str,
        model_key: str,
        fresh: bool,
    ) -> None:
        self._engine, self._outputs, self._fresh = engine, outputs.of(document.sha256), fresh
        self._document, self._options = document, options
        self._model, self._model_key = model, model_key
        self._picks = demo.made(model)  # it only chooses sentences: what it writes itself is not shown
        self._text = document.text
        language = language_of(self._text) if options.language == "auto" else options.language
        self._prompts: Prompts = prompts(language)
        self._sentences = sentences_of(document)
        if not self._sentences:
            raise FileHasNoText(name=document.name)
        self._key_sentences = KeySentences(self._text, self._sentences, options.focus)
        self._outline = Outline(self._text, self._sentences)
        self._checker = Checker(self._text, self._outline, language)
        self._chunks: tuple[Chunk, ...] = ()
        self._at_once = False  # notes and sentences in one answer
        self._pages: list[set[int]] = []
        self._answers: dict[int, Answered] = {}
        self._failed: dict[int, PaddockError] = {}
        self._notes: dict[int, tuple[Note, ...]] = {}

    def run(self, n_ctx: int, n_seq_max: int) -> Generator[SummaryEvent, None, None]:
        system = notes.instruction(self._prompts, self._options, self._document.name)
        room = budget(n_ctx, n_seq_max, self._engine.count_messages([system]))
        read = self._read_sentences()
        self._chunks = chunk(self._text, read, self._outline, room.chunk_tokens, self._engine.count)
        self._pages = [self._pages_of(each) for each in self._chunks]
        self._at_once = self._fits_at_once(room, n_ctx)
        keys = [self._key(each) for each in self._chunks]
        for part, key in enumerate(keys):
            if (kept := self._kept(key)) is not None:
                self._answers[part] = msgspec.msgpack.decode(kept, type=Answered)
        tokens = sum(each.tokens for each in self._chunks)
        yield Planned(chunks=len(self._chunks), cached=len(self._answers), tokens=tokens)

        tail = _WRITE_READS + WRITTEN_WEIGHT * write.WRITE_TOKENS / 2
        # In one answer, what is left to do are the sentences that do not pass.
        meter = Meter([each.tokens for each in self._chunks], tail / 4 if self._at_once else tail)
        for part, answer in sorted(self._answers.items()):
            meter.already(part, answer.tokens)
            yield from self._take(part)
        yield self._progress(meter)
        yield from self._ask(keys, room, meter)
        if len(self._failed) == len(self._chunks):
            raise next(iter(self._failed.values()))
        yield from self._conclude(read, room, meter)

    def _fits_at_once(self, room: Budget, n_ctx: int) -> bool:
        if len(self._chunks) != 1:
            return False
        self._at_once = True
        reads = self._engine.count_messages(self._messages(self._chunks[0]))
        return reads + room.answer_tokens + write.WRITE_TOKENS <= n_ctx

    def _kept(self, key: str) -> bytes | None:
        return None if self._fresh else self._outputs.get(key)

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read_sentences(self) -> Sequence[Sentence]:
        """What the model reads: everything, or in quick mode what the rule chose."""
        if not self._options.quick:
            return self._sentences
        return self._key_sentences.best(self._sentences, max(12, round(len(self._sentences) * QUICK_SHARE)))

    def _pages_of(self, each: Chunk) -> set[int]:
        pages: set[int] = set()
        for sentence in each.sentences:
            breaks = self._text.count("\f", sentence.start, sentence.end)
            pages.update(range(sentence.page, sentence.page + breaks + 1))
        return pages

    def _ask(self, keys: Sequence[str], room: Budget, meter: Meter) -> Generator[SummaryEvent, None, None]:
        questions = [
            Asked(each.index, self._messages(each), self._sampling(each, room))
            for each in self._chunks
            if each.index not in self._answers
        ]

        def keep(answer: Answered) -> None:
            self._outputs.put(keys[answer.part], msgspec.msgpack.encode(answer))

        asking = ask_all(self._engine, questions, room.parallel, keep)
        try:
            for heard in asking:
                match heard:
                    case Heard(part=part, read=share, tokens=0):
                        meter.reading(part, share)
                    case Heard(part=part, tokens=tokens):
                        meter.writing(part, tokens)
                        if not meter.moved:
                            continue
                    case Answered(part=part, tokens=tokens):
                        meter.finished(part, tokens)
                        self._answers[part] = heard
                        yield from self._take(part)
                    case GaveUp(part=part, error=error):
                        meter.finished(part, 0)
                        self._failed[part] = error
                        self._notes[part] = self._by_rule(self._chunks[part])
                        yield NotesFound(self._notes[part])
                yield self._progress(meter)
        finally:
            asking.close()

    def _messages(self, each: Chunk) -> tuple[ChatMessage, ...]:
        system = notes.instruction(self._prompts, self._options, self._document.name)
        if self._at_once:
            return system, onepass.question(self._prompts, each, self._text, self._options)
        return system, notes.question(self._prompts, each, self._text)

    def _sampling(self, each: Chunk, room: Budget) -> SamplingParams:
        most, grammar = room.answer_tokens, notes.grammar(len(each.sentences))
        if self._at_once:
            most, grammar = most + write.WRITE_TOKENS, onepass.grammar(len(each.sentences), self._options)
        return SamplingParams(temperature=0.0, seed=0, max_tokens=most, grammar=grammar)

    def _key(self, each: Chunk) -> str:
        """Everything the answer depends on but its place in the document and the sentences before it."""
        together = [onepass.FORMAT, self._messages(each)[-1].content] if self._at_once else []
        return key_of(
            *together, "notes", notes.FORMAT, self._prompts.language, self._prompts.version, self._model_key,
            self._options.focus, each.heading, *(flat(self._text[s.start : s.end]) for s in each.sentences),
        )  # fmt: skip

    def _take(self, part: int) -> Iterator[NotesFound]:
        """Check what was answered about a chunk; what the rule chooses stands in where nothing passes."""
        answer, each = self._answers[part], self._chunks[part]
        text = onepass.noted(answer.text)
        lines, broken = notes.parse(text, len(each.sentences))
        if answer.cut and lines and text == answer.text and not text.endswith("\n"):
            lines = lines[:-1]
        checked = tuple(note for note in (self._checker.note(line, each) for line in lines) if note.status in PASSED)
        if self._picks:
            checked = _verbatim(checked)
        nothing_to_note = not lines and not broken and bool(answer.text.strip())
        self._notes[part] = checked if checked or nothing_to_note else self._by_rule(each)
        if self._notes[part]:
            yield NotesFound(self._notes[part])

    def _by_rule(self, each: Chunk) -> tuple[Note, ...]:
        share = -(-self._options.points // len(self._chunks))
        chosen = self._key_sentences.best(each.sentences, max(_FEWEST_BY_RULE, min(share, _MOST_BY_RULE)))
        return tuple(self._checker.by_rule(sentence, each) for sentence in chosen)

    # --- writing -----------------------------------------------------------------------------------------------------

    def _conclude(self, read: Sequence[Sentence], room: Budget, meter: Meter) -> Generator[SummaryEvent, None, None]:
        if not any(self._notes.values()):
            self._notes = {each.index: self._by_rule(each) for each in self._chunks}
        merged = merge.points(note for part in sorted(self._notes) for note in self._notes[part])
        chosen = merge.choose(merged, self._options.points, self._options.focus)
        disagreeing = merge.conflicts(merged)
        pieces: list[str] = []

        def said(piece: str) -> TextWritten:
            pieces.append(piece)
            return TextWritten(piece)

        wanted = [] if self._picks else write.passages(chosen, self._options)
        prose = yield from self._written(wanted, chosen, room, meter)
        for passage in wanted[:1]:
            for sentence, marks in prose.shown[passage]:
                yield said(f"{report.plain(sentence)} {report.marked(marks)}\n")
        if pieces:
            yield said("\n")
        sections = {each.heading: prose.shown[each] for each in wanted[1:] if each.heading is not None}
        yield said(self._prompts.phrase("points_of_demo" if self._picks else "points") + "\n\n")
        for line in report.points(chosen, self._prompts, sections):
            yield said(line)
        for line in report.disagreements(disagreeing, chosen, self._prompts):
            yield said(line)
        scope = self._scope()
        by_rule = [p for p, own in self._notes.items() if p not in self._failed and any(_is_rule(n) for n in own)]
        yield said(
            report.footer(
                self._prompts,
                self._document,
                scope,
                by_rule=len(by_rule),
                quick_percent=self._percent(read) if self._options.quick else None,
                prose=(prose.written, prose.passed),
                shown=len(chosen),
                found=len(merged),
            )
        )
        meter.closing(1.0)
        yield self._progress(meter)
        yield Summary(
            document=self._document.name,
            text="".join(pieces),
            notes=tuple(chosen),
            scope=scope,
            model=self._model,
            complete=not (self._failed or scope.pages_without_text or self._options.quick)
            and not self._document.report.characters_not_read,
            points_found=len(merged),
            prose_sentences=prose.written,
            prose_checked=prose.passed,
            conflicts=disagreeing,
        )

    def _written(
        self, wanted: Sequence[write.Passage], chosen: Sequence[Note], room: Budget, meter: Meter
    ) -> Generator[SummaryEvent, None, write.Written]:
        """What the model writes from the chosen notes, checked. Kept like the notes."""
        asking = Asking(
            self._engine, self._outputs, self._model_key, room.parallel, fresh=self._fresh, purpose="write"
        )  # fmt: skip
        begun: tuple[write.Sentence, ...] = ()
        if self._at_once and wanted and 0 in self._answers:
            begun = onepass.written(self._answers[0].text, self._chunks[0], self._checker, chosen)
        writing = write.Writer(asking, self._prompts, self._options, self._checker).run(wanted, chosen, begun)
        try:
            while True:
                meter.closing(0.95 * next(writing))
                if meter.moved:
                    yield self._progress(meter)
        except StopIteration as end:
            written: write.Written = end.value
            return written
        finally:
            writing.close()

    def _percent(self, read: Sequence[Sentence]) -> float:
        return 100 * sum(s.end - s.start for s in read) / max(1, self._document.report.characters)

    def _scope(self) -> Scope:
        """Pages count as processed when no chunk with a part of them is still to be answered."""
        answered, waiting = set[int](), set[int]()
        for each in self._chunks:
            (answered if each.index in self._answers else waiting).update(self._pages[each.index])
        return Scope(
            pages=len(self._document.pages),
            pages_processed=len(answered - waiting),
            pages_without_text=self._document.report.pages_without_text,
            chunks=len(self._chunks),
            chunks_processed=len(self._answers),
            chunks_failed=tuple(sorted(self._failed)),
        )

    def _progress(self, meter: Meter) -> Progress:
        return Progress(fraction=meter.fraction, eta_s=meter.eta_s, scope=self._scope())


def _is_rule(note: Note) -> bool:
    return note.status is Status.RULE


def _verbatim(found: tuple[Note, ...]) -> tuple[Note, ...]:
    """The passages themselves in place of what was made of them, each once."""
    by_place = {note.citations[0]: msgspec.structs.replace(note, claim=flat(note.quote)) for note in found}
    return tuple(by_place.values())
