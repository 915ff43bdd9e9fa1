"""One file of a report while it is worked on: its parts, the questions about them, and what became of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from models.documents.chunk import Count, chunk
from models.documents.document import Chunk, Document
from models.engine.protocol import ChatMessage, SamplingParams
from models.errors import PaddockError
from models.report import confirm, extract
from models.report.judge import Judge
from models.report.lessons import Lessons
from models.report.record import Entry, FileRecord, Reason, Verdict, settled
from models.report.schema import Field
from models.report.words import Words
from models.summary.answers import Answered
from models.summary.asking import Question
from models.summary.plan import Budget


class WorkingFile:
    """The file called `name`; questions are about each of `fields` in each part. Numbers of questions are its own."""

    def __init__(
        self,
        name: str,
        document: Document,
        fields: Sequence[Field],
        words: Words,
        room: Budget,
        count: Count,
        lessons: Lessons = (),
    ) -> None:
        self.name = name
        self.document = document
        self.fields = fields
        self._by_name = {field.name: field for field in fields}
        self._words = words
        self._lessons = lessons
        self._room = room
        self._judge = Judge(document)
        self.chunks = chunk(
            self._judge.text, self._judge.sentences, self._judge.outline, room.chunk_tokens, count
        )  # fmt: skip
        self._asked: list[tuple[Field, Chunk]] = [(field, each) for each in self.chunks for field in fields]
        self._failed: dict[int, PaddockError] = {}
        self._entries: list[Entry] = []

    @property
    def tokens(self) -> list[int]:
        """What there is to read for each question of the first pass."""
        return [each.tokens for _, each in self._asked]

    @property
    def whole(self) -> bool:
        """Whether every question was answered, so that the result may be kept."""
        return not self._failed

    def questions(self) -> Iterator[Question]:
        """The first pass."""
        for number, (field, each) in enumerate(self._asked):
            asked = extract.messages(
                self._words, field, each, self._judge.text, self.name, len(self.chunks), self._lessons
            )
            schema = extract.json_schema(field, len(each.sentences))
            yield self._question(number, asked, self._held(self._room.answer_tokens, json_schema=schema))

    def answered(self, number: int, answer: Answered) -> None:
        """What the first pass said to question `number`."""
        field, each = self._asked[number]
        found = extract.parse(answer.text, field, len(each.sentences))
        self._entries += [self._judge.entry(one, each, field) for one in found]
        if not found and not extract.says_nothing(answer.text):
            self._entries.append(
                Entry(field=field.name, value="", evidence=(), verdict=Verdict.LEFT_OUT, reason=Reason.UNCLEAR)
            )

    def gave_up(self, number: int, error: PaddockError) -> None:
        """The engine failed on question `number` of the first pass."""
        self._failed[number] = error

    def second_questions(self) -> Iterator[Question]:
        """The second look: at each entry that code has let through."""
        for number, entry in enumerate(self._entries):
            if entry.verdict is Verdict.COUNTED:
                asked = confirm.messages(self._words, self._by_name[entry.field], entry, self._judge.passage(entry))
                held = self._held(confirm.ANSWER_TOKENS, grammar=confirm.grammar(self._words))
                yield self._question(number, asked, held)

    def confirmed(self, number: int, answer: Answered | PaddockError) -> None:
        """What the second look said; silence is no yes."""
        if isinstance(answer, PaddockError):
            self._failed[-1 - number] = answer
        if isinstance(answer, PaddockError) or confirm.says_yes(answer.text) is not True:
            self._settle(number, Verdict.REVIEW, Reason.NOT_CONFIRMED)

    def third_questions(self) -> Iterator[Question]:
        """The third look: at each label that the second did not confirm."""
        for number, entry in enumerate(self._entries):
            field = self._by_name[entry.field]
            if entry.reason is Reason.NOT_CONFIRMED and len(field.labels) >= confirm.FEWEST_LABELS:
                asked = confirm.choice(self._words, field, self._judge.passage(entry))
                held = self._held(confirm.ANSWER_TOKENS, grammar=confirm.choice_grammar(field))
                yield self._question(number, asked, held)

    def chosen(self, number: int, answer: Answered | PaddockError) -> None:
        """What the third look said: the first one's label makes two of three."""
        entry = self._entries[number]
        if isinstance(answer, PaddockError):
            self._failed[-1 - number] = answer
        elif confirm.chosen(answer.text, self._by_name[entry.field], self._judge.passage(entry)) == entry.value:
            self._settle(number, Verdict.COUNTED, Reason.CHECKED)

    def _settle(self, number: int, verdict: Verdict, reason: Reason) -> None:
        self._entries[number] = msgspec.structs.replace(self._entries[number], verdict=verdict, reason=reason)

    def entries(self, field: Field) -> tuple[Entry, ...]:
        """What is known of one field when all looks are over."""
        return settled([entry for entry in self._entries if entry.field == field.name], field.many)

    def record(self, entries: tuple[Entry, ...]) -> FileRecord:
        """The file with all its entries; unread when the engine failed on all of it."""
        failed = [number for number in self._failed if number >= 0]
        pages = len(self.document.pages)
        if failed and len(failed) == len(self._asked) and not entries:
            return FileRecord(
                name=self.name, sha256=self.document.sha256, pages=pages, unread=str(self._failed[failed[0]])
            )
        missing = [*omitted(self.document, self._words)]
        if failed:
            parts = len({self._asked[number][1].index for number in failed})
            missing.append(self._words("part_of_engine", failed=parts, parts=len(self.chunks)))
        return FileRecord(
            name=self.name, sha256=self.document.sha256, pages=pages, entries=entries, in_part=tuple(missing)
        )

    def _question(self, number: int, asked: tuple[ChatMessage, ...], held: SamplingParams) -> Question:
        return Question(number, asked, held, (self.document.sha256,))

    def _held(self, most: int, **form: object) -> SamplingParams:
        return SamplingParams(temperature=0.0, seed=0, max_tokens=most, **form)  # type: ignore[arg-type]


def omitted(document: Document, words: Words) -> Iterator[str]:
    """What of a document its reader could not read."""
    if pages := document.report.pages_without_text:
        yield words("part_of_pages", pages=", ".join(map(str, pages)))
    if characters := document.report.characters_not_read:
        yield words("part_of_end", characters=characters)
