"""The vocabulary between Paddock and the process that reads documents."""

from __future__ import annotations

from typing import Any

import msgspec

from models.documents.document import Document, PageImage, PageTables, ReadProgress


class Read(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read the file at `path`, by way of a private copy in `folder`.

    `encoding` overrides what would be detected. `language` ("zh", "ja", ...) breaks ties between encodings.
    With `pictures` a PDF without any text is no error, nor a picture: its words will be read elsewhere.
    """

    path: str
    folder: str
    encoding: str | None = None
    language: str = "en"
    pictures: bool = False


class Paint(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Paint `page` (from 1) at `scale` pixels per point and find `passage` on it."""

    path: str
    folder: str
    page: int
    scale: float
    passage: str = ""


class FindTables(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Find the tables of `page` (from 1) of a PDF."""

    path: str
    folder: str
    page: int


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The command ended with an error of models.errors, by class name and values."""

    error: str
    values: dict[str, Any]


ReaderCommand = Read | Paint | FindTables
ReaderAnswer = ReadProgress | Document | PageImage | PageTables | Refused
