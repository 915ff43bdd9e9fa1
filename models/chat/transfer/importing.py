"""Which program a file of chats is from, and the chats in it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import msgspec

from models.chat.transfer import chatgpt, lm_studio, open_webui, paddock
from models.chat.transfer.source import MOST_MESSAGES, documents
from models.errors import FileBomb, FileTypeUnsupported
from models.store.database import Database
from models.store.taking import take
from models.store.whole import WholeChat

_FOREIGN: tuple[tuple[str, Callable[[Any], bool], Callable[[dict[str, Any]], WholeChat]], ...] = (
    ("ChatGPT", chatgpt.is_chat, chatgpt.chat_in),
    ("Open WebUI", open_webui.is_chat, open_webui.chat_in),
    ("LM Studio", lm_studio.is_chat, lm_studio.chat_in),
)
_REMEDY = "Chats of Paddock, ChatGPT, Open WebUI and LM Studio can be imported."


class Importing(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import is, and at its end (`done` is `total`) what became of it; all counts are of chats but the last.

    `program` is where the chats come from. `new` were made, `grew` had messages added, `same` were here already.
    """

    program: str
    done: int
    total: int
    new: int = 0
    grew: int = 0
    same: int = 0
    messages: int = 0


def import_chats(database: Database, path: Path) -> Generator[Importing, None, None]:
    """Take in every chat of the file at `path`; nothing that is here already is added again.

    Closing the iterator stops; what it said is done is kept. A file that is refused has changed nothing.

    Raises:
        FileRefused: It cannot be read, or is no file of chats; says where.
        StoreError: It could not be written; what was done before is kept.
    """
    program, chats = chats_in(path)
    counts = Importing(program=program, done=0, total=len(chats))
    yield counts
    for taken in take(database, chats):
        counts = msgspec.structs.replace(
            counts, done=counts.done + 1, messages=counts.messages + taken.messages,
            new=counts.new + (not taken.grew), grew=counts.grew + (taken.grew and taken.messages > 0),
            same=counts.same + (taken.grew and not taken.messages),
        )  # fmt: skip
        yield counts


def chats_in(path: Path) -> tuple[str, list[WholeChat]]:
    """The program the file is from, and its chats in the order in which they were begun. Raises: FileRefused."""
    programs: set[str] = set()
    chats: list[WholeChat] = []
    count = 0
    for document in documents(path):
        if paddock.is_ours(document):
            programs.add("Paddock")
            found: Iterator[WholeChat] = iter(paddock.chats_in(document, path.name))
        else:
            found = _foreign(document, path.name, programs)
        for chat in found:
            count += len(chat.messages)
            if count > MOST_MESSAGES:
                raise FileBomb(name=path.name, detail=f"more than {MOST_MESSAGES:,} messages")
            chats.append(chat)
    if programs != {"Paddock"}:
        chats.sort(key=lambda chat: chat.created_ms)
    return " + ".join(sorted(programs)), chats


def _foreign(document: Any, name: str, programs: set[str]) -> Iterator[WholeChat]:
    """Each chat of a list, or the one; a list may not hold anything else."""
    for place, each in enumerate(document if isinstance(document, list) else [document]):
        for program, fits, chat_in in _FOREIGN:
            if fits(each):
                programs.add(program)
                yield chat_in(each)
                break
        else:
            kind = f"no chat at $[{place}]" if programs else "JSON, but no chats"
            raise FileTypeUnsupported(name=name, kind=kind, remedy=_REMEDY)
    if document == []:
        raise FileTypeUnsupported(name=name, kind="an empty list", remedy=_REMEDY)
