"""The whole translation: terms first, then the segments side by side, each checked; what fails is tried again alone."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence

import msgspec

from models.documents.document import Document
from models.engine.protocol import ChatMessage, SamplingParams
from models.errors import ContextFull
from models.summary import report
from models.summary.answers import Answered
from models.summary.events import Citation, Note, Status, SummaryEvent
from models.summary.plan import MOST_AT_ONCE
from models.summary.prompts import language_of
from models.tasks.asker import Asker, Model, Part
from models.tasks.files import Files
from models.tasks.translate import glossary
from models.tasks.translate.checks import Problem, problems
from models.tasks.translate.languages import LANGUAGES
from models.tasks.translate.segments import groups_of, segments_of
from models.tasks.words import Words, words

GROUP_TOKENS = 400
_FEWEST = 48
_LONGER = 3  # tokens of a translation for one of the source: Chinese to English on a vocabulary made for Chinese
_AROUND = 260  # the template, the terms of a group, the labels
_TERMS_DONE, _FIRST_DONE = 0.05, 0.85
_LABEL = re.compile(r"^\s*P(\d{1,4})\s*[:：]\s?(.*)$")


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """[start, end) of the document's text on `page`, and what it is in the other language.

    `problems` are what the checks found after the second try; the translation stands there all the same.
    """

    page: int
    start: int
    end: int
    source: str
    translation: str
    problems: tuple[Problem, ...] = ()
    joins: bool = False


class Translation(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All segments in order; `terms` are the fixed translations, `said` what was and was not checked."""

    document: str
    target: str
    segments: tuple[Segment, ...]
    terms: dict[str, str]
    said: str


def translate(
    model: Model, document: Document, target: str, *, fresh: bool = False
) -> Generator[SummaryEvent | Translation, None, None]:
    """Planned and Progress as the work goes, Translation, TextWritten, and Summary last. Closing pauses.

    Raises: ContextFull; FileHasNoText; ModelNotLoaded; EngineError when the engine failed on every part.
    """
    yield from _Job(model, Files([document]), target, fresh).run()


