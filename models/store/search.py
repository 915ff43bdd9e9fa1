"""Finding words in everything that was said, Chinese ones of two characters too: titles, messages, texts of cards.

Messages that the index does not know yet (after an update or an import) are read one by one until it does.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence

import msgspec

from models.errors import StoreError
from models.store import rows
from models.store.database import Database
from models.store.message import Conversation
from models.store.plain import plain_around
from models.store.terms import folded, place, wanted

_AT_ONCE = 200
_ABOVE_ALL = 1 << 62
_UNINDEXED = "id IN (SELECT message FROM unindexed)"

Candidate = tuple[int, str]  # a message's number and text


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A message, or with `message` None a title, that holds all the words.

    The first of them stands at [start, end) of `snippet`, which is one line of plain words.
    """

    conversation: Conversation
    message: int | None
    snippet: str
    start: int
    end: int


def search(database: Database, text: str, *, limit: int = 100) -> list[Hit]:
    """Where all words of `text` stand, in any order and case: titles first, then messages, newest first.

    In a title a word may stand anywhere, in a message at the beginning of one. Deleted chats are left out.

    Raises:
        StoreError: The database could not be read.
    """
    words = folded(text).split()
    if not words:
        return []
    hits = _titled(database, words, limit)
    try:
        database.words.catch_up()
        return hits + _said(database, words, _indexed(database, words), limit - len(hits))
    except StoreError:  # the index can be made again; until then everything is read
        return hits + _said(database, words, _scanned(database, words), limit - len(hits))


def _titled(database: Database, words: Sequence[str], limit: int) -> list[Hit]:
    with database.read() as connection:
        titles = connection.execute(
            "SELECT id, title FROM conversation WHERE deleted_ms IS NULL ORDER BY updated_ms DESC, id DESC"
        )
        fitting = [(number, title) for number, title in titles if all(word in folded(title) for word in words)]
        return [_hit(rows.chat(connection, number), None, title, words[0]) for number, title in fitting[:limit]]


def _said(database: Database, words: Sequence[str], candidates: Iterator[Candidate], limit: int) -> list[Hit]:
    hits: list[Hit] = []
    for number, said in candidates:
        if len(hits) >= limit:
            break
        if all(place(folded(said), word) >= 0 for word in words):
            with database.read() as connection:
                found = connection.execute(
                    f"SELECT {rows.CONVERSATION} FROM message m JOIN conversation c ON c.id = m.conversation "
                    "WHERE m.id = ? AND c.deleted_ms IS NULL",
                    (number,),
                ).fetchone()
            if found:
                hits.append(_hit(rows.conversation(found), number, said, words[0]))
    return hits


def _indexed(database: Database, words: Sequence[str]) -> Iterator[Candidate]:
    """Messages that may hold the words, newest first: by the index, and those it does not know yet."""
    if not any(True for word in words for _ in wanted(word)):
        return _scanned(database, words)  # signs alone are in no index
    together = heapq.merge(_by_index(database, words), _scanned(database, words, _UNINDEXED), key=lambda each: -each[0])
    return (next(same) for _, same in itertools.groupby(together, key=lambda each: each[0]))


def _by_index(database: Database, words: Sequence[str]) -> Iterator[Candidate]:
    before = _ABOVE_ALL
    while numbers := database.words.find(words, before, _AT_ONCE):
        before = numbers[-1]
        marks = ", ".join("?" * len(numbers))
        with database.read() as connection:
            found = connection.execute(
                f"SELECT id, text FROM message WHERE id IN ({marks}) ORDER BY id DESC", numbers
            ).fetchall()
        yield from found


def _scanned(database: Database, words: Sequence[str], among: str = "true") -> Iterator[Candidate]:
    said = " AND ".join(r"text LIKE ? ESCAPE '\'" for _ in words)
    with database.read() as connection:
        found = connection.execute(
            f"SELECT id, text FROM message WHERE {among} AND {said} ORDER BY id DESC",
            [f"%{_escaped(word)}%" for word in words],
        ).fetchall()
    yield from found


def _escaped(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return word


def _hit(conversation: Conversation, message: int | None, text: str, word: str) -> Hit:
    within = folded(text)
    at = within.find(word) if message is None else place(within, word)
    snippet, start, end = plain_around(text, at, at + len(word))
    return Hit(conversation=conversation, message=message, snippet=snippet, start=start, end=end)
