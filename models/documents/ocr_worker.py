"""The process that reads the words on pictures of pages, with the packages of an OCR pack: see models.documents.ocr."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.documents.guard import Admitted, admit
from models.documents.ocr_protocol import OcrAnswer, PageText, Recognise
from models.documents.pdf import PdfFile
from models.documents.picture import as_png
from models.documents.protocol import Refused
from models.errors import FileHasNoText, OcrPackUnusable, PaddockError
from models.process import Channel, ChannelClosed, Wire

_DOTS_A_POINT = 150 / 72  # what PP-OCR reads well; more takes longer and reads no better
_SURE = 0.5  # below it a line is more often wrong than right
_SAME_LINE = 0.5  # of a line's height


def main(wire: Wire) -> None:
    """Answer one command after the other until the parent has gone."""
    channel: Channel[OcrAnswer, Recognise] = Channel(wire, receives=Recognise)
    try:
        while True:
            command = channel.receive()
            try:
                for page in _recognise(command):
                    channel.send(page)
            except PaddockError as error:
                channel.send(Refused(type(error).__name__, {key: str(value) for key, value in error.values.items()}))
            except MemoryError:
                channel.send(Refused(OcrPackUnusable.__name__, {"detail": "it needs more memory than it may have."}))
    except ChannelClosed:
        return


def _recognise(command: Recognise) -> Iterator[PageText]:
    engine = _engine(command.pack)
    yield PageText(0, "")
    if not command.pages:
        return
    admitted = admit(Path(command.path), Path(command.folder))
    with admitted.copy:
        for number, picture in zip(command.pages, _pictures(admitted, command.pages), strict=True):
            found = engine(picture)
            yield PageText(number, "\n".join(lines(found.boxes, found.txts, found.scores)))


def _pictures(file: Admitted, pages: Sequence[int]) -> Iterator[bytes]:
    """Each page as PNG. Raises: FileHasNoText for a file that is no pictures; FileDamaged."""
    match file.kind.family:
        case "picture":
            yield from as_png(file.name, file.copy, pages)
        case "pdf":
            pdf = PdfFile(file.name, file.copy)
            for number in pages:
                yield pdf.paint(number, _DOTS_A_POINT, "").png
            pdf.close()
        case _:
            raise FileHasNoText(name=file.name)


def _engine(pack: str) -> Any:
    """RapidOCR from the pack; what Paddock itself brings comes first. Raises: OcrPackUnusable."""
    sys.path.append(pack)
    logging.disable(logging.WARNING)
    try:
        return importlib.import_module("rapidocr").RapidOCR()
    except (ImportError, OSError, AttributeError, RuntimeError, ValueError) as error:
        raise OcrPackUnusable(detail=f"{type(error).__name__}: {error}".splitlines()[0][:200] + ".") from error


def lines(boxes: Iterable[Any] | None, texts: Sequence[str] | None, scores: Sequence[float] | None) -> list[str]:
    """The pieces that were read with some certainty as lines from top to bottom, each from left to right.

    `boxes` are of four corners each: (4, 2) pixels.
    """
    if boxes is None or not texts:
        return []
    pieces = [
        (min(y for _, y in box), max(y for _, y in box), min(x for x, _ in box), text)
        for box, text, score in zip(boxes, texts, scores or [1.0] * len(texts), strict=True)
        if score >= _SURE and text.strip()
    ]
    rows: list[list[tuple[float, float, float, str]]] = []
    for piece in sorted(pieces):
        top, bottom = piece[0], piece[1]
        if rows and top - rows[-1][0][0] < _SAME_LINE * (bottom - top):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [" ".join(text for _, _, _, text in sorted(row, key=lambda piece: piece[2])) for row in rows]
