"""The checks of an answer about a file, by code: does the passage stand there, and may it count as evidence?"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from models.documents.document import Chunk, Document
from models.documents.locate import Located, fold
from models.documents.outline import Outline
from models.documents.sentences import flat, sentences_of
from models.report.extract import Found
from models.report.record import Entry, Evidence, Reason, Verdict
from models.report.schema import YES_NO, Field
from models.report.speech import Turns, asks, denied
from models.summary.events import Citation, Note, Status
from models.summary.notes import Line
from models.summary.polarity import negated
from models.summary.values import Date, Number, values
from models.summary.verify import PASSED, SHORTEST_ANCHOR, Checker

_NO = frozenset(no for _, no in YES_NO.values())


class Judge:
    """Checks the answers about one document."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.sentences = sentences_of(document)
        self.outline = Outline(self.text, self.sentences)
        self._checker = Checker(self.text, self.outline)
        self._starts = [sentence.start for sentence in self.sentences]
        self._turns: dict[tuple[str, ...], Turns] = {}

    def entry(self, found: Found, chunk: Chunk, field: Field) -> Entry:
        """The answer as an entry: left out with its reason, or counted as far as code can tell."""
        claim = found.quote if field.labels else found.value
        note = self._note(found, chunk, claim)
        reason = self._label(found, note, field) if field.labels else self._value(found, note, field)
        verdict = Verdict.COUNTED if reason is Reason.CHECKED else Verdict.LEFT_OUT
        evidence = self._evidence(note) if reason is not Reason.NO_QUOTE else ()
        return Entry(
            field=field.name, value=found.value, evidence=evidence, verdict=verdict, reason=reason, weight=found.weight
        )

    def _evidence(self, note: Note) -> tuple[Evidence, ...]:
        """The passage; with a question, the sentence that answers it."""
        cited = Evidence(note.quote, note.citations)
        index = self._index(note.citations[0].start) + 1
        if not asks(note.quote, "") or index >= len(self.sentences):
            return (cited,)
        answer = self.sentences[index]
        place = Citation(answer.page, answer.start, answer.end)
        return cited, Evidence(self.text[answer.start : answer.end], (place,))

    def passage(self, entry: Entry) -> str:
        """What the second pass reads: the cited sentences, with the question they answer or the answer to theirs."""
        citations = sorted(entry.evidence[0].citations, key=lambda citation: citation.start)
        said = [flat(self.text[citation.start : citation.end]) for citation in citations]
        before, after = (self._neighbour(citations[at].start, step) for at, step in ((0, -1), (-1, 1)))
        if before and asks(before, ""):
            said.insert(0, before)
        if after and asks(said[-1], ""):
            said.append(after)
        return " ".join(said)

    def _note(self, found: Found, chunk: Chunk, claim: str) -> Note:
        """The passage of an answer; a few characters that stand in a cited sentence (工资低) cite that sentence."""
        if len(fold(found.quote)[0]) < SHORTEST_ANCHOR:
            for sentence in (chunk.sentences[number - 1] for number in found.cited):
                said = self.text[sentence.start : sentence.end]
                if Located(said).all(found.quote):
                    note = self._checker.by_rule(sentence, chunk)
                    status = self._checker.status(claim, flat(said), note.heading, Status.VERIFIED)
                    return msgspec.structs.replace(note, status=status)
        return self._checker.note(Line(found.cited, found.quote, claim), chunk)

    def _label(self, found: Found, note: Note, field: Field) -> Reason:
        """A label stands for what the passage means: only that the passage is there and says so can be checked."""
        if note.status is Status.NO_QUOTE:
            return Reason.NO_QUOTE
        citation = note.citations[0]
        said = self.text[citation.start : citation.end]
        following = self._neighbour(citation.start, 1)
        if asks(said, following):
            return Reason.ASKED
        if self._left_out(citation.start, field) and not asks(said, ""):
            return Reason.SPEAKER  # but a question of theirs that is answered with yes says what the answer says
        if negated(found.value) or found.value in _NO:
            return Reason.CHECKED  # a label that itself says no is not denied by a no
        definition = next((one.definition for one in field.labels if one.label == found.value), "")
        return Reason.DENIED if denied(said, found.quote, f"{found.value} {definition}") else Reason.CHECKED

    def _left_out(self, offset: int, field: Field) -> bool:
        """Whether it is said by somebody whose words do not count for the field."""
        turns = self._turns.get(field.not_speakers)
        if turns is None:
            turns = self._turns[field.not_speakers] = Turns(self.text, field.not_speakers)
        return turns.left_out(offset)

    def _value(self, found: Found, note: Note, field: Field) -> Reason:
        if note.status is Status.NO_QUOTE:
            return Reason.NO_QUOTE
        stated = values(found.value)
        if field.kind == "date" and not any(isinstance(one, Date) for one in stated):
            return Reason.VALUE
        if field.kind == "number" and not any(isinstance(one, Number) for one in stated):
            return Reason.VALUE
        if note.status is Status.VALUE_MISSING:
            return Reason.VALUE
        return Reason.CHECKED if note.status in PASSED else Reason.MEANING

    def _neighbour(self, start: int, step: int) -> str:
        """The sentence before or after the one that holds `start`; empty at the ends."""
        index = self._index(start) + step
        if not 0 <= index < len(self.sentences):
            return ""
        sentence = self.sentences[index]
        return flat(self.text[sentence.start : sentence.end])

    def _index(self, offset: int) -> int:
        """Which sentence holds `offset`."""
        return bisect_right(self._starts, offset) - 1
