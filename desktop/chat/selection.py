"""A selection that goes across messages: two places, each a message's row and a position in its document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Position `position` of the document in row `row`."""

    row: int
    position: int


@dataclass(frozen=True, slots=True)
class Selection:
    """From where the mouse was pressed to where it is."""

    anchor: Place
    head: Place

    @property
    def is_empty(self) -> bool:
        return self.anchor == self.head

    def within(self, row: int, length: int) -> tuple[int, int] | None:
        """The selected positions of a row's document of `length` positions, or None."""
        first, last = sorted((self.anchor, self.head))
        if self.is_empty or not first.row <= row <= last.row:
            return None
        return (first.position if row == first.row else 0, last.position if row == last.row else length)