class _Job:
    def __init__(self, model: Model, files: Files, target: str, fresh: bool) -> None:
        self._desk = Asker(model, files, "translate", fresh=fresh)
        self._document = files.documents[0]
        self._target = target
        own = language_of(self._document.text)
        self._words: Words = words(own)
        name = LANGUAGES[target].chinese if own == "zh" else LANGUAGES[target].english
        self._system = ChatMessage("system", self._words("translate", language=name))
        self._language = name
        prefix = model.engine.count_messages([self._system]) + _AROUND
        self._group = min(GROUP_TOKENS, (int(model.n_ctx * 0.97) - prefix) // (1 + _LONGER))
        if self._group < _FEWEST:
            raise ContextFull(needed=prefix + (1 + _LONGER) * _FEWEST, n_ctx=model.n_ctx)
        slot = prefix + (1 + _LONGER) * self._group
        self._parallel = max(1, min(model.n_ctx // slot, model.n_seq_max, MOST_AT_ONCE))
        self._segments = segments_of(self._document, self._group, model.engine.count)
        self._done: dict[int, str] = {n: s.text for n, s in enumerate(self._segments) if s.silent}
        self._terms: dict[str, str] = {}

    def run(self) -> Generator[SummaryEvent | Translation, None, None]:
        yield from self._fix_terms()
        groups = groups_of(self._segments, self._group)
        yield from self._ask(groups, until=_FIRST_DONE)
        failing = [[n] for n in range(len(self._segments)) if n not in self._done or self._problems(n)]
        if failing:
            before = dict(self._done)
            yield from self._ask(failing, until=0.99, again=True)
            self._keep_the_better(before)
        yield from self._conclude()

    # --- asking ------------------------------------------------------------------------------------------------------

    def _fix_terms(self) -> Generator[SummaryEvent, None, None]:
        terms = glossary.candidates(self._document.text, self._target)
        room = self._desk.model.n_ctx // (2 * glossary.TERM_TOKENS)  # half for the question, half for the answer
        terms = terms[: max(0, room - 12)]
        if not terms:
            return

        def take(number: int, answer: Answered) -> Sequence[Note]:
            self._terms = glossary.parse(answer.text, terms)
            return ()

        system, user = glossary.question(self._words, terms)
        system = ChatMessage("system", f"{system.content}\n{self._words('translate_into', language=self._language)}")
        part = Part((system, user), glossary.sampling(terms), 8 * len(terms), frozenset())
        yield from self._desk.ask([part], 1, take, until=_TERMS_DONE, main=False)

    def _ask(
        self, groups: Sequence[Sequence[int]], *, until: float, again: bool = False
    ) -> Generator[SummaryEvent, None, None]:
        def take(number: int, answer: Answered) -> Sequence[Note]:
            self._done.update(_parsed(answer.text, groups[number]))
            return ()

        if groups:
            parts = [self._part(group, again) for group in groups]
            yield from self._desk.ask(parts, self._parallel, take, until=until, main=not again)

    def _part(self, group: Sequence[int], again: bool) -> Part:
        sources = [self._segments[number] for number in group]
        text = "\n".join(source.text for source in sources)
        lines = []
        if terms := glossary.occurring(self._terms, text):
            lines.append(self._words("terms_fixed"))
            lines += [f"{term} = {fixed}" for term, fixed in terms.items()]
        if group[0]:
            context = self._segments[group[0] - 1].text[-160:]
            lines.append(self._words("translate_context", context=context))
        lines += [f"P{number}: {source.text}" for number, source in enumerate(sources, start=1)]
        if again:
            lines.append(self._words("translate_again"))
        lines.append(self._words("translate_ask", language=self._language))
        tokens = sum(source.tokens for source in sources)
        pages = frozenset((0, source.page) for source in sources)
        return Part((self._system, ChatMessage("user", "\n".join(lines))), _sampling(len(group), tokens), tokens, pages)

    def _problems(self, number: int) -> tuple[Problem, ...]:
        source = self._segments[number]
        if source.silent:
            return ()
        terms: Mapping[str, str] = glossary.occurring(self._terms, source.text)
        return problems(source.text, self._done.get(number, ""), self._target, terms)

    def _keep_the_better(self, before: Mapping[int, str]) -> None:
        """Of two translations the one with fewer problems; the first of two equals."""
        for number, text in before.items():
            now, second = self._done.get(number, ""), self._problems(number)
            if now == text:
                continue
            self._done[number] = text
            if len(second) < len(self._problems(number)):
                self._done[number] = now

    # --- the result --------------------------------------------------------------------------------------------------

    def _conclude(self) -> Generator[SummaryEvent | Translation, None, None]:
        segments = [
            Segment(
                page=source.page, start=source.start, end=source.end, source=source.prefix + source.text,
                translation=source.prefix + (self._done.get(number, "").strip() or source.text),
                problems=self._problems(number), joins=source.joins,
            )
            for number, source in enumerate(self._segments)
        ]  # fmt: skip
        failing = [segment for segment in segments if segment.problems]
        notes = [self._note(segment) for segment in failing]
        numbers = {id(segment): number for number, segment in enumerate(failing, start=1)}
        lines = [_shown(segment, numbers.get(id(segment), 0)) for segment in segments]
        lines[0] = lines[0].lstrip("\n")
        passed = len(segments) - len(failing)
        foot = [self._words("translated", segments=len(segments), passed=passed)]
        reasons = dict.fromkeys(problem for segment in failing for problem in segment.problems)
        if reasons:
            names = ", ".join(self._words(f"problem_{problem}") for problem in reasons)
            foot.append(self._words("translate_marked", failing=len(failing), reasons=names))
        foot += self._desk.unread(self._words)
        lines.append(report.quoted(foot))
        yield Translation(
            document=self._document.name, target=self._target, segments=tuple(segments), terms=self._terms,
            said=" ".join(foot),
        )  # fmt: skip
        missing = any("missing" in segment.problems for segment in failing)
        yield from self._desk.conclude(
            lines, notes, complete=not missing, found=len(segments), written=len(segments), passed=passed
        )

    def _note(self, segment: Segment) -> Note:
        return Note(
            claim=segment.translation, quote=self._document.text[segment.start : segment.end],
            citations=(Citation(segment.page, segment.start, segment.end),), status=Status.NO_OVERLAP, chunk=0,
        )  # fmt: skip


def _sampling(segments: int, tokens: int) -> SamplingParams:
    """One line for each segment, numbered from 1."""
    lines = ' "\\n" '.join(f'"P{number}: " text' for number in range(1, segments + 1))
    return SamplingParams(
        temperature=0.0, seed=0, max_tokens=_LONGER * tokens + 8 * segments + 32,
        grammar=f"root ::= {lines}\ntext ::= [^\\n]+\n",
    )  # fmt: skip


def _parsed(answer: str, group: Sequence[int]) -> dict[int, str]:
    """The translations by number of segment; a line without a label goes on with the one before."""
    found: dict[int, str] = {}
    at: int | None = None
    for line in answer.splitlines():
        if match := _LABEL.match(line):
            number = int(match.group(1))
            at = group[number - 1] if 1 <= number <= len(group) and group[number - 1] not in found else None
            if at is not None:
                found[at] = match.group(2).strip()
        elif at is not None and line.strip():
            found[at] = f"{found[at]} {line.strip()}".strip()
    return found


def _shown(segment: Segment, mark: int) -> str:
    """A segment as Markdown, with a mark where it did not pass."""
    prefix = re.match(r"#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+", segment.translation)
    head = prefix.group() if prefix else ""
    body = report.plain(segment.translation[len(head) :])
    tail = f" [{mark}]" if mark else ""
    return f"{' ' if segment.joins else chr(10) * 2}{head}{body}{tail}"
