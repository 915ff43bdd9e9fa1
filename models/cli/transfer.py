"""`paddock export` and `paddock import`: chats out of this computer and in."""

from __future__ import annotations

import contextlib

from models.chat.transfer.exporting import FORMS, every, read
from models.chat.transfer.importing import Importing, import_chats
from models.chat.transfer.shown import title_of, when
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.files import named
from models.cli.working import DONE, IN_PART, form_of, write
from models.errors import PaddockError
from models.store.conversations import Conversations
from models.store.whole import WholeChat

WORLD = 1  # no such chat


def export(arguments: Namespace, console: Console) -> int:
    """Write one chat or all of them; without either, say which there are. Raises: StoreError; OutputUnwritable."""
    form = form_of(arguments, console, tuple(FORMS))
    with Assembly(console) as assembly:
        if arguments.chat is None and not arguments.all:
            return _list(assembly.conversations, console)
        numbers = every(assembly.database) if arguments.all else _named(arguments.chat, assembly.conversations)
        if arguments.chat is not None and not numbers:
            console.say(f"paddock: There is no chat “{arguments.chat}”. “paddock export” lists them.")
            return WORLD
        chats: list[WholeChat] = []
        for chat in read(assembly.database, numbers):
            chats.append(chat)
            console.progress("Reading chats", len(chats) / len(numbers), f"{len(chats)} of {len(numbers)}")
    write(FORMS[form](chats), arguments.output, console)
    if arguments.output is not None:
        messages = sum(len(chat.messages) for chat in chats)
        console.say(f"{arguments.output}: {_many(len(chats), 'chat')}, {_many(messages, 'message')}.")
    return DONE


def _list(conversations: Conversations, console: Console) -> int:
    chats = conversations.list()
    if console.json:
        console.document({"chats": chats})
        return DONE
    for chat in chats:
        console.line(f"{chat.id:>6}  {when(chat.updated_ms):<16}  {chat.title}")
    console.say("Export one with “paddock export NUMBER -o FILE”, all with “paddock export --all -o FILE”.")
    return DONE


def _named(wanted: str, conversations: Conversations) -> list[int]:
    """The chat of that number, else the one of that title that was changed last, if there is one."""
    chats = conversations.list()
    found = [chat for chat in chats if str(chat.id) == wanted]
    found = found or [chat for chat in chats if title_of(chat).casefold() == wanted.strip().casefold()]
    return [max(found, key=lambda chat: chat.updated_ms).id] if found else []


def import_(arguments: Namespace, console: Console) -> int:
    """Take in the chats of each file; 3 when some files were refused. Raises: FileRefused; StoreError."""
    ends: list[Importing] = []
    refused: list[PaddockError] = []
    with Assembly(console) as assembly:
        for path in arguments.file:
            try:
                with contextlib.closing(import_chats(assembly.database, named(str(path)))) as events:
                    for event in events:
                        fraction = event.done / max(1, event.total)
                        console.progress(f"Importing {path.name}", fraction, f"{event.done} of {event.total} chats")
            except PaddockError as error:
                if len(arguments.file) == 1:
                    raise
                refused.append(error)
                console.say(f"paddock: {error}")
                continue
            ends.append(event)
            console.clear()
            console.line(f"{path.name} ({event.program}): {said(event)}")
    if not ends:
        raise refused[0]
    if console.json:
        console.document({"files": ends, "refused": [str(error) for error in refused]})
    return IN_PART if refused else DONE


def said(end: Importing) -> str:
    """“3 chats new, 1 with more messages, 140 here already; 58 messages added.”"""
    return (
        f"{_many(end.new, 'chat')} new, {end.grew} with more messages, {end.same} here already; "
        f"{_many(end.messages, 'message')} added."
    )


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
