"""The reader's process: one command in, progress and one answer out. What it reads may be hostile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.documents import formats
from models.documents.clean import drop_repeated, join_hyphens, strip_invisible, tidy
from models.documents.document import Document, Page, PageImage, PageTables, ReadProgress, Report
from models.documents.flow import Flow
from models.documents.guard import Admitted, admit
from models.documents.pdf import PdfFile
from models.documents.pdf_headings import Print, marked
from models.documents.picture import pages_in
from models.documents.protocol import FindTables, Paint, Read, ReaderAnswer, ReaderCommand, Refused
from models.errors import (
    FileDamaged,
    FileHasNoText,
    FileOnlyPictures,
    FileTypeUnsupported,
    PaddockError,
    PictureUnread,
    ReaderOutOfMemory,
)
from models.process import Channel, ChannelClosed, Wire

_PAGES_A_FRAME = 10


def main(wire: Wire) -> None:
    """Answer commands until the parent has gone."""
    channel: Channel[ReaderAnswer, ReaderCommand] = Channel(wire, receives=ReaderCommand)
    painter = Painter()
    try:
        while True:
            command = channel.receive()
            try:
                match command:
                    case Read():
                        channel.send(_read(command, channel))
                    case Paint():
                        channel.send(painter.paint(command))
                    case FindTables():
                        channel.send(painter.tables(command))
            except PaddockError as error:
                channel.send(Refused(type(error).__name__, {key: str(value) for key, value in error.values.items()}))
            except RecursionError:
                values = {"name": Path(command.path).name, "detail": "it is nested too deeply."}
                channel.send(Refused(FileDamaged.__name__, values))
            except MemoryError:
                channel.send(Refused(ReaderOutOfMemory.__name__, {"name": Path(command.path).name, "limit": "1 GB"}))
    except ChannelClosed:
        return


class Painter:
    """Keeps the last PDF open, for the next page of it."""

    def __init__(self) -> None:
        self._open: tuple[str, int, Admitted, PdfFile] | None = None

    def paint(self, command: Paint) -> PageImage:
        """Raises: FileRefused; PageMissing."""
        return self._pdf(command.path, command.folder).paint(command.page, command.scale, command.passage)

    def tables(self, command: FindTables) -> PageTables:
        """Raises: FileRefused; PageMissing."""
        return self._pdf(command.path, command.folder).tables(command.page)

    def _pdf(self, name: str, folder: str) -> PdfFile:
        path = Path(name)
        changed = path.stat().st_mtime_ns if path.exists() else 0
        if self._open is None or self._open[:2] != (name, changed):
            self._close()
            admitted = admit(path, Path(folder))
            if admitted.kind.family != "pdf":
                raise FileTypeUnsupported(
                    name=admitted.name, kind=admitted.kind.name, remedy="Only PDF pages can be shown."
                )
            self._open = name, changed, admitted, PdfFile(admitted.name, admitted.copy)
        return self._open[3]

    def _close(self) -> None:
        if self._open is not None:
            self._open[3].close()
            self._open[2].copy.close()
            self._open = None


def _read(command: Read, channel: Channel[ReaderAnswer, ReaderCommand]) -> Document:
    file = admit(Path(command.path), Path(command.folder))
    with file.copy:
        if file.kind.family == "pdf":
            return _pdf(file, channel, pictures=command.pictures)
        if file.kind.family == "picture":
            return _picture(file, pictures=command.pictures)
        kind, flow = formats.read(file, command.encoding, command.language)
        return _document(file, kind, flow)


def _pdf(file: Admitted, channel: Channel[ReaderAnswer, ReaderCommand], *, pictures: bool) -> Document:
    pdf = PdfFile(file.name, file.copy)
    flow = Flow()
    prints: list[list[Print]] = []
    channel.send(ReadProgress(0, pdf.pages))
    for number, (text, hidden_passages, hidden_characters, own) in enumerate(pdf.page_texts()):
        prints.append(own)
        if number:
            flow.page()
        flow.verbatim(text.replace("\f", "\n"))
        flow.hidden_passages += hidden_passages
        flow.hidden_characters += hidden_characters
        if (number + 1) % _PAGES_A_FRAME == 0:
            channel.send(ReadProgress(number + 1, pdf.pages))
    return _document(file, "pdf", flow, prints, may_be_empty=pictures)


def _picture(file: Admitted, *, pictures: bool) -> Document:
    """Pages without text, which are read elsewhere. Raises: PictureUnread when they are not."""
    if not pictures:
        raise PictureUnread(name=file.name)
    flow = Flow()
    for _ in range(pages_in(file.name, file.copy) - 1):
        flow.page()
    return _document(file, "picture", flow, may_be_empty=True)


def _document(
    file: Admitted, kind: str, flow: Flow, prints: Sequence[Sequence[Print]] = (), *, may_be_empty: bool = False
) -> Document:
    """Clean the pages and lay them out with their offsets; `prints` of a PDF tell its headings.

    Raises: FileHasNoText, FileOnlyPictures.
    """
    passages, characters = flow.hidden_passages, flow.hidden_characters
    visible = []
    for text in flow.pages:
        stripped, runs, count = strip_invisible(text.replace("\f", "\n"))
        visible.append(stripped)
        passages += runs
        characters += count
    repeated = 0
    if kind == "pdf":
        visible, repeated = drop_repeated(join_hyphens(visible))
        visible = marked([tidy(page) for page in visible], prints)
    if not may_be_empty and not any(page.strip() for page in visible):
        pictured = kind == "pdf" or any(each.what == "pictures" for each in flow.omissions)
        raise (FileOnlyPictures if pictured else FileHasNoText)(name=file.name)
    pages, start = [], 0
    for number, text in enumerate(visible, start=1):
        pages.append(Page(number, start, text))
        start += len(text) + 1
    report = Report(
        pages=len(pages),
        characters=sum(len(page.text) for page in pages),
        encoding=flow.encoding,
        hidden_passages=passages,
        hidden_characters=characters,
        pages_without_text=tuple(page.number for page in pages if not page.text.strip()),
        repeated_lines=repeated,
        characters_not_read=flow.left,
        tables=flow.tables,
        omissions=flow.omissions,
    )
    return Document(name=file.name, sha256=file.sha256, kind=kind, pages=tuple(pages), report=report)
