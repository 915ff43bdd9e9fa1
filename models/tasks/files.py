"""Several documents as one text, so that search, chunks and checks know one text and one inventory of names.

Before each of several files stands its name as a heading; that line is no sentence, so nothing can cite it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from models.documents.chunk import Count, chunk
from models.documents.document import Chunk, Document, Sentence
from models.documents.outline import Outline
from models.documents.sentences import flat, sentences_of
from models.errors import FileHasNoText
from models.summary.events import Citation, Note, Unread
from models.summary.verify import Checker

_NAMED = 3


class Files:
    """The documents of one task, and the files beside them that could not be read.

    `spoken` is the language of what is said of them, where the task knows it.

    Raises: FileHasNoText when none of them has a sentence.
    """

    def __init__(self, documents: Sequence[Document], spoken: str = "", unread: Sequence[Unread] = ()) -> None:
        self.documents = tuple(documents)
        self.unread = tuple(unread)
        texts: list[str] = []
        sentences: list[tuple[Sentence, ...]] = []
        self._bases: list[int] = []  # where each document's own text begins
        at, number = 0, 0
        headings: list[Sentence] = []
        for document in self.documents:
            title = f"# {flat(document.name)}\n\n" if self.several else ""
            if title:
                headings.append(Sentence(0, at, at + len(title.rstrip()), 1))
            base = at + len(title)
            own = tuple(
                Sentence(number + s.id, s.start + base, s.end + base, s.page) for s in sentences_of(document)
            )  # fmt: skip
            number += len(own)
            texts.append(title + document.text)
            sentences.append(own)
            self._bases.append(base)
            at += len(texts[-1]) + 1
        self.text = "\f".join(texts)
        self._by_file = sentences
        self.sentences = tuple(sentence for own in sentences for sentence in own)
        if not self.sentences:
            raise FileHasNoText(name=self.name)
        self.outline = Outline(self.text, sorted([*headings, *self.sentences], key=lambda s: s.start))
        self.checker = Checker(self.text, self.outline, spoken)

    @property
    def several(self) -> bool:
        return len(self.documents) > 1

    @property
    def name(self) -> str:
        """The first few names, and how many more there are."""
        more = len(self.documents) - _NAMED
        named = ", ".join(document.name for document in self.documents[:_NAMED])
        return f"{named} + {more}" if more > 0 else named

    @property
    def names(self) -> tuple[str, ...]:
        """The names that citations count by: none where there is one file."""
        return tuple(document.name for document in self.documents) if self.several else ()

    @property
    def whole(self) -> bool:
        """Whether every page of every file was read into text."""
        if self.unread:
            return False
        reports = [document.report for document in self.documents]
        return not any(report.pages_without_text or report.characters_not_read for report in reports)

    @property
    def pages_without_text(self) -> tuple[int, ...]:
        """Of the one file; of several the numbers would say nothing."""
        return () if self.several else self.documents[0].report.pages_without_text

    def said(self, sentence: Sentence) -> str:
        """What a sentence says, on one line."""
        return flat(self.text[sentence.start : sentence.end])

    def chunks(self, budget_tokens: int, count: Count) -> tuple[Chunk, ...]:
        """The whole text in chunks, none of which holds sentences of two files."""
        made = [
            each
            for own in self._by_file
            if own
            for each in chunk(self.text, own, self.outline, budget_tokens, count)
        ]  # fmt: skip
        return tuple(msgspec.structs.replace(each, index=index) for index, each in enumerate(made))

    def file_at(self, offset: int) -> int:
        """The number of the document that holds this place of the text."""
        return max(0, bisect_right(self._bases, offset) - 1)

    def own(self, offset: int) -> int:
        """A place of the joined text as a place of its own document's text."""
        return offset - self._bases[self.file_at(offset)]

    def joined(self, file: int, offset: int) -> int:
        """A place of a document's own text as a place of the joined text."""
        return self._bases[file] + offset

    def pages_of(self, each: Chunk) -> set[tuple[int, int]]:
        """(file, page) of all that a chunk holds."""
        pages: set[tuple[int, int]] = set()
        for sentence in each.sentences:
            file = self.file_at(sentence.start)
            breaks = self.text.count("\f", sentence.start, sentence.end)
            pages.update((file, page) for page in range(sentence.page, sentence.page + breaks + 1))
        return pages

    def placed(self, note: Note) -> Note:
        """The note with its citations in the files' own texts."""
        citations = tuple(self._placed(citation) for citation in note.citations)
        heading = self.documents[citations[0].file].name if self.several else note.heading
        return msgspec.structs.replace(note, citations=citations, heading=heading)

    def _placed(self, citation: Citation) -> Citation:
        file = self.file_at(citation.start)
        return Citation(citation.page, self.own(citation.start), self.own(citation.end), file)
