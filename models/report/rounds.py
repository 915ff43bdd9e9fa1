"""Which questions of a report are asked together: whole files, one after the other, several answers at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.report.file import WorkingFile
from models.summary.asking import Question
from models.summary.plan import MOST_AT_ONCE, Budget


def side_by_side(room: Budget, largest: int, n_ctx: int, n_seq_max: int) -> int:
    """How many answers fit at a time: short files need less than the room of a full part."""
    needed = room.slot_tokens - room.chunk_tokens + largest
    return max(1, min(n_ctx // max(1, needed), n_seq_max, MOST_AT_ONCE))


def rounds(files: Sequence[WorkingFile], questions: int) -> Iterator[list[WorkingFile]]:
    """The files in order, so many at a time that there are `questions` to ask."""
    some: list[WorkingFile] = []
    for file in files:
        some.append(file)
        if sum(len(one.tokens) for one in some) >= questions:
            yield some
            some = []
    if some:
        yield some


def numbered(
    asked: Iterator[tuple[WorkingFile, Question]],
) -> tuple[list[tuple[WorkingFile, int]], list[Question]]:
    """Questions numbered through, and for each the file and the number it has there."""
    owners: list[tuple[WorkingFile, int]] = []
    questions: list[Question] = []
    for file, question in asked:
        owners.append((file, question.number))
        questions.append(question._replace(number=len(questions)))
    return owners, questions
