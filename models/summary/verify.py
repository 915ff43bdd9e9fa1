"""The check of a claim against the passage it cites, by code.

Checked: the copied words stand in the cited sentences (or once elsewhere in the chunk: the citation is repaired);
every number, share and date of the claim is in them, or a rounded form; every name is; negation, duty and condition
agree; no two names have changed places, with each other or with their figures; and the claim shares words with them, in
phrases rather than in any order. Not checked: meaning beyond that, and what was left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.documents.document import Chunk, Sentence
from models.documents.locate import Located, fold
from models.documents.outline import Outline
from models.documents.sentences import flat
from models.documents.structure import unnumbered
from models.summary.events import Citation, Note, Status
from models.summary.names import Names
from models.summary.notes import Line, unmarked
from models.summary.order import in_phrases
from models.summary.pairing import mispaired
from models.summary.polarity import closest_sentence, differs
from models.summary.prompts import language_of
from models.summary.roles import swapped
from models.summary.terms import overlap
from models.summary.values import missing

PASSED = (Status.VERIFIED, Status.REPAIRED, Status.RULE)
SHORTEST_ANCHOR = 6
_LEAST_OVERLAP = 0.3
_LONGEST_CLAIM = 400


class Checker:
    """Checks notes of one document.

    `spoken` is the language that claims are to be in: where it is the document's own, a claim in another language is
    no translation, and is checked as any other.
    """

    def __init__(self, text: str, outline: Outline, spoken: str = "") -> None:
        self._text = text
        self._outline = outline
        self.names = Names(self._text)
        self._language = language_of(self._text)
        self._spoken = spoken

    def note(self, line: Line, chunk: Chunk) -> Note:
        """The note that a line of the model's answer becomes; its status says what the check found."""
        first, last = chunk.sentences[0].start, chunk.sentences[-1].end
        located = Located(self._text[first:last])
        cited = [chunk.sentences[number - 1] for number in line.cited]
        found = [(first + start, first + end) for start, end in located.all(line.anchor)]
        places = [place for place in found if _sentences_at(chunk.sentences, place)]  # not in a gap of the chunk
        if len(fold(line.anchor)[0]) < SHORTEST_ANCHOR or not places:
            return self._made(line, cited or [chunk.sentences[0]], Status.NO_QUOTE, chunk)
        status = Status.VERIFIED
        if not any(_covers(cited, place) for place in places):
            if len(places) > 1:
                return self._made(line, cited or [chunk.sentences[0]], Status.NO_QUOTE, chunk)
            cited, status = _sentences_at(chunk.sentences, places[0]), Status.REPAIRED
        else:
            cited = _anchored_first(cited, places)
        return self._made(line, cited, self.status(line.claim, *self._source(cited), status), chunk)

    def prose(self, claim: str, notes: Sequence[Note]) -> Status:
        """VERIFIED, or what is wrong with a sentence that the model wrote from `notes`."""
        cited = [citation for note in notes for citation in note.citations]
        return self.status(claim, *self._source(cited), Status.VERIFIED)

    def by_rule(self, sentence: Sentence, chunk: Chunk) -> Note:
        """A sentence of the document as a note of its own."""
        line = Line((), "", self._text[sentence.start : sentence.end])
        return self._made(line, [sentence], Status.RULE, chunk)

    def status(self, claim: str, source: str, heading: str, passed: Status) -> Status:
        """`passed`, or what is wrong with `claim` given the sentences it cites and the headings they stand under."""
        if len(claim) > _LONGEST_CLAIM or missing(claim, f"{source}\n{heading}"):
            return Status.VALUE_MISSING
        if language_of(claim) != self._language != self._spoken:
            # A translated claim shares no words with its source, but figures, dates and names in Latin letters.
            absent = self.names.missing_across(claim, f"{source}\n{heading}")
            return Status.VALUE_MISSING if absent else passed
        if self.names.missing(claim, f"{source}\n{heading}"):
            return Status.VALUE_MISSING
        if differs(claim, source):
            return Status.POLARITY
        sentence = closest_sentence(claim, source)
        names = (*self.names.of(claim), *self.names.of(sentence))
        if swapped(claim, sentence, names) or mispaired(claim, sentence, names):
            return Status.PARTIES
        if overlap(claim, f"{source} {heading}") < _LEAST_OVERLAP or not in_phrases(claim, f"{source}\n{heading}"):
            return Status.NO_OVERLAP
        return passed

    def _source(self, cited: Sequence[Sentence | Citation]) -> tuple[str, str]:
        """What the cited sentences say, and the headings they stand under."""
        said = "\n".join(flat(self._text[s.start : s.end]) for s in cited)
        return said, "\n".join({unnumbered(title): None for s in cited for title in self._outline.path_at(s.start)})

    def _made(self, line: Line, cited: Sequence[Sentence], status: Status, chunk: Chunk) -> Note:
        """The quote is the first cited sentence, as it stands in the document."""
        citations = tuple(Citation(s.page, s.start, s.end) for s in cited)
        return Note(
            claim=unmarked(line.claim),
            quote=self._text[citations[0].start : citations[0].end],
            citations=citations,
            status=status,
            chunk=chunk.index,
            heading="".join(self._outline.path_at(citations[0].start)[:1]),
        )


def _covers(cited: Sequence[Sentence], place: tuple[int, int]) -> bool:
    """Whether the cited sentences hold the place, which may run from one into the next."""
    start, end = place
    return any(s.start <= start < s.end for s in cited) and any(s.start < end <= s.end for s in cited)


def _anchored_first(cited: Sequence[Sentence], places: Sequence[tuple[int, int]]) -> list[Sentence]:
    """The sentence with the copied words comes first: it is what a click shows."""
    holds = next(s for s in cited if any(s.start <= start < s.end for start, _ in places))
    return [holds, *(s for s in cited if s is not holds)]


def _sentences_at(sentences: Sequence[Sentence], place: tuple[int, int]) -> list[Sentence]:
    start, end = place
    return [s for s in sentences if s.start < end and start < s.end]
