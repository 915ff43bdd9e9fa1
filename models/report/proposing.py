"""The job that proposes the lists of labels a schema leaves open, for a person to confirm."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from models.documents.chunk import chunk
from models.documents.document import Chunk
from models.documents.outline import Outline
from models.documents.sentences import sentences_of
from models.engine.protocol import Engine, SamplingParams
from models.errors import CodebookRefused, PaddockError
from models.report import codebook
from models.report.events import CodebookProposed, ReportProgress, SourceFile
from models.report.schema import Field, Label, Language, Schema
from models.report.words import Words, words
from models.store.outputs import Outputs
from models.summary.answers import Answered, GaveUp
from models.summary.asking import Asking, Question
from models.summary.plan import Budget, budget

_GROUPING = 0.2  # the share of the second step


def propose(
    engine: Engine,
    outputs: Outputs,
    schema: Schema,
    files: Sequence[SourceFile],
    *,
    language: Language,
    model_key: str,
    n_ctx: int,
    n_seq_max: int = 8,
) -> Generator[ReportProgress | CodebookProposed, None, None]:
    """ReportProgress as the sample is read, and CodebookProposed last, with a list for each open field.

    Raises:
        CodebookRefused: The model said nothing about the sample that could be checked.
        ContextFull, ModelNotLoaded, EngineError: As for a report.
    """
    say = words(language)
    sampled = codebook.sample(files)
    blank = Chunk(index=0, sentences=(), tokens=0)
    asked = [
        codebook.phrase_messages(
            say,
            field,
            blank,
            "",
            "",
        )
        for field in schema.open_fields
    ]
    room = budget(n_ctx, n_seq_max, max((engine.count_messages(each) for each in asked), default=0))
    about = outputs.of(*(file.document.sha256 for file in sampled if file.document))
    asking = Asking(engine, about, model_key, room.parallel, fresh=False)
    parts = [_beginning(engine, file, room) for file in sampled]
    lists: dict[str, tuple[Label, ...]] = {}
    for number, field in enumerate(schema.open_fields):
        said: list[str] = []
        for event in _phrases(asking, say, field, parts, said):
            share = (number + (1 - _GROUPING) * event / max(1, len(parts))) / len(schema.open_fields)
            yield ReportProgress(fraction=share, eta_s=None, files_done=event, files=len(parts))
        if not said:
            raise CodebookRefused(
                name=f"“{field.title}”",
                detail="the model said nothing of the sample that can be checked. Write it yourself.",
            )
        lists[field.name] = _grouped(asking, say, field, said)
    yield CodebookProposed({**codebook.of(schema), **lists})


def _beginning(engine: Engine, file: SourceFile, room: Budget) -> tuple[str, str, Chunk]:
    """Name, text and first part of a file."""
    assert file.document is not None
    text, sentences = file.document.text, sentences_of(file.document)
    return file.name, text, chunk(text, sentences, Outline(text, sentences), room.chunk_tokens, engine.count)[0]


def _phrases(
    asking: Asking, say: Words, field: Field, parts: Sequence[tuple[str, str, Chunk]], said: list[str]
) -> Generator[int, None, None]:
    """Adds what the files say to `said`, in their order; yields how many were heard."""
    questions = [
        Question(
            number,
            codebook.phrase_messages(say, field, part, text, name),
            _held(codebook.PHRASE_TOKENS, codebook.phrase_schema(len(part.sentences))),
        )
        for number, (name, text, part) in enumerate(parts)
    ]
    heard: dict[int, list[str]] = {}
    failed: PaddockError | None = None
    hearing = asking.all(questions)
    try:
        for event in hearing:
            match event:
                case Answered(part=number, text=answer):
                    _, text, part = parts[number]
                    heard[number] = list(
                        codebook.phrases(answer, text[part.sentences[0].start : part.sentences[-1].end])
                    )  # fmt: skip
                    yield len(heard)
                case GaveUp(error=failed):
                    pass
    finally:
        hearing.close()
    if failed and not heard:
        raise failed
    said += dict.fromkeys(phrase for number in sorted(heard) for phrase in heard[number])


def _grouped(asking: Asking, say: Words, field: Field, said: Sequence[str]) -> tuple[Label, ...]:
    sampling = _held(codebook.CODEBOOK_TOKENS, codebook.group_schema(len(said)))
    answer = ""
    for event in asking.all([Question(0, codebook.group_messages(say, field, said), sampling)]):
        if isinstance(event, Answered):
            answer = event.text
    return codebook.grouped(answer, said, say)


def _held(most: int, schema: dict[str, object]) -> SamplingParams:
    return SamplingParams(temperature=0.0, seed=0, max_tokens=most, json_schema=schema)
