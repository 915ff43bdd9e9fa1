"""What reading a file yields: pages of text, and a report of what was not read."""

from __future__ import annotations

from typing import Literal

import msgspec


class Page(msgspec.Struct, frozen=True):
    """One page (or the whole of a format without pages); `number` counts from 1.

    `start` is the character offset of this page's text in `Document.text`.
    """

    number: int
    start: int
    text: str


class Omission(msgspec.Struct, frozen=True):
    """Something of the file that is not in its text: how many of it, and their names where they have names."""

    what: Literal[
        "pictures", "charts", "embedded files", "attachments", "deleted passages", "hidden sheets", "hidden slides",
        "navigation", "damaged parts",
    ]  # fmt: skip
    count: int
    names: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was and was not read, for the chip and the scope line.

    Hidden passages are text nobody sees on the page (invisible or white print, zero-width characters): it is left
    out, because it is how a document speaks to the model behind the reader's back.
    """

    pages: int
    characters: int
    encoding: str | None = None
    hidden_passages: int = 0
    hidden_characters: int = 0
    pages_without_text: tuple[int, ...] = ()
    pages_recognised: tuple[int, ...] = ()  # their words were read off a picture, and may be misread
    repeated_lines: int = 0
    characters_not_read: int = 0  # beyond the cap on what a reader may hand over
    tables: int = 0
    omissions: tuple[Omission, ...] = ()


class ReadProgress(msgspec.Struct, frozen=True, tag=True):
    """`done` of `total` pages were read."""

    done: int
    total: int


class PageImage(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One page as a picture: `png` bytes, `width` by `height` pixels.

    `rects` are (left, top, width, height) in pixels of that picture: where the passage asked for stands, line by line.
    """

    page: int
    pages: int
    width: int
    height: int
    png: bytes
    rects: tuple[tuple[float, float, float, float], ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table on `page`, all rows of the same length.

    `how`: "cells" as the file has them; in a PDF "ruled" by drawn lines, or "aligned" by where the text stands.
    """

    page: int
    how: Literal["cells", "ruled", "aligned"]
    rows: tuple[tuple[str, ...], ...]


class PageTables(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The tables of one page of a PDF, from top to bottom."""

    page: int
    pages: int
    tables: tuple[Table, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A file that was read. Offsets everywhere are characters in `text`, which joins the pages with form feeds."""

    name: str
    sha256: str
    kind: str
    pages: tuple[Page, ...]
    report: Report

    @property
    def text(self) -> str:
        return "\f".join(page.text for page in self.pages)

    def page_at(self, offset: int) -> int:
        """The number of the page that holds character `offset`."""
        found = 1
        for page in self.pages:
            if page.start > offset:
                break
            found = page.number
        return found


class Sentence(msgspec.Struct, frozen=True):
    """Sentence S`id` of a document, at [start, end) of its text, on page `page`."""

    id: int
    start: int
    end: int
    page: int


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A run of whole sentences that fits a token budget; `heading` and `context` precede it in the prompt, uncited."""

    index: int
    sentences: tuple[Sentence, ...]
    tokens: int
    heading: str = ""
    context: str = ""
