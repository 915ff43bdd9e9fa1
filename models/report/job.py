"""The whole job: many files in, counted answers with their evidence out, as events.

For each file: a question about each field, evidence before the answer -> checks by code -> a second, narrow yes or no
about each answer, and a third look where it says no -> its record. Then counts by code, sentences by code, and a few by
the model that are checked against the counts. Every answer and every file's record is kept, so a job that is stopped or
killed goes on where it was and ends as if it had not been; and what is known needs no model.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

from models.documents.document import Chunk
from models.engine.protocol import ChatMessage, Engine, SamplingParams
from models.errors import FileHasNoText, ModelNotLoaded, PaddockError
from models.report import corrections as correcting
from models.report import extract, prose
from models.report.conclude import concluded, recounted, table
from models.report.events import FileDone, ReportEvent, ReportPlanned, ReportProgress, SourceFile
from models.report.file import WorkingFile, omitted
from models.report.kept import Kept
from models.report.lessons import Lessons
from models.report.lessons import lessons as learnt
from models.report.record import FileRecord
from models.report.rounds import numbered, rounds, side_by_side
from models.report.schema import Field, Language, Schema
from models.report.words import Words, words
from models.store.outputs import Outputs
from models.summary.answers import Answered, GaveUp, Heard
from models.summary.asking import Asking, Question
from models.summary.meter import Meter
from models.summary.plan import Budget, budget
from models.summary.prompts import language_of

_QUESTIONS_A_ROUND = 4  # for each answer at a time: few enough that files are done one after the other
_SECOND_PASS = 0.15  # what the second pass and the prose cost beside the first
_SAMPLED = 4000  # characters of each file that tell the language

_Look = tuple[Question, Callable[[int, Answered | PaddockError], None]]  # and who hears its answer


class Reporter:
    """Makes reports with the model that is loaded in `engine`; None makes those whose answers are all kept.

    `n_ctx` and `n_seq_max` are the loaded model's; `model_key` is what makes its answers its own (the file's sha256;
    the name where that is not known). One object may run several jobs.
    """

    def __init__(
        self,
        engine: Engine | None,
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

    def known(self, schema: Schema, files: Sequence[SourceFile], language: Language) -> bool:
        """Whether every file's record is kept from an earlier run, so that no model is needed."""
        kept = Kept(self._outputs, schema, words(language), self._model_key, fresh=False)
        return not any(kept.wanting(file) for file in files)

    def run(
        self,
        schema: Schema,
        files: Sequence[SourceFile],
        *,
        language: Language,
        corrections: correcting.Corrections = correcting.NONE,
        lessons: Lessons = (),
        fresh: bool = False,
    ) -> Generator[ReportEvent, None, None]:
        """The answers asked for now are asked with `lessons` of other reports, and with those of `corrections`.

        ReportPlanned, then ReportProgress and FileDone as the work goes, and Report last. Closing pauses.

        Raises:
            ValueError: A list of labels of the schema is still open.
            CorrectionRefused: A correction is of no file, field or label of this report.
            ContextFull: The loaded context is too small for the question and a few sentences.
            ModelNotLoaded: There is no model, and something is to be asked.
            EngineError: The engine failed on every file.
        """
        if schema.open_fields:
            raise ValueError(f"a list of labels is open: {schema.open_fields[0].name}")
        set_right = correcting.checked(corrections, schema.fields, [file.name for file in files])
        job = _Job(self._engine, self._outputs, schema, files, self._model, self._model_key, language, fresh)
        yield from job.run(self._n_ctx, self._n_seq_max, set_right, lessons)


def language_of_files(files: Sequence[SourceFile]) -> Language:
    """The language most of the files are in."""
    return language_of("\n".join(file.document.text[:_SAMPLED] for file in files if file.document))


