"""The vocabulary between Paddock and the process that reads the words on pictures of pages."""

from __future__ import annotations

import msgspec

from models.documents.protocol import Refused


class Recognise(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read these pages (from 1) of the PDF or picture at `path` with the packages in `pack`; none: only try them."""

    path: str
    folder: str
    pack: str
    pages: tuple[int, ...] = ()


class PageText(msgspec.Struct, frozen=True, tag=True):
    """The words on page `page`, line by line; page 0 says that the packages work."""

    page: int
    text: str


OcrAnswer = PageText | Refused
