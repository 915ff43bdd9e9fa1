"""Bringing a message that a search found into sight, with its word selected."""

from __future__ import annotations

from desktop.chat.selection import Place, Selection
from desktop.chat.transcript_view import TranscriptView
from models.store.terms import folded, place


def reveal(view: TranscriptView, message: int, words: str) -> None:
    """Show the message, where the first of `words` that it shows stands; at its beginning where it shows none."""
    row = view.rows.row_of(message)
    if row is None:
        return
    view.show_place(Place(row, 0))
    document = view.items[row].document
    shown = folded(document.toPlainText()) if document is not None else ""
    for word in folded(words).split():
        at = place(shown, word)
        if at >= 0:
            start = _units(shown[:at])
            end = Place(row, start + _units(word))
            view.selecting.select(Selection(Place(row, start), end))
            view.show_place(end)
            return


def _units(text: str) -> int:
    """Its length as Qt counts: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
