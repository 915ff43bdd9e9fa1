"""Finding words in everything that was said, Chinese ones of two characters too.

It reads every message: about 50 ms for 100 000 short ones, and nothing to keep in step with what is written or purged.
"""

from __future__ import annotations

import msgspec

from models.store import rows
from models.store.database import Database
from models.store.message import Conversation

AROUND = 40  # characters of the snippet on either side of the first word


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A message, or with `message` None a title, that holds all the words.

    The first of them stands at [start, end) of `snippet`, which is one line.
    """

    conversation: Conversation
    message: int | None
    snippet: str
    start: int
    end: int


def search(database: Database, text: str, *, limit: int = 100) -> list[Hit]:
    """Where all words of `text` stand, in any order and case (A to Z): titles first, then messages, newest first.

    Deleted chats are left out.

    Raises:
        StoreError: The database could not be read.
    """
    words = text.split()
    if not words:
        return []
    patterns = [f"%{_escaped(word)}%" for word in words]
    chat = rows.CONVERSATION
    titled = " AND ".join(r"c.title LIKE ? ESCAPE '\'" for _ in words)
    said = " AND ".join(r"m.text LIKE ? ESCAPE '\'" for _ in words)
    with database.read() as connection:
        titles = connection.execute(
            f"SELECT {chat}, NULL, c.title FROM conversation c WHERE c.deleted_ms IS NULL AND {titled} "
            "ORDER BY c.updated_ms DESC, c.id DESC LIMIT ?",
            (*patterns, limit),
        ).fetchall()
        messages = connection.execute(
            f"SELECT {chat}, m.id, m.text FROM message m CROSS JOIN conversation c ON c.id = m.conversation "
            f"WHERE c.deleted_ms IS NULL AND {said} ORDER BY m.id DESC LIMIT ?",
            (*patterns, limit - len(titles)),
        ).fetchall()
    return [_hit(row, words[0]) for row in (*titles, *messages)]


def _escaped(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _hit(row: tuple[object, ...], word: str) -> Hit:
    *chat, message, text = row
    assert isinstance(text, str)
    at = _place(text, word)
    before, inside, after = text[max(0, at - AROUND) : at], text[at : at + len(word)], text[at + len(word) :]
    lead = " ".join(before.split()) + (" " if before[-1:].isspace() else "")
    return Hit(
        conversation=rows.conversation(tuple(chat)),
        message=message if isinstance(message, int) else None,
        snippet=lead + inside + " ".join(f"|{after[:AROUND]}".split())[1:],
        start=len(lead),
        end=len(lead) + len(inside),
    )


def _place(text: str, word: str) -> int:
    """Where SQLite saw the word: its LIKE folds the letters A to Z only, so no length changes."""
    return text.translate(_FOLD).find(word.translate(_FOLD))


_FOLD = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
