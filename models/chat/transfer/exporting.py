"""Chats as one file: Markdown and HTML to be read, JSON to be kept and taken in again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from models.chat.transfer.html import as_html
from models.chat.transfer.markdown import as_markdown
from models.chat.transfer.paddock import as_json
from models.store.database import Database
from models.store.whole import WholeChat, whole

FORMS: dict[str, Callable[[Sequence[WholeChat]], bytes]] = {
    "md": lambda chats: as_markdown(chats).encode(),
    "html": lambda chats: as_html(chats).encode(),
    "json": as_json,
}


def every(database: Database) -> list[int]:
    """The numbers of all chats that are not deleted, in the order in which they were begun here."""
    with database.read() as connection:
        found = connection.execute("SELECT id FROM conversation WHERE deleted_ms IS NULL ORDER BY id")
        return [number for (number,) in found]


def read(database: Database, numbers: Sequence[int]) -> Iterator[WholeChat]:
    """The chats of those numbers, one by one. Raises: ChatMissing; StoreError."""
    for number in numbers:
        with database.read() as connection:
            chat = whole(connection, number)
        yield chat
