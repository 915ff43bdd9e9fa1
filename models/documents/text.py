"""Reads text, Markdown and source code: decode, then nothing but unified line ends."""

from __future__ import annotations

import codecs
from typing import IO

from models.documents.encodings import encoding_of
from models.documents.flow import MAX_CHARACTERS
from models.documents.guard import Admitted
from models.errors import FileTypeUnsupported

_BLOCK_BYTES = 1024 * 1024
_SAMPLE_BYTES = 4 * 1024 * 1024


def read_text(file: Admitted, encoding: str | None, language: str) -> tuple[str, str, int]:
    """The text, the encoding it was read with, and how many bytes beyond the cap were not read.

    Raises: FileTypeUnsupported when it is no text at all.
    """
    chosen = encoding or _detect(file, language)
    if chosen is None:
        raise FileTypeUnsupported(name=file.name, kind="binary data", remedy="Choose a document with text in it.")
    text, left = _decode(file.copy, chosen, file.size_bytes)
    return text.replace("\r\n", "\n").replace("\r", "\n"), chosen, left


def _detect(file: Admitted, language: str) -> str | None:
    sample = file.copy.read(_SAMPLE_BYTES)
    file.copy.seek(0)
    return encoding_of(sample, whole=len(sample) == file.size_bytes, language=language)


def _decode(source: IO[bytes], encoding: str, size: int) -> tuple[str, int]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pieces, characters = [], 0
    while characters < MAX_CHARACTERS:
        block = source.read(_BLOCK_BYTES)
        piece = decoder.decode(block, final=not block)[: MAX_CHARACTERS - characters]
        pieces.append(piece)
        characters += len(piece)
        if not block:
            break
    return "".join(pieces), size - source.tell()
