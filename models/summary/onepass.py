"""Notes and summary in one answer, where the whole text is one part: the model is asked once instead of twice.

The sentences stand below the notes, after a line of hyphens, and cite the notes by their place in the answer. They are
checked as those of a question of their own are; an answer without them costs that question.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.documents.document import Chunk
from models.engine.protocol import ChatMessage
from models.summary import notes, write
from models.summary.events import Note
from models.summary.options import SummaryOptions
from models.summary.prompts import Prompts
from models.summary.verify import Checker

FORMAT = "one-1"  # part of every cache key
_BREAK = "\n---\n"


def question(prompts: Prompts, chunk: Chunk, text: str, options: SummaryOptions) -> ChatMessage:
    """The question about the only chunk, with what is to stand below the notes."""
    asked = notes.question(prompts, chunk, text).content.removesuffix(prompts.phrase("ask"))
    return ChatMessage("user", f"{asked}{prompts.phrase('one_pass', sentences=options.sentences)}")


def grammar(sentences: int, options: SummaryOptions) -> str:
    """GBNF: notes, the break, sentences; which notes there are for them to cite, only the parser knows."""
    more = f'("\\n" line){{0,{notes.MOST_NOTES - 1}}}'
    prose = f'sentence ("\\n" sentence){{0,{options.sentences - 1}}}'
    numbers = range(1, notes.MOST_NOTES + 1)
    return (
        f'root ::= "NONE" | line {more} "\\n---\\n" {prose}\n{notes.rules(sentences)}{write.rules(numbers)}'
    )  # fmt: skip


def noted(answer: str) -> str:
    """The notes of an answer."""
    return answer.partition(_BREAK)[0]


def written(answer: str, chunk: Chunk, checker: Checker, chosen: Sequence[Note]) -> tuple[write.Sentence, ...]:
    """The sentences of an answer with the numbers of `chosen`, none when all cite notes that are not shown.

    Such a note has the number 0, which fails the sentence.
    """
    above, _, below = answer.partition(_BREAK)
    numbers: dict[int, int] = {}
    lines = [line for line in above.split("\n") if line.strip()]
    for place, line in enumerate(lines, start=1):
        for own in notes.parse(line, len(chunk.sentences)).lines:
            note = checker.note(own, chunk)
            for number, shown in enumerate(chosen, start=1):
                if shown.claim == note.claim and shown.citations[0] == note.citations[0]:
                    numbers[place] = number
    found = [
        write.Sentence(sentence.claim, tuple(dict.fromkeys(numbers.get(mark, 0) for mark in sentence.marks)))
        for sentence in write.parsed(below)
    ]
    return tuple(found) if any(sentence.marks and 0 not in sentence.marks for sentence in found) else ()
