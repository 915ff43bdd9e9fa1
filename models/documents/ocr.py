"""The OCR pack: packages that read the words on scanned pages, brought on a stick and used by a process of their own.

A pack is a folder of Python wheels: rapidocr (its models are in the wheel), onnxruntime and what they need. Nothing of
it is imported here; the process that does has no network, and limits of its own: it needs more memory than a reader.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import msgspec

from models.documents.document import Document
from models.documents.ocr_protocol import OcrAnswer, PageText, Recognise
from models.documents.protocol import Refused
from models.errors import ChildDied, OcrPackUnusable, ReaderCrashed, ReaderTimeout, rebuild
from models.paths import Paths
from models.process import Child, Limits
from models.unzipping import NotAsItShould, unpack

MEMORY_BYTES = 3 * 1024**3
START_LIMIT_S = 60.0
PAGE_LIMIT_S = 60.0
_MAIN = "models.documents.ocr_worker:main"
_LARGEST_BYTES = 2 * 1024**3  # of a pack unpacked: 344 MB at the time of writing

OcrChild = Child[Recognise, OcrAnswer]


class Ocr:
    """What can be done with the pack of this user; any thread may call."""

    def __init__(self, paths: Paths) -> None:
        self._pack = paths.ocr
        self._folder = paths.cache / "reading"
        self._log = paths.logs / "ocr.log"

    @property
    def present(self) -> bool:
        return (self._pack / "rapidocr").is_dir()

    def add(self, source: Path) -> None:
        """Take the pack at `source` in once it was seen to work. Raises: OcrPackUnusable; ReaderError."""
        wheels = sorted(each for each in source.glob("*.whl") if each.is_file())  # a pipe would be read for ever
        if not any(wheel.name.startswith("rapidocr-") for wheel in wheels):
            raise OcrPackUnusable(detail=f"“{source.name}” is no folder with the wheels of rapidocr in it.")
        self._pack.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._pack.parent, prefix=".ocr-") as name:
            made = Path(name) / "pack"
            for wheel in wheels:
                _unpack(wheel, made)
            for _ in self._run(Recognise(path="", folder=str(self._folder), pack=str(made)), "OCR"):
                pass
            self.remove()
            made.rename(self._pack)

    def remove(self) -> None:
        """Give its room back."""
        shutil.rmtree(self._pack, ignore_errors=True)

    def pages(self, path: Path, pages: tuple[int, ...]) -> Generator[PageText, None, None]:
        """The words on these pages of the PDF or picture at `path`, one page after the other.

        Raises: OcrPackUnusable; FileRefused; ReaderCrashed; ReaderTimeout.
        """
        command = Recognise(path=str(path), folder=str(self._folder), pack=str(self._pack), pages=pages)
        yield from self._run(command, path.name)

    def _run(self, command: Recognise, name: str) -> Generator[PageText, None, None]:
        limits = Limits(memory_bytes=MEMORY_BYTES, sealed=True)
        child: OcrChild = Child(_MAIN, receives=OcrAnswer, name="ocr", log=self._log, limits=limits, network=False)
        try:
            child.send(command)
            _receive(child, START_LIMIT_S, name)  # the packages work
            for _ in command.pages:
                yield _receive(child, PAGE_LIMIT_S, name)
        except ChildDied as death:
            raise ReaderCrashed(name=name, exit=death.values["exit"]) from death
        finally:
            with contextlib.suppress(ChildDied):
                child.end(0.0)


def with_pages(document: Document, read: dict[int, str]) -> Document:
    """The document with the words of these pages, and a report that says whose they are."""
    pages, start = [], 0
    for page in document.pages:
        text = read.get(page.number, "") if not page.text.strip() else page.text
        pages.append(msgspec.structs.replace(page, start=start, text=text))
        start += len(text) + 1
    report = msgspec.structs.replace(
        document.report,
        characters=sum(len(page.text) for page in pages),
        pages_without_text=tuple(page.number for page in pages if not page.text.strip()),
        pages_recognised=tuple(number for number, text in sorted(read.items()) if text.strip()),
    )
    return msgspec.structs.replace(document, pages=tuple(pages), report=report)


def _receive(child: OcrChild, timeout_s: float, name: str) -> PageText:
    try:
        answer = child.receive(timeout_s)
    except TimeoutError:
        raise ReaderTimeout(name=name, seconds=round(timeout_s)) from None
    if isinstance(answer, Refused):
        raise rebuild(answer.error, answer.values)
    return answer


def _unpack(wheel: Path, into: Path) -> None:
    """Raises: OcrPackUnusable for one that is damaged, too large, or names places outside."""
    try:
        for _ in unpack(wheel, into, _LARGEST_BYTES):
            pass
    except (NotAsItShould, OSError) as error:
        raise OcrPackUnusable(detail=f"“{wheel.name}” is not as a package should be ({error}).") from error
