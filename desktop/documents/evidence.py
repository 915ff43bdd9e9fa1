"""Where a claim of a summary comes from, found again in the file: is it still that file, and what is on the page?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.documents.document import Document, PageImage
from models.documents.reader import Reader
from models.errors import FileChanged, FileMissing, FileUnreadable

if TYPE_CHECKING:
    from desktop.documents.card import Card
    from models.summary.events import Citation, Note

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passage `quote` on `page` of the file at `path`; for files without pages at [start, end) of its text."""

    document: str
    path: Path
    sha256: str
    page: int
    start: int
    end: int
    quote: str
    encoding: str = ""

    @property
    def has_pages(self) -> bool:
        return self.path.suffix.lower() == ".pdf"


def evidence_of(card: Card, number: int) -> Evidence | None:
    """What mark [number] of a card stands for."""
    if not 0 < number <= len(card.notes):
        return None
    from models.summary.events import Citation

    note: Note = card.notes[number - 1]
    return evidence_at(card, note.quote, note.citations[0] if note.citations else Citation(1, 0, 0))


def evidence_at(card: Card, quote: str, place: Citation) -> Evidence:
    """The passage at a place in one of the files of a card."""
    source = card.sources[place.file]
    return Evidence(
        document=source.name, path=Path(source.path), sha256=source.sha256, quote=quote, encoding=source.encoding,
        page=place.page, start=place.start, end=place.end,
    )  # fmt: skip


class Sources:
    """Shows pages and texts of the files that summaries were made of. The methods run on a task's thread."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, int, int], str] = {}
        self._last: tuple[tuple[str, str], Document] | None = None  # reading a scan takes seconds a page

    def page(self, evidence: Evidence, page: int, scale: float) -> Iterator[PageImage]:
        """One page as a picture, with the passage located when it is the page cited.

        Raises: FileMissing, FileChanged, FileRefused; ReaderError.
        """
        self._check(evidence)
        passage = evidence.quote if page == evidence.page else ""
        yield self._reader.page_image(evidence.path, page, scale=scale, passage=passage)

    def text(self, evidence: Evidence) -> Iterator[Document]:
        """The whole text. Raises: FileMissing, FileChanged, FileRefused; ReaderError."""
        self._check(evidence)
        key = (evidence.sha256, evidence.encoding)
        if self._last and self._last[0] == key:
            yield self._last[1]
            return
        for event in self._reader.read(evidence.path, encoding=evidence.encoding or None):
            if isinstance(event, Document):
                self._last = (key, event)
                yield event

    def _check(self, evidence: Evidence) -> None:
        """Raises: FileMissing; FileUnreadable; FileChanged when it is not the file that was summarised."""
        path = evidence.path
        try:
            status = path.stat()
            key = (str(path), status.st_size, status.st_mtime_ns)
            if key not in self._known:
                with path.open("rb") as file:
                    digest = hashlib.sha256()
                    while block := file.read(_BLOCK_BYTES):
                        digest.update(block)
                self._known[key] = digest.hexdigest()
        except FileNotFoundError:
            raise FileMissing(name=path.name) from None
        except OSError as error:
            raise FileUnreadable(name=path.name, detail=f"{error.strerror}.") from error
        if self._known[key] != evidence.sha256:
            raise FileChanged(name=path.name)
