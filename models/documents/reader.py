"""The parent's side of reading: each file gets a process of its own, limited in memory and time.

Nothing in this process parses a file. A reader that takes too long or too much memory is killed, and the sentence
says so; the window stays.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from models.documents.document import Document, PageImage, PageTables, ReadProgress
from models.documents.ocr import Ocr, with_pages
from models.documents.protocol import FindTables, Paint, Read, ReaderAnswer, ReaderCommand, Refused
from models.errors import ChildDied, FileHasNoText, ReaderCrashed, ReaderTimeout, rebuild
from models.paths import Paths, refuse_bytes
from models.process import Child, Limits

MEMORY_BYTES = 1024 * 1024 * 1024
BASE_LIMIT_S = 60.0
PAGE_LIMIT_S = 0.2
PAGES_COUNTED = 10_000  # a hostile file may claim any number
PAINT_LIMIT_S = 15.0
_MAIN = "models.documents.worker:main"
_OF_PICTURES = ("pdf", "picture")  # what may have pages that are only pictures

ReaderChild = Child[ReaderCommand, ReaderAnswer]


class Reader:
    """Reads files and paints their pages. Any thread may call; `close` ends the process kept for painting."""

    def __init__(self, paths: Paths, *, language: str = "en") -> None:
        self._folder = paths.cache / "reading"
        self._log = paths.logs / "reader.log"
        self._language = language
        self._ocr = Ocr(paths)
        self._painter: ReaderChild | None = None
        self._painting = threading.Lock()

    def read(self, path: Path, *, encoding: str | None = None) -> Iterator[ReadProgress | Document]:
        """Read the file at `path`; the document comes last. Closing gives up and ends the reader at once.

        Raises:
            FileRefused: The file cannot be used; the sentence says why.
            ReaderError: The reader died, took too long, or needed too much memory.
        """
        refuse_bytes(path)
        child = self._start()
        try:
            command = Read(
                path=str(path), folder=str(self._folder), encoding=encoding, language=self._language,
                pictures=self._ocr.present,
            )  # fmt: skip
            _send(child, command, path.name)
            started, limit_s = time.monotonic(), BASE_LIMIT_S
            while True:
                answer = _receive(child, started + limit_s - time.monotonic(), limit_s, path.name)
                match answer:
                    case ReadProgress(total=total):
                        limit_s = max(limit_s, BASE_LIMIT_S + PAGE_LIMIT_S * min(total, PAGES_COUNTED))
                        yield answer
                    case Document():
                        break
        finally:
            child.end(0.0)
        assert isinstance(answer, Document)
        if answer.kind in _OF_PICTURES and answer.report.pages_without_text and self._ocr.present:
            answer = yield from self._recognised(path, answer)
        yield answer

    def _recognised(self, path: Path, document: Document) -> Generator[ReadProgress, None, Document]:
        """The document with the words on its pictures. Raises: FileHasNoText; as `Ocr.pages`."""
        missing = document.report.pages_without_text
        read: dict[int, str] = {}
        with contextlib.closing(self._ocr.pages(path, missing)) as pages:
            for page in pages:
                read[page.page] = page.text
                yield ReadProgress(len(read), len(missing))
        whole = with_pages(document, read)
        if not whole.text.strip():
            raise FileHasNoText(name=path.name)
        return whole

    def page_image(self, path: Path, page: int, *, scale: float = 1.5, passage: str = "") -> PageImage:
        """Paint page `page` (from 1) of the PDF at `path`, `scale` pixels per point, with `passage` located on it.

        The process and its open document are kept for the next page. Raises: FileRefused; ReaderError.
        """
        command = Paint(path=str(path), folder=str(self._folder), page=page, scale=scale, passage=passage)
        answer = self._of_page(command, path.name)
        assert isinstance(answer, PageImage)
        return answer

    def tables(self, path: Path, page: int) -> PageTables:
        """The tables on page `page` (from 1) of the PDF at `path`. Raises: FileRefused; ReaderError."""
        answer = self._of_page(FindTables(path=str(path), folder=str(self._folder), page=page), path.name)
        assert isinstance(answer, PageTables)
        return answer

    def _of_page(self, command: Paint | FindTables, name: str) -> ReadProgress | Document | PageImage | PageTables:
        with self._painting:
            if self._painter is None or self._painter.exit:
                self._painter = self._start()
            try:
                _send(self._painter, command, name)
                return _receive(self._painter, PAINT_LIMIT_S, PAINT_LIMIT_S, name)
            except (ReaderCrashed, ReaderTimeout):
                self._end_painter()
                raise

    def close(self) -> None:
        """End the process kept for painting."""
        with self._painting:
            self._end_painter()

    def _start(self) -> ReaderChild:
        limits = Limits(memory_bytes=MEMORY_BYTES, sealed=True)
        return Child(_MAIN, receives=ReaderAnswer, name="reader", log=self._log, limits=limits, network=False)

    def _end_painter(self) -> None:
        if self._painter is not None:
            with contextlib.suppress(ChildDied):
                self._painter.end(0.0)
            self._painter = None


def _send(child: ReaderChild, command: ReaderCommand, name: str) -> None:
    try:
        child.send(command)
    except ChildDied as death:
        raise ReaderCrashed(name=name, exit=death.values["exit"]) from death


def _receive(
    child: ReaderChild, timeout_s: float, limit_s: float, name: str
) -> ReadProgress | Document | PageImage | PageTables:
    """The next answer in time. Raises: what Refused carries; ReaderTimeout; ReaderCrashed."""
    try:
        answer = child.receive(max(0.01, timeout_s))
    except TimeoutError:
        raise ReaderTimeout(name=name, seconds=round(limit_s)) from None
    except ChildDied as death:
        raise ReaderCrashed(name=name, exit=death.values["exit"]) from death
    if isinstance(answer, Refused):
        raise rebuild(answer.error, answer.values)
    return answer
