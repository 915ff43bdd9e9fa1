"""The text of a document in reading order, in one form for all formats: Markdown's headings, items and rows.

Readers of formats write into a `Flow`; it parts blocks, keeps count of tables and of what is left out, and stops
growing at the cap on what a reader may hand over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from models.documents.document import Omission

MAX_CHARACTERS = 50_000_000
_BULLET = re.compile(r"-|\d{1,3}[.)]|[(（]\d{1,3}[)）]|[a-z][.)]")
_NAMES_KEPT = 20
_CELL_BREAK = re.compile(r"[\s\x0b\x0c]*[\n\r\f\x0b][\s\x0b\x0c]*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


class Flow:
    """Collects blocks into pages. A page is a slide, a sheet or a chapter; most formats have one."""

    def __init__(self) -> None:
        self.left = 0  # characters beyond the cap
        self.tables = 0
        self.hidden_passages = 0
        self.hidden_characters = 0
        self.encoding: str | None = None
        self._counts: Counter[str] = Counter()
        self._names: dict[str, list[str]] = {}
        self._done: list[str] = []
        self._page: list[str] = []
        self._size = 0
        self._last = ""  # what the last block was: blocks of one kind that belong together are not parted

    @property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [*self._done, "".join(self._page)]

    @property
    def omissions(self) -> tuple[Omission, ...]:
        return tuple(
            Omission(what, count, tuple(self._names.get(what, ())))  # type: ignore[arg-type]
            for what, count in self._counts.items()
        )

    @property
    def page_is_empty(self) -> bool:
        return not self._page

    def heading(self, level: int, text: str) -> None:
        """A heading of `level` 1 to 6."""
        if text := _one_line(text):
            self._add("heading", f"{'#' * max(1, min(level, 6))} {text}", "\n\n")

    def paragraph(self, text: str) -> None:
        if text := text.strip("\n"):
            self._add("paragraph", text, "\n\n")

    def item(self, text: str, *, label: str = "-", depth: int = 0) -> None:
        """An item of a list, with its own bullet or number; a label like "第三条" makes it a paragraph."""
        if not _BULLET.fullmatch(label):
            self.paragraph(f"{label} {text.strip()}" if label else text)
        elif text := text.strip():
            self._add("item", f"{'  ' * min(depth, 8)}{label} {text}", "\n" if self._last == "item" else "\n\n")

    def line(self, text: str) -> None:
        """A line of something whose lines belong together, as they are."""
        self._add("line", text, "\n" if self._last == "line" else "\n\n")

    def table(self) -> None:
        """The rows that follow are a table of their own."""
        self.tables += 1
        self._last = "table"

    def row(self, cells: Sequence[str]) -> None:
        """One row of a table; empty rows say nothing."""
        if any(cell and not cell.isspace() for cell in cells):
            self._add("row", row_of(cells), "\n" if self._last == "row" else "\n\n")

    def verbatim(self, text: str) -> None:
        """A text that has a form of its own; form feeds part its pages."""
        *pages, last = text.split("\f")
        for each in pages:
            self._add("verbatim", each, "")
            self.page()
        self._add("verbatim", last, "")

    def page(self) -> None:
        """What follows stands on the next page."""
        self._done.append("".join(self._page))
        self._page = []
        self._last = ""

    def hide(self, text: str) -> None:
        """Text that nobody sees is left out and counted."""
        if length := len(text.strip()):
            self.hidden_passages += 1
            self.hidden_characters += length

    def omit(self, what: str, count: int = 1, name: str = "") -> None:
        """Something is left out; `what` is one of Omission's words."""
        if count:
            self._counts[what] += count
        names = self._names.setdefault(what, [])
        if name and len(names) < _NAMES_KEPT:
            names.append(name)

    def _add(self, kind: str, text: str, gap: str) -> None:
        if self._page:
            text = gap + text
        room = MAX_CHARACTERS - self._size
        if len(text) > room:
            self.left += len(text) - room
            text = text[:room]
        if text:
            self._page.append(text)
            self._size += len(text)
        self._last = kind


def row_of(cells: Sequence[str]) -> str:
    """A table's row as one line: `| a | b |`, with a bar inside a cell as `\\|`."""
    return f"| {' | '.join(map(_cell, cells))} |"


def cells_of(row: str) -> list[str]:
    """The cells that `row_of` wrote."""
    return [cell.strip().replace("\\|", "|") for cell in _CELL_BORDER.split(row)[1:-1]]


def _cell(text: str) -> str:
    if "|" in text:
        text = text.replace("|", "\\|")
    if "\n" in text or "\r" in text or "\f" in text or "\x0b" in text:
        text = _CELL_BREAK.sub(" ", text)
    return text.strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