class _Job:
    def __init__(
        self,
        engine: Engine | None,
        outputs: Outputs,
        schema: Schema,
        files: Sequence[SourceFile],
        model: str,
        model_key: str,
        language: Language,
        fresh: bool,
    ) -> None:
        self._engine, self._outputs, self._fresh = engine, outputs, fresh
        self._schema, self._files = schema, files
        self._by_name = {file.name: file for file in files}
        self._model, self._model_key = model, model_key
        self._words: Words = words(language)
        self._kept = Kept(outputs, schema, self._words, model_key, fresh=fresh)
        self._lessons: Lessons = ()
        self._records: dict[str, FileRecord] = {}
        self._meter = Meter([], 0)
        self._error: PaddockError | None = None

    # --- the work ----------------------------------------------------------------------------------------------------

    def run(
        self, n_ctx: int, n_seq_max: int, set_right: correcting.Corrections, lessons: Lessons
    ) -> Generator[ReportEvent, None, None]:  # fmt: skip
        waiting = [(file, fields) for file in self._files if (fields := self._kept.wanting(file))]
        asked_about = {file.name for file, _ in waiting}
        known = {file.name: self._settled(file) for file in self._files if file.name not in asked_about}
        self._lessons = (*lessons, *learnt(known, set_right, self._schema.fields))
        room = self._room(n_ctx, n_seq_max) if waiting else Budget(0, 0, 0, 1)
        working = list(self._working(waiting, room))
        tokens = [each for file in working for each in file.tokens]
        parallel = side_by_side(room, max(tokens, default=0), n_ctx, n_seq_max)
        self._meter = Meter(tokens, _SECOND_PASS * (sum(tokens) + 900 * len(tokens)) + 1)
        yield ReportPlanned(
            files=len(self._files), cached=len(self._files) - len(working), questions=len(tokens), tokens=sum(tokens)
        )
        self._records |= known
        for record in known.values():
            yield FileDone(record)
        yield self._progress()
        asking = Asking(self._engine, self._outputs, self._model_key, parallel, fresh=self._fresh)
        first = 0
        for round_ in rounds(working, _QUESTIONS_A_ROUND * parallel):
            yield from self._round(round_, first, asking)
            first += sum(len(file.tokens) for file in round_)
        if working and self._error and all(self._records[file.name].unread for file in working):
            raise self._error
        yield from self._conclude(asking, set_right)

    def _room(self, n_ctx: int, n_seq_max: int) -> Budget:
        """Room beside the longest question. Raises: ModelNotLoaded; ContextFull."""
        if self._engine is None:
            raise ModelNotLoaded
        return budget(n_ctx, n_seq_max, max(self._engine.count_messages(each) for each in self._empty_questions()))

    def _empty_questions(self) -> Iterator[tuple[ChatMessage, ...]]:
        blank = Chunk(index=0, sentences=(), tokens=0)
        longest = max((file.name for file in self._files), key=len)
        for field in self._schema.fields:
            yield extract.messages(self._words, field, blank, "", longest, 2, self._lessons)

    def _working(self, waiting: Sequence[tuple[SourceFile, list[Field]]], room: Budget) -> Iterator[WorkingFile]:
        for file, fields in waiting:
            assert file.document is not None
            assert self._engine is not None
            yield WorkingFile(file.name, file.document, fields, self._words, room, self._engine.count, self._lessons)

    def _round(
        self, round_: Sequence[WorkingFile], first: int, asking: Asking
    ) -> Generator[ReportEvent, None, None]:  # fmt: skip
        """All looks at some files. `first` is the number of their first question among all of the job."""
        yield from self._first_pass(round_, first, asking)
        yield from self._further_looks(round_, asking)
        for file in round_:
            self._finish(file)
            yield FileDone(self._records[file.name])
        self._meter.closing(0.95 * len(self._records) / len(self._files))
        yield self._progress()

    def _first_pass(
        self, round_: Sequence[WorkingFile], first: int, asking: Asking
    ) -> Generator[ReportEvent, None, None]:  # fmt: skip
        owners, questions = numbered((file, question) for file in round_ for question in file.questions())
        hearing = asking.all(questions)
        try:
            for heard in hearing:
                file, own = owners[heard.part]
                number = first + heard.part
                match heard:
                    case Heard(read=share, tokens=0):
                        self._meter.reading(number, share)
                    case Heard(tokens=tokens):
                        self._meter.writing(number, tokens)
                    case Answered(tokens=tokens):
                        self._meter.finished(number, tokens)
                        file.answered(own, heard)
                    case GaveUp(error=error):
                        self._meter.finished(number, 0)
                        self._error = error
                        file.gave_up(own, error)
                if self._meter.moved:
                    yield self._progress()
        finally:
            hearing.close()

    def _further_looks(self, round_: Sequence[WorkingFile], asking: Asking) -> Generator[ReportEvent, None, None]:
        """The second look at what was found, and a third where it disagrees."""
        before, share = len(self._records) / len(self._files), len(round_) / len(self._files)
        seconds = [(question, file.confirmed) for file in round_ for question in file.second_questions()]
        for done in self._heard(seconds, asking):
            self._meter.closing(0.95 * (before + 0.8 * share * done))
            if self._meter.moved:
                yield self._progress()
        thirds = [(question, file.chosen) for file in round_ for question in file.third_questions()]
        for _ in self._heard(thirds, asking):
            pass

    def _heard(self, looks: Sequence[_Look], asking: Asking) -> Iterator[float]:
        """Hands every answer to who wants it; yields the share that is heard."""
        hearing = asking.all([question._replace(number=number) for number, (question, _) in enumerate(looks)])
        done = 0
        try:
            for heard in hearing:
                if isinstance(heard, Heard):
                    continue
                question, take = looks[heard.part]
                take(question.number, heard.error if isinstance(heard, GaveUp) else heard)
                done += 1
                yield done / len(looks)
        finally:
            hearing.close()

    def _finish(self, file: WorkingFile) -> None:
        """Make the file's record, and keep it where nothing failed."""
        source = self._by_name[file.name]
        for field in file.fields:
            self._kept.put(source, field, file.entries(field), final=file.whole)
        self._records[file.name] = file.record(self._kept.all(source))

    def _settled(self, file: SourceFile) -> FileRecord:
        """The record of a file about which nothing is to be asked."""
        if file.document is None:
            return FileRecord(name=file.name, unread=file.unread)
        pages = len(file.document.pages)
        if not file.document.text.strip():
            return FileRecord(
                name=file.name, sha256=file.document.sha256, pages=pages, unread=str(FileHasNoText(name=file.name))
            )
        return FileRecord(
            name=file.name,
            sha256=file.document.sha256,
            pages=pages,
            entries=self._kept.all(file),
            in_part=tuple(omitted(file.document, self._words)),
        )

    # --- the report --------------------------------------------------------------------------------------------------

    def _conclude(self, asking: Asking, set_right: correcting.Corrections) -> Generator[ReportEvent, None, None]:
        records = tuple(self._records[file.name] for file in self._files)
        rows = table(self._schema, records, self._words)
        answer = self._written(asking, rows) if rows else ""
        self._meter.closing(1.0)
        yield self._progress()
        report = concluded(self._schema, records, self._words, self._model, answer)
        yield recounted(report, set_right) if set_right else report

    def _written(self, asking: Asking, rows: Sequence[prose.Row]) -> str:
        """What the model writes about the table, unchecked; empty without an engine, or when it fails."""
        sampling = SamplingParams(temperature=0.0, seed=0, max_tokens=prose.WRITE_TOKENS)
        question = Question(0, prose.messages(rows, self._words), sampling)
        if self._engine is None and asking.known(question) is None:
            return ""
        text = ""
        for heard in asking.all([question]):
            if isinstance(heard, Answered):
                text = heard.text
        return text

    def _progress(self) -> ReportProgress:
        meter = self._meter
        return ReportProgress(
            fraction=meter.fraction, eta_s=meter.eta_s, files_done=len(self._records), files=len(self._files)
        )
