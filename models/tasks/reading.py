"""What a task asks of the model about some passages, and which lines of its answer prove themselves.

The form is that of notes: `S12,S13|words copied from there|the answer`, one line each, or the one word NONE.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import NamedTuple

import msgspec

from models.documents.document import Chunk
from models.documents.locate import fold
from models.documents.sentences import flat
from models.engine.protocol import ChatMessage, SamplingParams
from models.summary import notes
from models.summary.answers import Answered
from models.summary.events import Note, Status, SummaryEvent
from models.summary.plan import CHUNK_TOKENS, Budget, budget
from models.summary.prompts import Prompts
from models.summary.verify import PASSED
from models.tasks.asker import Asker, Part
from models.tasks.files import Files


class Found(NamedTuple):
    """What an answer came to: the notes that passed, of `written` lines. `none`: the model said there is nothing.

    `full`: it ended at its limit, so there may be more.
    """

    notes: tuple[Note, ...]
    written: int
    none: bool
    full: bool = False


class Reading:
    """Questions with one instruction about passages of the files. `most` lines an answer.

    `things` True: an answer names a thing and says nothing of it, so its words in the cited sentence prove it: that a
    valve was not delivered is no reason not to list the valve.
    """

    def __init__(
        self, files: Files, prompts: Prompts, system: str, closing: str, most: int, *, things: bool = False
    ) -> None:
        self._files, self._prompts, self._most, self._things = files, prompts, most, things
        self._system, self._closing = ChatMessage("system", system), closing

    def room(self, desk: Asker, chunk_tokens: int = CHUNK_TOKENS) -> Budget:
        """How the files are cut for it. Raises: ContextFull."""
        model = desk.model
        prefix = model.engine.count_messages([self._system, ChatMessage("user", self._closing)])
        return budget(model.n_ctx, model.n_seq_max, prefix, chunk_tokens)

    def part(self, passages: Sequence[Chunk], answer_tokens: int) -> Part:
        """One question about passages, numbered through."""
        lines = [self._prompts.phrase("part")]
        number = 0
        for passage in passages:
            if passage.heading:
                lines.append(self._prompts.phrase("heading", heading=passage.heading))
            if passage.context:
                lines.append(self._prompts.phrase("context", context=flat(passage.context)))
            for sentence in passage.sentences:
                number += 1
                lines.append(f"S{number}: {self._files.said(sentence)}")
        user = ChatMessage("user", "\n".join([*lines, self._closing]))
        sampling = SamplingParams(
            temperature=0.0, seed=0, max_tokens=answer_tokens, grammar=notes.grammar(number, self._most)
        )  # fmt: skip
        pages = frozenset(page for passage in passages for page in self._files.pages_of(passage))
        return Part((self._system, user), sampling, sum(passage.tokens for passage in passages), pages)

    def found(self, passages: Sequence[Chunk], answer: Answered) -> Found:
        """The lines of an answer, each checked against the sentences it cites."""
        sentences = tuple(sentence for passage in passages for sentence in passage.sentences)
        shown = Chunk(index=passages[0].index, sentences=sentences, tokens=0)
        lines, broken = notes.parse(answer.text, len(sentences), self._most)
        if answer.cut and lines and not answer.text.endswith("\n"):
            lines = lines[:-1]
        checked = [self._named(self._files.checker.note(line, shown)) for line in lines]
        passed = tuple(note for note in checked if note.status in PASSED)
        none = not lines and not broken and bool(answer.text.strip())
        return Found(passed, len(lines) + broken, none, answer.cut or len(lines) >= self._most)

    def _named(self, note: Note) -> Note:
        if not self._things or note.status in PASSED or note.status is Status.NO_QUOTE:
            return note
        cited = " ".join(self._files.text[place.start : place.end] for place in note.citations)
        named = fold(note.claim)[0] in fold(cited)[0]
        return msgspec.structs.replace(note, status=Status.VERIFIED) if named else note

    def ask(
        self, desk: Asker, groups: Sequence[Sequence[Chunk]], room: Budget, *, until: float, main: bool = True
    ) -> Generator[SummaryEvent, None, dict[int, Found]]:
        """One question about each group of passages, side by side; what was found by number of the group."""
        found: dict[int, Found] = {}

        def take(number: int, answer: Answered) -> Sequence[Note]:
            found[number] = self.found(groups[number], answer)
            return found[number].notes

        parts = [self.part(group, room.answer_tokens) for group in groups]
        yield from desk.ask(parts, room.parallel, take, until=until, main=main)
        return {number: found[number] for number in sorted(found)}
