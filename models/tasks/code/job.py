"""The whole study of a source file: its outline by code, and what the model says of its parts, checked."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from typing import Literal, get_args

from models.documents.document import Document
from models.documents.sentences import flat
from models.engine.protocol import ChatMessage, SamplingParams
from models.errors import FileTypeUnsupported
from models.summary import report
from models.summary.answers import Answered
from models.summary.events import Citation, Note, Status, SummaryEvent
from models.summary.plan import ANSWER_TOKENS, budget
from models.tasks.asker import Asker, Model, Part
from models.tasks.code import drafts
from models.tasks.code.names import names_in
from models.tasks.code.outline import Unit, outline
from models.tasks.code.parts import Piece, Remark, grammar, numbered, pieces_of, remarks
from models.tasks.files import Files
from models.tasks.words import Language, words

Wish = Literal["explain", "review", "tests"]
WISHES: tuple[Wish, ...] = get_args(Wish)

PART_TOKENS = 1000
_SIGNATURES_SHOWN = 40


def study(
    model: Model, document: Document, wish: Wish, language: Language = "en", *, fresh: bool = False
) -> Generator[SummaryEvent, None, None]:
    """Planned, Progress and NotesFound as the work goes, TextWritten, and Summary last. Closing pauses.

    Raises: FileTypeUnsupported for what is no source code; ContextFull; ModelNotLoaded; EngineError.
    """
    must_be_code(document)
    yield from _Job(model, Files([document]), wish, language, fresh).run()


def must_be_code(document: Document) -> None:
    """Raises: FileTypeUnsupported for what is no source code."""
    if document.kind != "code":
        remedy = "Choose a file of source code, such as a .py or a .c file."
        raise FileTypeUnsupported(name=document.name, kind=document.kind, remedy=remedy)


class _Job:
    def __init__(self, model: Model, files: Files, wish: Wish, language: Language, fresh: bool) -> None:
        self._desk = Asker(model, files, f"code-{wish}", fresh=fresh)
        self._text, self._name = files.text, files.documents[0].name
        self._lines = self._text.split("\n")
        self._wish, self._said = wish, words(language)
        self._known = names_in(self._text)
        self._units = outline(self._name, self._text)
        signatures = [unit.signature for unit in self._units if unit.name][:_SIGNATURES_SHOWN]
        system = [self._said(f"code_{wish}"), self._said("code_file", name=flat(self._name)), *signatures]
        self._system = ChatMessage("system", "\n".join(system))
        room = budget(model.n_ctx, model.n_seq_max, model.engine.count_messages([self._system]), PART_TOKENS)
        self._parallel, self._answer_tokens = room.parallel, min(ANSWER_TOKENS, room.answer_tokens)
        units = drafts.worth(self._units) if wish == "tests" else self._units
        longest = room.chunk_tokens
        if wish == "tests":
            each = (pieces_of([unit], self._lines, longest, model.engine.count)[:1] for unit in units)
            self._pieces = [piece for own in each for piece in own]
        else:
            self._pieces = pieces_of(units, self._lines, longest, model.engine.count)
        self._remarks: dict[int, list[Remark]] = {}
        self._drafts: dict[int, drafts.Draft] = {}
        self._written = 0

    def run(self) -> Generator[SummaryEvent, None, None]:
        take = self._take_draft if self._wish == "tests" else self._take_remarks
        yield from self._desk.ask([self._part(piece) for piece in self._pieces], self._parallel, take, until=0.99)
        notes: list[Note] = []
        lines = list(self._tests(notes) if self._wish == "tests" else self._remarked(notes))
        foot = [self._said(f"code_foot_{'tests' if self._wish == 'tests' else 'notes'}")]
        passed = len(notes)
        if self._written > passed:
            foot.append(self._said("dropped", dropped=self._written - passed, written=self._written))
        lines.append(report.quoted([*foot, *self._desk.unread(self._said)]))
        yield from self._desk.conclude(lines, notes, written=self._written, passed=passed)

    def _part(self, piece: Piece) -> Part:
        shown = [numbered(n, self._lines[n - 1]) for n in range(piece.first, piece.last + 1)]
        user = ChatMessage("user", "\n".join([*shown, self._said(f"code_{self._wish}_ask")]))
        held = None if self._wish == "tests" else grammar()
        sampling = SamplingParams(temperature=0.0, seed=0, max_tokens=self._answer_tokens, grammar=held)
        return Part((self._system, user), sampling, piece.tokens, frozenset({(0, 1)}))

    def _take_remarks(self, number: int, answer: Answered) -> Sequence[Note]:
        piece = self._pieces[number]
        self._remarks[number], written = remarks(answer.text, answer.cut, piece, self._lines, self._known)
        self._written += written
        return [self._note(remark) for remark in self._remarks[number]]

    def _take_draft(self, number: int, answer: Answered) -> Sequence[Note]:
        self._written += 1
        draft = drafts.draft(answer.text, self._name, self._known)
        if draft is not None:
            self._drafts[number] = draft
        return ()

    # --- the text ----------------------------------------------------------------------------------------------------

    def _remarked(self, notes: list[Note]) -> Iterator[str]:
        """The outline, each part with what was said of it."""
        said = sorted((remark for own in self._remarks.values() for remark in own), key=lambda remark: remark[:2])
        if self._wish == "review":
            yield self._said("code_review_head", remarks=len(said), units=sum(bool(u.name) for u in self._units)) + "\n"
        for unit in self._units:
            own = [remark for remark in said if unit.first <= remark.first <= unit.last]
            if self._wish == "review" and not own:
                continue
            yield f"\n**{self._title(unit)}**\n\n"
            for remark in own:
                notes.append(self._note(remark))
                strange = ", ".join(f"`{name}`" for name in remark.strange)
                doubt = self._said("code_strange", names=strange) if strange else ""
                where = self._said("code_lines", first=remark.first, last=remark.last)
                yield f"- {_prose(remark.text)} ({where}){doubt} [{len(notes)}]\n"

    def _tests(self, notes: list[Note]) -> Iterator[str]:
        """The tests of each unit as code, with what a check of them found."""
        yield self._said("code_tests_head", drafts=len(self._drafts), units=len(self._pieces)) + "\n"
        for number in sorted(self._drafts):
            piece, draft = self._pieces[number], self._drafts[number]
            notes.append(self._note(Remark(piece.first, piece.last, piece.units[0].signature, draft.strange)))
            yield f"\n**{self._title(piece.units[0])}** [{len(notes)}]\n\n```{draft.language}\n{draft.code}\n```\n"
            if draft.problem:
                yield "\n" + self._said("code_broken", problem=report.plain(draft.problem)) + "\n"
            if draft.strange:
                names = ", ".join(f"`{name}`" for name in draft.strange)
                yield "\n" + self._said("code_strange_tests", names=names) + "\n"

    def _title(self, unit: Unit) -> str:
        name = (
            f"`{_unmarked(unit.signature)}`" if unit.name and "`" not in unit.signature else self._said("code_between")
        )
        return f"{name} · {self._said('code_lines', first=unit.first, last=unit.last)}"

    def _note(self, remark: Remark) -> Note:
        """The note on its lines, word for word; one with a strange name did not pass."""
        starts = [0, *(match.end() for match in re.finditer("\n", self._text)), len(self._text) + 1]
        start, end = starts[remark.first - 1], starts[remark.last] - 1
        status = Status.VALUE_MISSING if remark.strange else Status.VERIFIED
        quote = self._text[start:end]
        return Note(claim=remark.text, quote=quote, citations=(Citation(1, start, end),), status=status, chunk=0)


def _prose(text: str) -> str:
    """Plain text with its `names` kept as code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return report.plain(text)
    return "".join(f"`{_unmarked(own)}`" if at % 2 else _spaced(own) for at, own in enumerate(pieces))


def _unmarked(code: str) -> str:
    """Code in a line of text, where `rows[0]` must not look like mark [0]."""
    return re.sub(r"\[(\d+)\]", r"[ \1 ]", code)


def _spaced(text: str) -> str:
    return f"{' ' * text[:1].isspace()}{report.plain(text)}{' ' * text[-1:].isspace()}" if text.strip() else text
