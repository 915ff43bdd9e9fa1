"""Finding words in the chat that is shown: in what is read, not in its Markdown, and in the reasoning too.

A message that was never in sight is written into a document for its words, in idle slices; they are kept. Letters are
compared folded, as the search over all chats does, and any run of blanks equals any other.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.chat.message_item import MessageItem
from desktop.chat.selection import Place
from desktop.chat.text_documents import Lit
from models.store.terms import folded

if TYPE_CHECKING:
    from desktop.chat.transcript_view import TranscriptView

SLICE_MS = 4
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Positions in the document of a row: of its reasoning or of its text."""

    row: int
    in_text: bool  # the reasoning stands above
    start: int
    end: int


class Finder(QObject):
    """Finds in `view`, which marks what is found.

    Signals:
        changed: More was found, another match is the current one, or it was ended.
    """

    changed = Signal()

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._words = ""
        self._found: dict[int, tuple[int, list[Match]]] = {}  # by row, with the item's revision
        self._todo: list[int] = []
        self.current: Match | None = None
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._look_on)

    @property
    def is_active(self) -> bool:
        return bool(self._words)

    @property
    def is_looking(self) -> bool:
        """Some messages were not looked into yet."""
        return bool(self._todo)

    @property
    def count(self) -> int:
        return sum(len(found) for _, found in self._found.values())

    @property
    def number(self) -> int:
        """Which of them the current one is, from 1; 0 where there is none."""
        if self.current is None:
            return 0
        before = sum(len(found) for row, (_, found) in self._found.items() if row < self.current.row)
        here = self._found.get(self.current.row, (0, []))[1]
        return before + here.index(self.current) + 1 if self.current in here else 0

    def look_for(self, words: str) -> None:
        """Begin anew with these; nothing ends it."""
        self._words = " ".join(folded(words).split())
        self._found.clear()
        self.current = None
        rows = list(range(len(self._view.items)))
        first = self._view.visible_rows().start
        self._todo = (rows[:first] + rows[first:][::-1]) if self._words else []  # taken from its end
        self._idle.start()
        self._look_on()

    def begin_again(self) -> None:
        """Other messages are shown."""
        self.look_for(self._words)

    def step(self, step: int) -> None:
        """Go to the next match (1) or the one before (-1), round the end."""
        matches = sorted(match for _, found in self._found.values() for match in found)
        if not matches:
            return
        if self.current is None:
            first = self._view.visible_rows().start
            self._go_to(next((match for match in matches if match.row >= first), matches[0]))
            return
        ahead = [match for match in matches if (match > self.current if step > 0 else match < self.current)]
        around = ahead or matches
        self._go_to(around[0] if step > 0 else around[-1])

    def note(self, row: int) -> None:
        """A message is another one now."""
        if self._words and row not in self._todo:
            self._todo.append(row)
            self._idle.start()

    def lit(self, row: int, *, in_text: bool, between: tuple[int, int]) -> list[Lit]:
        """What is marked in a row's text or reasoning, as far as it stands between two positions."""
        revision, found = self._found.get(row, (-1, []))
        if not found or revision != self._view.items[row].revision:
            return []
        return [
            Lit(match.start, match.end, *(("accent_ground", "on_accent") if match == self.current else ("lit",)))
            for match in found
            if match.in_text == in_text and match.end > between[0] and match.start < between[1]
        ]

    def _look_on(self) -> None:
        deadline = time.perf_counter() + SLICE_MS / 1000
        while self._todo and time.perf_counter() < deadline:
            row = self._todo.pop()
            if row < len(self._view.items):
                item = self._view.items[row]
                self._found[row] = item.revision, list(self._matches(row, item))
                if self.current is None and self._found[row][1] and row >= self._view.visible_rows().start:
                    self._go_to(self._found[row][1][0])
        if not self._todo:
            self._idle.stop()
            if self.current is None and self.count:
                self.step(1)
        self.changed.emit()

    def _matches(self, row: int, item: MessageItem) -> Iterator[Match]:
        for in_text, text in ((False, item.reasoning_shown), (True, item.text_shown(self._view.look))):
            for start, end in places(text, self._words):
                yield Match(row, in_text, start, end)

    def _go_to(self, match: Match) -> None:
        self.current = match
        item = self._view.laid_out(match.row)
        if match.in_text:
            self._view.show_place(Place(match.row, match.start))
        else:
            self._view.show_reasoning(item, match.start)
        self.changed.emit()


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where folded `words` stand in `text`, as positions of a document: Qt counts in UTF-16."""
    if not words:
        return
    shown = _BLANK.sub(" ", folded(text))
    wide = any(character > "\uffff" for character in shown)
    at, counted, units = 0, 0, 0
    while (found := shown.find(words, at)) >= 0:
        at = found + len(words)
        if wide:
            units += _units(shown[counted:found])
            start, counted = units, found
            yield start, start + _units(words)
        else:
            yield found, at


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
